import type { Instance } from './best-instance.ts';

const WHOLE = 10_000;

/** Basis points by number of accounts: how seldom innocent money goes round so many. */
const BY_LENGTH: Readonly<Record<number, number>> = { 2: 4_000, 3: 7_000, 4: 8_500, 5: 9_500 };

/**
 * Strength of a finding, from its evidence: smallest hop ratio x rarity of the length x speed, each in basis points,
 * rounded down once (docs/algorithms/kiting-cycle.md). Speed falls from whole to half as the cycle takes up its window;
 * without a window it is whole.
 */
export function kitingStrength({ edges, ratio, span }: Instance, window: number): number {
  const closeness = Number((BigInt(ratio.small) * BigInt(WHOLE)) / BigInt(ratio.large));
  const rarity = BY_LENGTH[edges.length] ?? WHOLE;
  const slowness =
    Number.isFinite(window) && window > 0 ? Number((BigInt(span) * BigInt(WHOLE)) / BigInt(2 * window)) : 0;
  return Math.floor((closeness * rarity * (WHOLE - slowness)) / (WHOLE * WHOLE));
}
