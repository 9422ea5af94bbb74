import type { SubjectUses } from '../window-count.ts';
import type { CandidatePair } from './candidate-pairs.ts';
import { eventsOf, type Links } from './links.ts';

/**
 * The uses of a pair by its users, in event order.
 * Time O(n log n), memory O(n) in these uses. Exact as long as n x largest event number stays below 2^53.
 */
export function usesOfPair(links: Links, pair: CandidatePair, at: Float64Array): SubjectUses {
  const event: number[] = [];
  const user: number[] = [];
  const side: number[] = [];
  pair.links.forEach((link, i) => {
    for (const position of eventsOf(links, link)) {
      event.push(position);
      user.push(links.user[link]);
      side.push((i % 2) + 1);
    }
  });
  const rows = event.length;
  // Numbers sort faster than comparisons call: event and row number packed into one whole number.
  const order = Float64Array.from(event, (position, row) => position * rows + row)
    .sort()
    .map((packed) => packed % rows);
  const sorted = Int32Array.from(order, (row) => event[row]);
  return {
    event: sorted,
    at: Float64Array.from(sorted, (position) => at[position]),
    user: Int32Array.from(order, (row) => user[row]),
    side: Uint8Array.from(order, (row) => side[row]),
  };
}
