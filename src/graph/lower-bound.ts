/**
 * First index of a list for which `isIn` holds, given that it holds for all later ones too; the length when it holds
 * for none. Time O(log n).
 */
export function lowerBound(list: Int32Array, isIn: (value: number) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isIn(list[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
