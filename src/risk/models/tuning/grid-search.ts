import { averagePrecision } from '../../metrics/average-precision.ts';
import { refused } from '../feature-matrix.ts';
import type { TrainingSet } from '../training-set.ts';
import { crossValidate, type Trainer } from './cross-validate.ts';
import type { Folds } from './folds.ts';

/** Values to try, by parameter. */
export type Grid<Options> = { readonly [Name in keyof Options]?: readonly Options[Name][] };

export interface GridResult<Options> {
  readonly options: Partial<Options>;
  /** Average precision of each fold by itself, and their mean. Folds are not pooled: scores of two models do not compare. */
  readonly folds: readonly number[];
  readonly averagePrecision: number;
}

/** Combinations at most: more is a mistake or calls for another way to search. */
const MAX_COMBINATIONS = 200;

/**
 * Tries every combination by cross-validation; the best mean comes first, of equals the one named first in the grid.
 * @throws RingfenceError TRAINING_INVALID for an empty list of values or more than 200 combinations
 */
export function gridSearch<Options extends object>(
  set: TrainingSet,
  folds: Folds,
  grid: Grid<Options>,
  trainerOf: (options: Partial<Options>) => Trainer,
): GridResult<Options>[] {
  return combinations(grid)
    .map((options) => {
      const scores = crossValidate(set, folds, trainerOf(options));
      const each = [...new Set(folds)]
        .sort((a, b) => a - b)
        .map((fold) => foldPrecision(set, folds, fold, scores));
      return {
        options,
        folds: each,
        averagePrecision: each.reduce((sum, one) => sum + one, 0) / each.length,
      };
    })
    .sort((a, b) => b.averagePrecision - a.averagePrecision);
}

function foldPrecision(set: TrainingSet, folds: Folds, fold: number, scores: Float64Array): number {
  const inFold = (_: number, row: number): boolean => folds[row] === fold;
  return averagePrecision(scores.filter(inFold), set.labels.filter(inFold));
}

function combinations<Options extends object>(grid: Grid<Options>): Partial<Options>[] {
  let all: Partial<Options>[] = [{}];
  for (const [name, values] of Object.entries<readonly unknown[] | undefined>(grid)) {
    if (values === undefined || values.length === 0) throw refused(name, 'no values to try');
    if (all.length * values.length > MAX_COMBINATIONS)
      throw refused(name, `more than ${MAX_COMBINATIONS} combinations; name fewer values`);
    all = all.flatMap((one) => values.map((value) => ({ ...one, [name]: value })));
  }
  return all;
}
