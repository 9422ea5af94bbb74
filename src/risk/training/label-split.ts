import { rngFor } from '../../kernel/rng.ts';
import { refused, type FeatureMatrix } from '../models/feature-matrix.ts';
import { groupedFolds } from '../models/tuning/folds.ts';
import type { Labelled, Outcomes } from './outcomes.ts';

/** Transactions with their features, in the order in which they became known. */
export interface RiskRows {
  readonly matrix: FeatureMatrix;
  /** When each was known, epoch ms; never falling. */
  readonly at: Float64Array;
  readonly of: readonly Labelled[];
  /** The ring of whoever made it; null outside rings. Rows of one ring never come on both sides. */
  readonly rings: readonly (string | null)[];
  /** From when on a daily detection could tell that, epoch ms; Infinity outside rings. */
  readonly ringsFrom: Float64Array;
}

/** `fit` is learned from; `choose` stops early, calibrates and finds the threshold; `judge` is only measured on. */
export const SIDES = ['fit', 'choose', 'judge'] as const;
export type Side = (typeof SIDES)[number];

export interface Part {
  readonly rows: Int32Array;
  readonly labels: Uint8Array;
  /** null where all count the same. */
  readonly weights: Float64Array | null;
  /** From the first to the last instant it covers, epoch ms. */
  readonly from: number;
  readonly to: number;
}

export interface LabelSplit {
  readonly fit: Part;
  /** The fold of each row of `fit`; `choose` is a fold of its own. Rings and people are whole in each. */
  readonly fitFolds: Uint8Array;
  readonly choose: Part;
  /** null when a model is trained for use, on all there is. */
  readonly judge: Part | null;
  /** The instant at which the model is trained; no label known later was read for `fit` and `choose`. */
  readonly trainedAt: number;
  /** The 95th percentile of the delay of fraud labels, ms. */
  readonly delay: number;
  /** Rows by what became of them, for the report. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface SplitOptions {
  /** Instant of training: labels known later do not exist for it. */
  readonly trainedAt: number;
  /** Instant of judging, later than training; null to train for use. */
  readonly judgedAt: number | null;
  /** Unlabelled rows that are learned from, at most; a random sample with weights when there are more. */
  readonly mostPresumed: number;
  readonly seed: number;
}

/** Share of the time of a log before training, where a model is judged by what comes later. */
export const TRAIN_SHARE = 0.7;

export const SPLIT_DEFAULTS = { mostPresumed: 60_000, seed: 1 } as const;

/** 1 fraud, 0 legitimate or presumed so. */
interface Row {
  readonly row: number;
  readonly label: 0 | 1;
  readonly presumed: boolean;
  /** Of those learned from. */
  readonly fold?: number;
}

/**
 * Splits in time and by ring. A row of before `trainedAt` less the delay is learned from, by the labels known at
 * `trainedAt`; one of after `trainedAt`, and old enough at `judgedAt`, is judged by the labels known then.
 *
 * No label does not mean legitimate: rows younger than the delay are left out; older ones have had their chance to be
 * labelled and are presumed legitimate, drawn at random when there are too many and weighed so that the draw stands for
 * all. Left out are also rows of an open verdict, and those of somebody known as a fraudster at the time: nobody needs a
 * model for them. A ring, or a fraudster outside any ring, with rows before and after training stays on the side that has
 * most of its frauds (of equals the later), and its other rows are left out. What is learned from and what is chosen by
 * are told apart by whole rings and people, one in three to choose by.
 *
 * Left out is also who has no label but is in a ring, as far as it was known, of which somebody is known as a fraudster:
 * that is an open case, and to call it legitimate would teach that rings are half innocent.
 *
 * Time O(rows log rows + labels).
 * @throws RingfenceError TRAINING_INVALID naming the side that has not rows of both labels
 */
export function splitByLabels(rows: RiskRows, outcomes: Outcomes, options: SplitOptions): LabelSplit {
  const { trainedAt, judgedAt } = options;
  const delay = outcomes.delay();
  const counts: Record<string, number> = {
    rows: rows.at.length,
    tooYoung: 0,
    open: 0,
    knownBefore: 0,
    beside: 0,
    otherSide: 0,
  };
  const early = rowsOf(rows, outcomes, { from: -Infinity, to: trainedAt - delay, by: trainedAt }, counts);
  const late =
    judgedAt === null
      ? []
      : rowsOf(rows, outcomes, { from: trainedAt, to: judgedAt - delay, by: judgedAt }, counts);
  counts.tooYoung =
    rows.at.length - early.length - late.length - counts.open - counts.knownBefore - counts.beside;
  const kept = keepRingsOnOneSide(rows, [early, late], counts);
  const sides: Record<Side, Row[]> = { ...chosenApart(rows, kept[0], options.seed), judge: kept[1] };
  const need = judgedAt === null ? SIDES.slice(0, 2) : SIDES;
  for (const side of need) requireBoth(side, sides[side], counts);
  const fit = sampled(sides.fit, options, counts);
  return {
    fit: partOf(rows, fit.rows, fit.weights),
    fitFolds: Uint8Array.from(fit.rows, ({ fold = 0 }) => fold),
    choose: partOf(rows, sides.choose, null),
    judge: judgedAt === null ? null : partOf(rows, sides.judge, null),
    trainedAt,
    delay,
    counts,
  };
}

