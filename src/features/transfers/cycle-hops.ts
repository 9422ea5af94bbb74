import type { CycleBundle } from '../../graph/algorithms/cycle-rules.ts';

/** Whether a transfer may be followed by another on a cycle. */
export type GoesOn = (edge: number, next: number) => boolean;

/**
 * Of a bundle, the edges of each hop that really lie on one of its cycles: `edges(hop)` is what is known walking
 * forward, so those from which no way leads on to the closing edge are taken out, walking back.
 *
 * Where times may be equal, a cycle's first edges may all be tied with the closing edge, before times start anew from
 * the earliest (`open`): such an edge may be followed by any of the next hop.
 */
export function hopsOnCycles(
  { length, edges }: Pick<CycleBundle, 'length' | 'edges'>,
  goesOn: GoesOn,
  tied: ((edge: number) => boolean) | null,
): number[][] {
  const forward = Array.from({ length }, (_, hop) => Array.from(edges(hop)));
  const openHops = tied === null ? 0 : forward.slice(0, -1).findIndex((hop) => !hop.some(tied));
  const openUntil = tied === null ? 0 : openHops < 0 ? length - 1 : openHops;
  const kept: number[][] = [];
  let settled = forward[length - 1];
  kept[length - 1] = settled;
  for (let hop = length - 2; hop >= 0; hop--) {
    const next = settled;
    const leads = forward[hop].filter((edge) => next.some((after) => goesOn(edge, after)));
    kept[hop] = hop < openUntil ? forward[hop].filter((edge) => leads.includes(edge) || tied!(edge)) : leads;
    settled = leads;
  }
  return kept;
}
