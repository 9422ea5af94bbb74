/** Hundredths of a risk point, as a whole number: what sums are made in, so that they are exact. */
export function toHundredths(points: number): number {
  return Math.round(points * 100);
}

/** The number nearest to so many hundredths. */
export function fromHundredths(hundredths: number): number {
  return hundredths / 100;
}

/**
 * Rounds numbers to hundredths so that they add up to a whole given in hundredths: each is rounded down, and what is
 * missing goes to those with the largest remainders (Hamilton's method), of equals to the first. Time O(n log n).
 * @param wanted in hundredths; within n of the sum of the numbers
 */
export function shareOut(points: ArrayLike<number>, wanted: number): Int32Array {
  const down = Int32Array.from(points, (one) => Math.floor(one * 100));
  let missing = wanted - down.reduce((sum, one) => sum + one, 0);
  const order = Array.from(down.keys()).sort((a, b) => remainder(points[b]) - remainder(points[a]) || a - b);
  // More than one round only when rounding of the sum itself was off.
  for (let i = 0; missing > 0 && order.length > 0; i = (i + 1) % order.length, missing--) down[order[i]]++;
  for (let i = order.length - 1; missing < 0 && i >= 0; i--, missing++) down[order[i]]--;
  return down;
}

function remainder(points: number): number {
  return points * 100 - Math.floor(points * 100);
}
