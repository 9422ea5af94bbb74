import type { FeatureMatrix } from '../feature-matrix.ts';

/** Bins are counted in one byte; the last number, 255, is kept for what is missing. */
export const MAX_BINS = 255;

/**
 * A matrix whose values are replaced by the numbers of their bins, as histograms need it (Ke and others 2017, section 2.1).
 * Bin b of a column holds the values above `upper[b - 1]` and not above `upper[b]`; the last one has no upper end
 * (Number.MAX_VALUE, which JSON can hold). A missing value is in bin `upper.length`.
 */
export interface BinnedMatrix {
  readonly rows: number;
  readonly bins: readonly Uint8Array[];
  readonly upper: readonly Float64Array[];
  /** Where each column's bins begin in a histogram of all columns; one more at the end. */
  readonly offsets: Int32Array;
}

/** Time O(columns x rows x log rows), memory a byte per value. */
export function binMatrix(matrix: FeatureMatrix, maxBins: number, minInBin: number): BinnedMatrix {
  const upper = matrix.columns.map((column) => binEnds(column, maxBins, minInBin));
  const offsets = new Int32Array(upper.length + 1);
  for (const [i, ends] of upper.entries()) offsets[i + 1] = offsets[i] + ends.length + 1;
  return {
    rows: matrix.rows,
    bins: matrix.columns.map((column, i) => binColumn(column, upper[i])),
    upper,
    offsets,
  };
}

/**
 * Upper ends of at most `maxBins` bins of about equally many values, each of at least `minInBin` where there are that many.
 * Ends lie half-way between neighbouring values. With no more values than bins every value gets its own; otherwise one as
 * frequent as a whole bin does.
 */
export function binEnds(column: Float64Array, maxBins: number, minInBin: number): Float64Array {
  const sorted = column.filter((value) => !Number.isNaN(value)).sort();
  const ends: number[] = [];
  const few = countValues(sorted) <= maxBins;
  const large = sorted.length / maxBins;
  let [rest, inBin] = [sorted.length, 0];
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    to = endOfValue(sorted, from);
    if (to === sorted.length || ends.length === maxBins - 1) break;
    inBin += to - from;
    const wanted = few ? 1 : rest / (maxBins - ends.length);
    const nextIsLarge = !few && endOfValue(sorted, to) - to >= large && inBin >= wanted / 2;
    if (inBin < minInBin || (inBin < wanted && !nextIsLarge)) continue;
    ends.push(between(sorted[from], sorted[to]));
    rest -= inBin;
    inBin = 0;
  }
  return Float64Array.of(...ends, Number.MAX_VALUE);
}

function countValues(sorted: Float64Array): number {
  let count = 0;
  for (let from = 0; from < sorted.length; from = endOfValue(sorted, from)) count++;
  return count;
}

function endOfValue(sorted: Float64Array, from: number): number {
  let to = from;
  while (to < sorted.length && sorted[to] === sorted[from]) to++;
  return to;
}

/** Half-way from a to b, and below b even where no number lies between. */
function between(a: number, b: number): number {
  const middle = a / 2 + b / 2;
  return middle >= a && middle < b ? middle : a;
}

function binColumn(column: Float64Array, upper: Float64Array): Uint8Array {
  const bins = new Uint8Array(column.length);
  for (let row = 0; row < column.length; row++) bins[row] = binOf(column[row], upper);
  return bins;
}

/** The first bin whose upper end is not below the value; the one after all for what is missing. */
export function binOf(value: number, upper: Float64Array): number {
  if (Number.isNaN(value)) return upper.length;
  let [low, high] = [0, upper.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= upper[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}
