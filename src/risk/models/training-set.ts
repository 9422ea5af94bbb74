import { refused, takeRows, type FeatureMatrix } from './feature-matrix.ts';

/** Rows with known outcomes: label 1 is what is looked for (fraud), 0 is not. */
export interface TrainingSet {
  readonly matrix: FeatureMatrix;
  readonly labels: Uint8Array;
  /** How much each row counts, above 0; null when all count the same. */
  readonly weights: Float64Array | null;
}

/** @throws RingfenceError TRAINING_INVALID when lengths differ, a label is neither 0 nor 1, or a weight is not above 0 */
export function trainingSet(
  matrix: FeatureMatrix,
  labels: Uint8Array,
  weights: Float64Array | null = null,
): TrainingSet {
  for (const [name, list] of Object.entries({ labels, weights }))
    if (list !== null && list.length !== matrix.rows)
      throw refused(name, `${list.length} for ${matrix.rows} rows; wanted one for each`);
  const label = labels.findIndex((one) => one > 1);
  if (label >= 0) throw refused('labels', `${labels[label]} in row ${label}; wanted 0 or 1`);
  const weight = weights === null ? -1 : weights.findIndex((one) => !(one > 0 && one < Infinity));
  if (weight >= 0)
    throw refused('weights', `${weights![weight]} in row ${weight}; wanted a finite number above 0`);
  return { matrix, labels, weights };
}

/** @throws RingfenceError TRAINING_INVALID unless rows of both labels are there */
export function requireBothClasses(labels: Uint8Array): void {
  const positive = countPositive(labels);
  if (positive === 0 || positive === labels.length)
    throw refused('labels', `${positive} of ${labels.length} rows are labelled 1; wanted some of both`);
}

export function countPositive(labels: Uint8Array): number {
  return labels.reduce((sum, label) => sum + label, 0);
}

export function takeTrainingRows(set: TrainingSet, rows: ArrayLike<number>): TrainingSet {
  return {
    matrix: takeRows(set.matrix, rows),
    labels: Uint8Array.from(rows, (row) => set.labels[row]),
    weights: set.weights && Float64Array.from(rows, (row) => set.weights![row]),
  };
}

/** What a row counts: its weight, times `positiveWeight` when its label is 1. */
export function rowWeights(set: TrainingSet, positiveWeight: number): Float64Array {
  return Float64Array.from(
    set.labels,
    (label, i) => (set.weights?.[i] ?? 1) * (label === 1 ? positiveWeight : 1),
  );
}

/** Rows labelled 0 for each row labelled 1: as `positiveWeight` it makes both classes count the same. */
export function balancedWeight(labels: Uint8Array): number {
  requireBothClasses(labels);
  const positive = countPositive(labels);
  return (labels.length - positive) / positive;
}
