import type { TransferTable } from '../graph/event-graph.ts';

/** Bounds on what is sent on of what arrived, in basis points; null is no limit. */
export interface RetentionBounds {
  readonly minRetention: number | null;
  readonly maxRetention: number | null;
}

/** Whether a sum sent lies within bounds of a sum that arrived, both in minor units of one currency; exact. */
export function isWithin(
  arrived: bigint,
  sent: bigint,
  { minRetention, maxRetention }: RetentionBounds,
): boolean {
  if (minRetention !== null && sent * 10_000n < arrived * BigInt(minRetention)) return false;
  return maxRetention === null || sent * 10_000n <= arrived * BigInt(maxRetention);
}

/**
 * Makes the test between a transfer that arrives and one that is sent on, by their rows. What arrived is `received`
 * where the event says so. Two currencies cannot be compared: with any bound set such a pair fails.
 */
export function retentionTest(
  { receivedMinor, receivedCurrency, minor, currency }: TransferTable,
  bounds: RetentionBounds,
): (arriving: number, leaving: number) => boolean {
  if (bounds.minRetention === null && bounds.maxRetention === null) return () => true;
  return (arriving, leaving) =>
    receivedCurrency[arriving] === currency[leaving] &&
    isWithin(BigInt(receivedMinor[arriving]), BigInt(minor[leaving]), bounds);
}
