import { rowsOfLog, type LogRows } from '../src/app/risk-rows.ts';
import { runDetectors } from '../src/detectors/run.ts';
import type { LevelName } from '../src/generator/level.ts';
import { WORLD_DEFAULTS } from '../src/generator/options.ts';
import { createWorld } from '../src/generator/world.ts';
import type { Event } from '../src/graph/model/event.ts';
import type { Truth } from '../src/graph/model/truth.ts';
import { rngFor } from '../src/kernel/rng.ts';
import { EventGraphBuilder } from '../src/projection/event-graph-builder.ts';
import { averagePrecision } from '../src/risk/metrics/average-precision.ts';
import { bootstrapInterval } from '../src/risk/metrics/bootstrap.ts';
import { takeColumns, takeRows } from '../src/risk/models/feature-matrix.ts';
import { trainingSet, type TrainingSet } from '../src/risk/models/training-set.ts';
import { fitScorer } from '../src/risk/training/fit-scorer.ts';
import { personOf } from '../src/risk/training/label-split.ts';
import { RingHistory } from '../src/risk/training/ring-history.ts';
import type { Scorer } from '../src/risk/scoring/scorer.ts';
import { formRings } from '../src/rings/form-rings.ts';
import { rounded } from './environment.ts';
import type { LiftCell } from './lift-page.ts';

/** Rows that are learned from, at most: all frauds and a sample of the others, weighed. */
const MOST_ROWS = 60_000;

/** A kind of worlds to learn from and to judge on. */
export interface Cell {
  readonly level: LevelName;
  readonly rate: number;
  readonly users: number;
  readonly days: number;
}

/** A world with what is true of each of its transactions. */
export interface LabelledWorld {
  readonly rows: LogRows;
  readonly labels: Uint8Array;
  readonly people: readonly string[];
}

export function worldOf({ level, rate, users, days }: Cell, seed: number): LabelledWorld {
  const world = createWorld({ ...WORLD_DEFAULTS, level, users, days, fraudRate: rate, seed });
  const log: Event[] = [];
  const builder = new EventGraphBuilder(true);
  for (const batch of world.events())
    for (const event of batch) {
      log.push(event);
      builder.add(event);
    }
  const graph = builder.finish(null);
  const { findings } = runDetectors(() => graph, {});
  const rows = rowsOfLog(log, new RingHistory(formRings(findings).rings, findings));
  return { rows, labels: labelsOf(world.truth, rows), people: rows.of.map(personOf) };
}

const INNOCENT = new Set(['victim', 'bystander', 'host', 'identifier']);

function labelsOf({ rings, loners = [] }: Truth, { of }: LogRows): Uint8Array {
  const guilty = rings.flatMap(({ members }) => members.filter(({ role }) => !INNOCENT.has(role)));
  const users = new Set(guilty.filter(({ type }) => type === 'User').map(({ id }) => id));
  const accounts = new Set(guilty.filter(({ type }) => type === 'Account').map(({ id }) => id));
  const acts = new Set(loners.flatMap(({ acts: keys }) => keys.map((key) => key.join('\0'))));
  return Uint8Array.from(of, ({ key, user, account }) =>
    Number((user !== null && users.has(user)) || accounts.has(account) || acts.has(key.join('\0'))),
  );
}

/** A quarter of the people stop early and calibrate; of the others at most {@link MOST_ROWS} rows are learned from. */
function learningSets({ rows, labels, people }: LabelledWorld): {
  fit: Int32Array;
  choose: Int32Array;
  weight: number;
} {
  const held = new Map<string, boolean>();
  const isHeld = (person: string): boolean => {
    const known = held.get(person) ?? rngFor(1, 'held', held.size).chance(0.25);
    held.set(person, known);
    return known;
  };
  const all = Array.from(rows.at.keys());
  const groupOf = (row: number): string => rows.rings[row] ?? people[row];
  const choose = all.filter((row) => isHeld(groupOf(row)));
  const rest = all.filter((row) => !isHeld(groupOf(row)));
  const share = Math.min(1, MOST_ROWS / rest.length);
  const rng = rngFor(1, 'drawn');
  const fit = rest.filter((row) => rng.unit() < share || labels[row] === 1);
  return { fit: Int32Array.from(fit), choose: Int32Array.from(choose), weight: 1 / share };
}

/** Boosted trees trained on some features of a world. */
export function trainerOn(learn: LabelledWorld): (names: string[]) => Scorer {
  const { fit, choose, weight } = learningSets(learn);
  const setOf = (names: string[], rows: Int32Array, weighed: boolean): TrainingSet => {
    const labels = Uint8Array.from(rows, (row) => learn.labels[row]);
    const weights =
      weighed && weight > 1 ? Float64Array.from(labels, (label) => (label === 1 ? 1 : weight)) : null;
    return trainingSet(takeRows(takeColumns(learn.rows.matrix, names), rows), labels, weights);
  };
  return (names) => fitScorer({ model: 'gbdt' }, setOf(names, fit, true), setOf(names, choose, false));
}

/** By whole people: their transactions stand or fall together. */
export function liftInterval(
  without: Float64Array,
  with_: Float64Array,
  { labels, people }: LabelledWorld,
): LiftCell['lift'] {
  const numbers = new Map<string, number>();
  const groups = Int32Array.from(people, (person) => {
    const number = numbers.get(person) ?? numbers.size;
    numbers.set(person, number);
    return number;
  });
  const measure = (rows: Uint32Array): number => {
    const drawn = Uint8Array.from(rows, (row) => labels[row]);
    const of = (scores: Float64Array): number =>
      averagePrecision(
        Float64Array.from(rows, (row) => scores[row]),
        drawn,
      );
    return of(with_) - of(without);
  };
  const { estimate, low, high } = bootstrapInterval(labels.length, measure, { samples: 60, groups });
  return { estimate: rounded(estimate), low: rounded(low), high: rounded(high) };
}
