import type { Rng } from '../../kernel/rng.ts';

/**
 * A share of the numbers 0 to count - 1, rounded, at least one, drawn without putting back and in rising order (selection
 * sampling; Fan, Muller and Rezucha 1962). With a share of 1 all of them, and nothing is drawn. Time O(count).
 */
export function drawSome(count: number, share: number, rng: Rng): Uint32Array {
  if (share >= 1) return Uint32Array.from({ length: count }, (_, i) => i);
  return drawExactly(count, Math.max(1, Math.round(count * share)), rng);
}

/** As {@link drawSome}, `wanted` of them. */
export function drawExactly(count: number, wanted: number, rng: Rng): Uint32Array {
  const drawn = new Uint32Array(wanted);
  for (let i = 0, taken = 0; taken < wanted; i++)
    if (rng.unit() * (count - i) < wanted - taken) drawn[taken++] = i;
  return drawn;
}
