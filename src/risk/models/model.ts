import type { FeatureMatrix } from './feature-matrix.ts';
import { gbdtProbabilities, type GbdtModel } from './gbdt/train-gbdt.ts';
import { isolationScore, isolationScores, type IsolationModel } from './isolation/isolation-forest.ts';
import { logisticMargin, logisticMargins, type LogisticModel } from './logistic/train-logistic.ts';
import { sigmoid } from './logit.ts';
import { sumOfLeaves } from './trees/tree-ensemble.ts';

/** Every kind of model that can be trained, kept and scored with. */
export type Model = GbdtModel | LogisticModel | IsolationModel;

export type ModelKind = Model['kind'];

/**
 * One score per row, the higher the more suspicious: the probability of label 1, or the anomaly score of an isolation forest.
 * @throws RingfenceError TRAINING_INVALID when the columns are not the model's, in its order
 */
export function scoreRows(model: Model, matrix: FeatureMatrix): Float64Array {
  if (model.kind === 'gbdt') return gbdtProbabilities(model, matrix);
  if (model.kind === 'isolation-forest') return isolationScores(model, matrix);
  return logisticMargins(model, matrix).map(sigmoid);
}

/** The score of one row, whose values stand in the order of the model's features; nothing is checked. See {@link scoreRows}. */
export function scoreRow(model: Model, row: Float64Array): number {
  if (model.kind === 'gbdt') return sigmoid(sumOfLeaves(model.ensemble, row));
  if (model.kind === 'isolation-forest') return isolationScore(model, row);
  return sigmoid(logisticMargin(model, row));
}
