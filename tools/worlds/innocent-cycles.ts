import { temporalCycleSearch } from '../../src/graph/algorithms/temporal-cycles.ts';
import type { CycleBundle, CycleRules } from '../../src/graph/algorithms/cycle-rules.ts';
import type { TemporalGraph } from '../../src/graph/temporal-graph.ts';
import { DAY } from '../../src/kernel/time.ts';
import type { CastList } from './cast-list.ts';
import { rate, type Measured } from './reading.ts';

const WEEK = 7 * DAY;
const MONTH = 30 * DAY;
const MOST_VISITS = 20_000_000;
/** Longest cycle looked for among innocents; the planted ones go up to five. */
const LONGEST = 6;
/** What the kiting-cycle detector takes for kept money, and how long its loops may be. */
const KEPT = [0.8, 1.05] as const;
const LONGEST_LOOP = 8;

/**
 * Loops of money among innocents in each 30 days, per 10,000 users: different sets of accounts, in strictly rising
 * time, closed within a week. A set counts once in the 30 days in which it closes first, however often it goes round.
 * `self` loops run between accounts of one owner only (own savings, a company's cash pool).
 */
export function readInnocentCycles(
  cast: CastList,
  { graph, amounts }: { graph: TemporalGraph; amounts: Float64Array },
  { readings }: Measured,
): void {
  const innocent = (account: number) => {
    const owner = cast.owner(account);
    return owner < 0 || cast.isInnocent(owner);
  };
  const months = Math.max(1, (cast.end - cast.start) / MONTH);
  const scale = 10_000 / cast.users.size / months;
  const kinds = new Map<string, Set<string>>();
  const note = (name: string, bundle: CycleBundle, closedAt: number) => {
    const accounts = bundle.vertices.slice(0, bundle.length);
    const owners = new Set(accounts.map((account) => cast.owner(account)));
    const kind = owners.size === 1 && !owners.has(-1) ? `${name}.self` : name;
    if (!kinds.has(kind)) kinds.set(kind, new Set());
    kinds
      .get(kind)!
      .add(`${Math.floor((closedAt - cast.start) / MONTH)}:${accounts.sort((a, b) => a - b).join()}`);
  };
  const amountOf = (edge: number) => amounts[graph.row[edge]];
  search(graph, { minLength: 2, maxLength: 3 }, { enters: innocent }, (bundle, at) =>
    note(bundle.length === 2 ? 'two' : 'three', bundle, at),
  );
  const near = (hop: number, next: number) => within(amountOf(hop), amountOf(next), 0.9);
  search(graph, { minLength: 3, maxLength: LONGEST }, { enters: innocent, follows: near }, (bundle, at) => {
    if (isConserved(bundle, amountOf, 0.9))
      note(bundle.length === 3 ? 'conservedThree' : 'conservedLonger', bundle, at);
  });
  for (const name of ['two', 'three', 'conservedThree', 'conservedLonger'])
    for (const kind of [name, `${name}.self`])
      readings[`cycles.${kind}`] = rate(kinds.get(kind)?.size ?? 0, scale);
}

/** For each user the number of accounts in the longest loop of kept money that goes through one of the user's. */
export function longestLoops(
  cast: CastList,
  { graph, amounts }: { graph: TemporalGraph; amounts: Float64Array },
): Int32Array {
  const longest = new Int32Array(cast.users.size);
  const keeps = (hop: number, next: number) => {
    const kept = amounts[graph.row[next]] / amounts[graph.row[hop]];
    return kept >= KEPT[0] && kept <= KEPT[1];
  };
  search(graph, { minLength: 3, maxLength: LONGEST_LOOP }, { follows: keeps }, (bundle) => {
    for (const account of bundle.vertices.slice(0, bundle.length)) {
      const owner = cast.owner(account);
      if (owner >= 0) longest[owner] = Math.max(longest[owner], bundle.length);
    }
  });
  return longest;
}

function search(
  graph: TemporalGraph,
  lengths: Pick<CycleRules, 'minLength' | 'maxLength'>,
  hooks: { enters?: (vertex: number) => boolean; follows?: (hop: number, next: number) => boolean },
  found: (bundle: CycleBundle, closedAt: number) => void,
): void {
  const cycles = temporalCycleSearch(graph, { window: WEEK, ties: 'strict', ...lengths }, hooks);
  for (let edge = 0; edge < graph.edges; edge++)
    if (!cycles.completedBy(edge, MOST_VISITS, (bundle) => found(bundle, graph.at[edge])))
      throw new Error(`the loops that transfer ${edge} closes are too many to count`);
}

/** Whether some cycle of the bundle has no hop below `least` of the largest; edges rise along it. */
function isConserved(bundle: CycleBundle, amountOf: (edge: number) => number, least: number): boolean {
  const hops = Array.from({ length: bundle.length }, (_, hop) => bundle.edges(hop));
  const walk = (hop: number, last: number, low: number, high: number): boolean =>
    hop === hops.length ||
    hops[hop].some((edge) => {
      const amount = amountOf(edge);
      const [smallest, largest] = [Math.min(low, amount), Math.max(high, amount)];
      return edge > last && smallest >= least * largest && walk(hop + 1, edge, smallest, largest);
    });
  return walk(0, -1, Infinity, 0);
}

function within(one: number, other: number, least: number): boolean {
  return Math.min(one, other) >= least * Math.max(one, other);
}
