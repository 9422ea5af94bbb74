import { runDetectors } from '../../src/detectors/run.ts';
import { createWorld, type WorldOptions } from '../../src/generator/world.ts';
import type { Truth } from '../../src/graph/model/truth.ts';
import { rngFor } from '../../src/kernel/rng.ts';
import { DAY } from '../../src/kernel/time.ts';
import { EventGraphBuilder } from '../../src/projection/event-graph-builder.ts';
import { suspectsOf, type AccountOwners } from '../../src/rings/evaluation/ring-side.ts';
import { formRings } from '../../src/rings/form-rings.ts';
import { averagePrecision } from './average-precision.ts';
import { scoreByTrees, type Columns } from './small-tree.ts';
import { CROWD_COLUMNS, UserColumns } from './user-columns.ts';

export interface ColumnScore {
  readonly column: string;
  /** Whether much or little of it speaks for fraud. */
  readonly direction: 'high' | 'low';
  readonly averagePrecision: number;
}

/** How well fraud can be told from everybody else, by average precision over users. */
export interface Leak {
  /** Share of the users who count as fraud: what a coin would reach. */
  readonly prevalence: number;
  /** Best first. */
  readonly columns: readonly ColumnScore[];
  /** A small tree of all columns but those that count other users; and of all columns. */
  readonly tree: number;
  readonly treeWithCrowds: number;
  /** Being a suspect of a found ring, the stronger the ring the higher. */
  readonly graph: number;
}

export interface Leaks {
  /** Ring members against innocents; users with fraud of their own are left out. */
  readonly rings: Leak;
  /** All users with fraud, in a ring or alone, against innocents. */
  readonly all: Leak;
}

/** Looks in a world for what gives fraud away without a graph, and what the graph finds, in one pass over its events. */
export function findLeaks(options: WorldOptions): Leaks {
  const world = createWorld(options);
  const gathered = new UserColumns(options.users, options.start + options.days * DAY);
  const builder = new EventGraphBuilder(true);
  const owners = new Map<string, string[]>();
  for (const batch of world.events())
    for (const event of batch) {
      gathered.add(event);
      builder.add(event);
      if (event.kind === 'account-opened')
        owners.set(event.account, [...(owners.get(event.account) ?? []), event.user]);
    }
  const columns = gathered.finish();
  const { rings } = formRings(runDetectors(builder.finish(null)).findings);
  const graph = new Float64Array(options.users);
  for (const ring of rings)
    for (const id of suspectsOf(ring.members, owners).users) {
      const user = gathered.users.find(id);
      graph[user] = Math.max(graph[user], 1 + ring.strength);
    }
  const numbers = (ids: Iterable<string>) => new Set(Array.from(ids, (id) => gathered.users.find(id)));
  const members = numbers(membersOf(world.truth, owners));
  const loners = numbers((world.truth.loners ?? []).map(({ user }) => user.id));
  const users = Int32Array.from({ length: options.users }, (_, user) => user);
  const compare = (kept: Int32Array, isFraud: (user: number) => boolean): Leak => {
    const of = (values: Float64Array) => Float64Array.from(kept, (user) => values[user]);
    const kinds = Object.entries(columns).map(([name, values]) => [name, of(values)] as const);
    return leakOf(
      Object.fromEntries(kinds),
      of(graph),
      Uint8Array.from(kept, (user) => Number(isFraud(user))),
      options.seed,
    );
  };
  return {
    rings: compare(
      users.filter((user) => members.has(user) || !loners.has(user)),
      (user) => members.has(user),
    ),
    all: compare(users, (user) => members.has(user) || loners.has(user)),
  };
}

function membersOf({ rings }: Truth, owners: AccountOwners): Set<string> {
  return new Set(rings.flatMap(({ members }) => [...suspectsOf(members, owners).users]));
}

/** Scores columns, trees and a graph score over the same users. @param seed splits the users in halves */
export function leakOf(columns: Columns, graph: Float64Array, fraud: Uint8Array, seed: number): Leak {
  const half = Uint8Array.from(fraud, (_, user) => Number(rngFor(seed, 'half', user).chance(0.5)));
  const own = Object.fromEntries(Object.entries(columns).filter(([name]) => !CROWD_COLUMNS.includes(name)));
  return {
    prevalence: fraud.reduce((sum, one) => sum + one, 0) / fraud.length,
    columns: Object.entries(columns)
      .map(([column, values]) => scoreColumn(column, values, fraud))
      .sort((a, b) => b.averagePrecision - a.averagePrecision),
    tree: averagePrecision(scoreByTrees(own, fraud, half), fraud),
    treeWithCrowds: averagePrecision(scoreByTrees(columns, fraud, half), fraud),
    graph: averagePrecision(graph, fraud),
  };
}

/** The better of its two directions; what is missing ranks last in both. */
function scoreColumn(column: string, values: Float64Array, fraud: Uint8Array): ColumnScore {
  const high = averagePrecision(values, fraud);
  const low = averagePrecision(
    values.map((value) => -value),
    fraud,
  );
  return high >= low
    ? { column, direction: 'high', averagePrecision: high }
    : { column, direction: 'low', averagePrecision: low };
}

/** A line for people to read. */
export function leakLine(level: string, leak: Leak): string {
  const best = leak.columns
    .slice(0, 4)
    .map(
      ({ column, direction, averagePrecision }) => `${column} (${direction}) ${averagePrecision.toFixed(3)}`,
    );
  return (
    `${level}: best columns ${best.join(', ')}; tree ${leak.tree.toFixed(3)}, with users per device and address ` +
    `${leak.treeWithCrowds.toFixed(3)}; graph ${leak.graph.toFixed(3)}; base rate ${leak.prevalence.toFixed(3)}`
  );
}
