import { refused, takeRows, type FeatureMatrix } from '../feature-matrix.ts';
import { takeTrainingRows, type TrainingSet } from '../training-set.ts';
import type { Folds } from './folds.ts';

/** Trains on a set and gives back what scores other rows. */
export type Trainer = (set: TrainingSet) => (matrix: FeatureMatrix) => Float64Array;

/**
 * The score that each row gets from a model trained on the other folds (Stone 1974). What a trainer does to its set (weights,
 * SMOTE, scaling) happens inside the fold, so that nothing of the row being scored leaks into its score.
 * @throws RingfenceError TRAINING_INVALID when there is not one fold for each row, and what the trainer throws
 */
export function crossValidate(set: TrainingSet, folds: Folds, train: Trainer): Float64Array {
  if (folds.length !== set.labels.length)
    throw refused('folds', `${folds.length} for ${set.labels.length} rows; wanted one for each`);
  const rows = Array.from(folds.keys());
  const scores = new Float64Array(folds.length);
  for (const fold of new Set(folds)) {
    const held = rows.filter((row) => folds[row] === fold);
    const score = train(
      takeTrainingRows(
        set,
        rows.filter((row) => folds[row] !== fold),
      ),
    );
    for (const [i, value] of score(takeRows(set.matrix, held)).entries()) scores[held[i]] = value;
  }
  return scores;
}
