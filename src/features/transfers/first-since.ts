/** The first transfer whose time is at least `time`; their number when there is none. Time O(log n). */
export function firstSince(at: Float64Array, time: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
