import type { FeatureMatrix } from './feature-matrix.ts';

/** Mean and standard deviation (of the population) of each column's values that are there; a column without spread has scale 1. */
export interface Scaling {
  readonly means: Float64Array;
  readonly scales: Float64Array;
}

/** Two passes, so that large means cost no digits. Time O(values). */
export function scalingOf(matrix: FeatureMatrix): Scaling {
  const means = new Float64Array(matrix.columns.length);
  const scales = new Float64Array(matrix.columns.length).fill(1);
  for (const [i, column] of matrix.columns.entries()) {
    const there = column.filter((value) => !Number.isNaN(value));
    if (there.length === 0) continue;
    means[i] = there.reduce((sum, value) => sum + value, 0) / there.length;
    const spread = Math.sqrt(there.reduce((sum, value) => sum + (value - means[i]) ** 2, 0) / there.length);
    // What rounding leaves of a constant column is no spread.
    if (spread > 1e-12 * Math.abs(means[i])) scales[i] = spread;
  }
  return { means, scales };
}

/** Standardises a row in place; what is missing becomes 0, the mean. */
export function standardise({ means, scales }: Scaling, row: Float64Array): void {
  for (let i = 0; i < means.length; i++) row[i] = Number.isNaN(row[i]) ? 0 : (row[i] - means[i]) / scales[i];
}

/** Writes a row's standardised values into the front of `into`. */
export function standardiseRow(
  scaling: Scaling,
  { columns }: FeatureMatrix,
  row: number,
  into: Float64Array,
): void {
  for (let i = 0; i < columns.length; i++) into[i] = columns[i][row];
  standardise(scaling, into);
}
