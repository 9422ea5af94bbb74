import type { ExactCount } from './exact-count.ts';

/**
 * The number of ways to take one edge of each layer so that times rise strictly and every pair of neighbours passes.
 * Whole numbers of any size, and slow: for the rare bundle whose count a float can't hold. Time O(pairs of edges in
 * neighbouring layers).
 */
export function exactWays(
  layers: readonly Int32Array[],
  timeOf: Int32Array,
  follows: ((hop: number, next: number) => boolean) | null,
): ExactCount {
  let ways = Array.from(layers[0], () => 1n);
  for (let hop = 1; hop < layers.length; hop++) {
    const before = layers[hop - 1];
    const known = ways;
    ways = Array.from(layers[hop], (edge) => {
      let sum = 0n;
      for (let i = 0; i < before.length && timeOf[before[i]] < timeOf[edge]; i++)
        if (follows === null || follows(before[i], edge)) sum += known[i];
      return sum;
    });
  }
  const total = ways.reduce((sum, one) => sum + one, 0n);
  return total <= Number.MAX_SAFE_INTEGER ? Number(total) : total;
}
