import type { BinnedMatrix } from './bins.ts';

/** Numbers kept for each bin: sum of gradients, sum of hessians, rows. */
export const PER_BIN = 3;

/** Gradients and hessians of the rows, as the loss of a boosting round gives them. */
export interface Derivatives {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

/**
 * Histograms of leaves over all bins of all columns, kept for use again: a tree of L leaves needs at most L at a time.
 * Memory 24 bytes x bins x leaves (31 leaves, 100 full columns: 19 MB).
 */
export class HistogramPool {
  readonly #size: number;
  readonly #free: Float64Array[] = [];

  constructor(bins: number) {
    this.#size = bins * PER_BIN;
  }

  take(): Float64Array {
    return this.#free.pop()?.fill(0) ?? new Float64Array(this.#size);
  }

  giveBack(histogram: Float64Array): void {
    this.#free.push(histogram);
  }
}

/**
 * Adds up the derivatives of the rows by bin, for the columns named. Time O(columns x rows). `scratch` is as long as all
 * rows: the derivatives are gathered in it once, not once for each column.
 */
export function fillHistogram(
  histogram: Float64Array,
  { bins, offsets }: BinnedMatrix,
  columns: Int32Array,
  { gradients, hessians }: Derivatives,
  rows: Uint32Array,
  scratch: Derivatives,
): void {
  const leafGradients = scratch.gradients.subarray(0, rows.length);
  const leafHessians = scratch.hessians.subarray(0, rows.length);
  for (let i = 0; i < rows.length; i++) {
    leafGradients[i] = gradients[rows[i]];
    leafHessians[i] = hessians[rows[i]];
  }
  const leaf = { rows, gradients: leafGradients, hessians: leafHessians };
  const starts = offsets.map((offset) => offset * PER_BIN);
  let i = 0;
  for (; i + 3 < columns.length; i += 4) fillFour(histogram, bins, starts, columns.subarray(i, i + 4), leaf);
  for (; i < columns.length; i++) fillOne(histogram, bins[columns[i]], starts[columns[i]], leaf);
}

interface LeafRows extends Derivatives {
  readonly rows: Uint32Array;
}

/** Four columns in one pass: the sums of one need not wait for those of another (measured 1.6 times as fast as one by one). */
function fillFour(
  sums: Float64Array,
  bins: readonly Uint8Array[],
  starts: Int32Array,
  columns: Int32Array,
  { rows, gradients, hessians }: LeafRows,
): void {
  const [binsA, binsB, binsC, binsD] = Array.from(columns, (column) => bins[column]);
  const [startA, startB, startC, startD] = Array.from(columns, (column) => starts[column]);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const gradient = gradients[i];
    const hessian = hessians[i];
    const a = startA + binsA[row] * PER_BIN;
    const b = startB + binsB[row] * PER_BIN;
    const c = startC + binsC[row] * PER_BIN;
    const d = startD + binsD[row] * PER_BIN;
    sums[a] += gradient;
    sums[a + 1] += hessian;
    sums[a + 2] += 1;
    sums[b] += gradient;
    sums[b + 1] += hessian;
    sums[b + 2] += 1;
    sums[c] += gradient;
    sums[c + 1] += hessian;
    sums[c + 2] += 1;
    sums[d] += gradient;
    sums[d + 1] += hessian;
    sums[d + 2] += 1;
  }
}

function fillOne(
  sums: Float64Array,
  bins: Uint8Array,
  start: number,
  { rows, gradients, hessians }: LeafRows,
): void {
  for (let i = 0; i < rows.length; i++) {
    const at = start + bins[rows[i]] * PER_BIN;
    sums[at] += gradients[i];
    sums[at + 1] += hessians[i];
    sums[at + 2] += 1;
  }
}

/** Turns a node's histogram into that of one child by taking away the other's (Ke and others 2017, "histogram subtraction"). */
export function subtractHistogram(
  parent: Float64Array,
  child: Float64Array,
  { offsets }: BinnedMatrix,
  columns: Int32Array,
): void {
  for (const column of columns) {
    const to = offsets[column + 1] * PER_BIN;
    for (let at = offsets[column] * PER_BIN; at < to; at++) parent[at] -= child[at];
  }
}