function rowsOf(
  { at, of, rings, ringsFrom }: RiskRows,
  outcomes: Outcomes,
  { from, to, by }: { from: number; to: number; by: number },
  counts: Record<string, number>,
): Row[] {
  const found: Row[] = [];
  const confirmed = confirmedRings({ of, rings, ringsFrom }, outcomes, by);
  for (let row = 0; row < at.length; row++) {
    if (at[row] <= from || at[row] > to) continue;
    const outcome = outcomes.of(of[row], by);
    if (outcome?.verdict === 'inconclusive') counts.open++;
    else if (outcomes.of(of[row], at[row])?.verdict === 'fraud') counts.knownBefore++;
    else if (outcome === null && ringsFrom[row] <= by && confirmed.has(rings[row]!)) counts.beside++;
    else found.push({ row, label: outcome?.verdict === 'fraud' ? 1 : 0, presumed: outcome === null });
  }
  return found;
}

/** Rings of which a suspect was known as fraudulent by a time, as far as the rings themselves were known by then. */
function confirmedRings(
  { of, rings, ringsFrom }: Pick<RiskRows, 'of' | 'rings' | 'ringsFrom'>,
  outcomes: Outcomes,
  by: number,
): ReadonlySet<string> {
  const confirmed = new Set<string>();
  for (const [row, ring] of rings.entries())
    if (
      ring !== null &&
      ringsFrom[row] <= by &&
      !confirmed.has(ring) &&
      outcomes.of(of[row], by)?.verdict === 'fraud'
    )
      confirmed.add(ring);
  return confirmed;
}

/** Rows by side, without those of rings and fraudsters that have most of their frauds on another. */
function keepRingsOnOneSide(
  { rings, of }: RiskRows,
  sides: readonly Row[][],
  counts: Record<string, number>,
): Row[][] {
  const frauds = sides.flatMap((side) => side.filter(({ label }) => label === 1));
  const fraudsters = new Set(frauds.map(({ row }) => personOf(of[row])));
  const groupOf = (row: number): string | null => {
    if (rings[row] !== null) return `ring ${rings[row]}`;
    const person = personOf(of[row]);
    return fraudsters.has(person) ? person : null;
  };
  const tally = new Map<string, number[]>();
  for (const [i, side] of sides.entries())
    for (const { row, label } of side) {
      const group = groupOf(row);
      if (group === null) continue;
      const sums = tally.get(group) ?? sides.map(() => 0);
      // Frauds first; rows only tell sides without any apart.
      sums[i] += label === 1 ? 1_000_000 : 1;
      tally.set(group, sums);
    }
  const home = new Map([...tally].map(([group, sums]) => [group, sums.lastIndexOf(Math.max(...sums))]));
  return sides.map((side, i) => {
    const kept = side.filter(({ row }) => {
      const group = groupOf(row);
      return group === null || home.get(group) === i;
    });
    counts.otherSide += side.length - kept.length;
    return kept;
  });
}

/** Whole rings and people, one part of {@link FOLDS} to choose by: the one with fewest frauds that has any. */
function chosenApart({ rings, of }: RiskRows, rows: Row[], seed: number): { fit: Row[]; choose: Row[] } {
  const numbers = new Map<string, number>();
  const groups = Int32Array.from(rows, ({ row }) => {
    const name = rings[row] === null ? personOf(of[row]) : `ring ${rings[row]}`;
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
  if (numbers.size < FOLDS) return { fit: rows, choose: [] };
  const labels = Uint8Array.from(rows, ({ label }) => label);
  const folds = groupedFolds(groups, labels, FOLDS, seed);
  const frauds = Array.from({ length: FOLDS }, (_, fold) =>
    labels.reduce((sum, label, i) => sum + (folds[i] === fold ? label : 0), 0),
  );
  const some = frauds.filter((count) => count > 0);
  const fold = frauds.indexOf(Math.min(...(some.length > 0 ? some : frauds)));
  const placed = rows.map((row, i) => ({ ...row, fold: folds[i] }));
  return {
    fit: placed.filter((row) => row.fold !== fold),
    choose: placed.filter((row) => row.fold === fold),
  };
}

const FOLDS = 3;

/** Who made it: the user, else the account. */
export function personOf({ user, account }: Labelled): string {
  return user === null ? `account ${account}` : `user ${user}`;
}

function requireBoth(side: Side, rows: readonly Row[], counts: Record<string, number>): void {
  const frauds = rows.reduce((sum, { label }) => sum + label, 0);
  counts[`${side}Frauds`] = frauds;
  counts[`${side}Rows`] = rows.length;
  if (frauds > 0 && frauds < rows.length) return;
  const what = { fit: 'learn from', choose: 'calibrate on', judge: 'judge by' }[side];
  throw refused(
    'labels',
    `${frauds} of ${rows.length} transactions to ${what} are labelled fraud; wanted some of both. ` +
      'Take a longer log or more labels, or train an isolation forest, which needs none',
  );
}

/** All labelled rows, and a random share of the presumed ones with the weight that makes up for the rest. */
function sampled(
  rows: readonly Row[],
  { mostPresumed, seed }: SplitOptions,
  counts: Record<string, number>,
): { rows: Row[]; weights: Float64Array | null } {
  const presumed = rows.filter((row) => row.presumed).length;
  counts.fitPresumed = presumed;
  if (presumed <= mostPresumed) return { rows: [...rows], weights: null };
  const share = mostPresumed / presumed;
  const rng = rngFor(seed, 'presumed');
  const drawn = rows.filter((row) => !row.presumed || rng.unit() < share);
  counts.fitDrawn = drawn.filter((row) => row.presumed).length;
  return { rows: drawn, weights: Float64Array.from(drawn, (row) => (row.presumed ? 1 / share : 1)) };
}

function partOf({ at }: RiskRows, rows: readonly Row[], weights: Float64Array | null): Part {
  return {
    rows: Int32Array.from(rows, ({ row }) => row),
    labels: Uint8Array.from(rows, ({ label }) => label),
    weights,
    from: at[rows[0].row],
    to: at[rows.at(-1)!.row],
  };
}
