import { rngFor } from '../../kernel/rng.ts';
import { refused } from './feature-matrix.ts';
import { scalingOf, standardiseRow } from './standardise.ts';
import { countPositive, requireBothClasses, takeTrainingRows, type TrainingSet } from './training-set.ts';

export interface SmoteOptions {
  /** Rows labelled 1 for each row labelled 0 that are wanted in the end. */
  readonly ratio: number;
  /** Nearest rows labelled 1 that a new row may lean to. */
  readonly neighbours: number;
  readonly seed: number;
}

export const SMOTE_DEFAULTS: SmoteOptions = { ratio: 0.5, neighbours: 5, seed: 1 };

/** Rows labelled 1 at most, beyond which the search for neighbours would take too long. */
const MAX_MINORITY = 20_000;

/**
 * Adds made-up rows labelled 1 (SMOTE; Chawla and others 2002): each lies at a random place on the straight line between a row
 * labelled 1, taken in turn, and one of its nearest rows labelled 1 by the standardised columns. A value that is missing in
 * one of the two stays as it is in the first. The old rows come first, unchanged; new ones carry their first row's weight.
 * Only for training: rows for judging a model have to be real.
 *
 * Time O(minority^2 x columns), nothing is made when the ratio is reached already.
 * @throws RingfenceError TRAINING_INVALID with fewer than 2 or more than 20,000 rows labelled 1, or a bad parameter
 */
export function smote(set: TrainingSet, given: Partial<SmoteOptions> = {}): TrainingSet {
  const { ratio, neighbours, seed } = { ...SMOTE_DEFAULTS, ...given };
  requireBothClasses(set.labels);
  if (!(ratio > 0 && ratio <= 1)) throw refused('ratio', `${ratio}; wanted a number above 0, at most 1`);
  if (!(Number.isInteger(neighbours) && neighbours >= 1 && neighbours <= 100))
    throw refused('neighbours', `${neighbours}; wanted a whole number from 1 to 100`);
  const minority = Array.from(set.labels.keys()).filter((row) => set.labels[row] === 1);
  if (minority.length < 2 || minority.length > MAX_MINORITY)
    throw refused('labels', `${minority.length} rows labelled 1; SMOTE wants 2 to ${MAX_MINORITY}`);
  const positive = countPositive(set.labels);
  const wanted = Math.max(0, Math.round(ratio * (set.labels.length - positive)) - positive);
  const near = nearestOf(set, minority, neighbours, Math.min(wanted, minority.length));
  const rng = rngFor(seed, 'smote');
  const bases = Uint32Array.from({ length: wanted }, (_, i) => minority[i % minority.length]);
  const others = bases.map((_, i) => minority[rng.pick(near[i % minority.length])]);
  const parts = Float64Array.from(bases, () => rng.unit());
  return join(set, bases, others, parts);
}

function join(set: TrainingSet, bases: Uint32Array, others: Uint32Array, parts: Float64Array): TrainingSet {
  const old = set.matrix.rows;
  const all = takeTrainingRows(set, [...set.labels.keys(), ...bases]);
  for (const [c, column] of all.matrix.columns.entries())
    for (let i = 0; i < bases.length; i++) {
      const lean = set.matrix.columns[c][others[i]] - column[old + i];
      if (!Number.isNaN(lean)) column[old + i] += parts[i] * lean;
    }
  return all;
}

/** For the first `count` rows of the minority, the places in it of the nearest others, equal distances by place. */
function nearestOf(set: TrainingSet, minority: readonly number[], k: number, count: number): number[][] {
  const scaling = scalingOf(set.matrix);
  const rows = minority.map((row) => {
    const values = new Float64Array(set.matrix.columns.length);
    standardiseRow(scaling, set.matrix, row, values);
    return values;
  });
  return rows.slice(0, count).map((row, i) => {
    const found: { place: number; distance: number }[] = [];
    for (const [place, other] of rows.entries()) {
      if (place === i) continue;
      const distance = squaredDistance(row, other);
      if (found.length === k && distance >= found[k - 1].distance) continue;
      if (found.length === k) found.pop();
      const at = found.findIndex((one) => one.distance > distance);
      found.splice(at < 0 ? found.length : at, 0, { place, distance });
    }
    return found.map(({ place }) => place);
  });
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
}
