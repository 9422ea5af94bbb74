/**
 * 64 bytes, the most that V8 keeps in its own heap: graphs of a few events are built by the thousand
 * (docs/algorithms/live.md), and each array beyond it can make the collector, while it marks, work for milliseconds.
 * It doubles soon enough.
 */
const FIRST_INTEGERS = 16;
const FIRST_NUMBERS = 8;
/** What columns are before anything is in them: of those of a small graph most stay so. */
const NO_INTEGERS = new Int32Array();
const NO_NUMBERS = new Float64Array();

/** A growing Int32Array: amortised O(1) push, no boxed numbers. */
export class Int32Column {
  #data = NO_INTEGERS;
  length = 0;

  push(value: number): void {
    if (this.length === this.#data.length) {
      const larger = new Int32Array(Math.max(this.length * 2, FIRST_INTEGERS));
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data[this.length++] = value;
  }

  /** A copy cut to length; the column should not be used afterwards. */
  finish(): Int32Array {
    return this.length === 0 ? NO_INTEGERS : this.#data.slice(0, this.length);
  }
}

/** A growing Float64Array, for epoch milliseconds and minor units (both whole numbers below 2^53). */
export class Float64Column {
  #data = NO_NUMBERS;
  length = 0;

  push(value: number): void {
    if (this.length === this.#data.length) {
      const larger = new Float64Array(Math.max(this.length * 2, FIRST_NUMBERS));
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data[this.length++] = value;
  }

  finish(): Float64Array {
    return this.length === 0 ? NO_NUMBERS : this.#data.slice(0, this.length);
  }
}

/** A copy with room for at least so many numbers, the new ones `fill`; it at least doubles, so growing is amortised. */
export function grownTo(list: Int32Array, length: number, fill: number): Int32Array {
  const larger = new Int32Array(Math.max(length, list.length * 2));
  larger.set(list);
  if (fill !== 0) larger.fill(fill, list.length);
  return larger;
}

/**
 * Groups row numbers 0..n-1 by a key in 0..groups-1, keeping their order inside a group (counting sort).
 * Rows with a negative key are left out. Time and space O(n + groups).
 */
export function groupRows(keys: Int32Array, groups: number): RowGroups {
  const start = new Int32Array(groups + 1);
  for (const key of keys) if (key >= 0) start[key + 1]++;
  for (let g = 0; g < groups; g++) start[g + 1] += start[g];
  const next = start.slice();
  const rows = new Int32Array(start[groups]);
  for (let row = 0; row < keys.length; row++) if (keys[row] >= 0) rows[next[keys[row]]++] = row;
  return { start, rows };
}

/** Rows of group g are `rows[start[g]] … rows[start[g + 1] - 1]`. */
export interface RowGroups {
  readonly start: Int32Array;
  readonly rows: Int32Array;
}

/** The rows of one group, without a copy. */
export function rowsOf(groups: RowGroups, group: number): Int32Array {
  return groups.rows.subarray(groups.start[group], groups.start[group + 1]);
}
