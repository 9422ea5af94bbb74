import { Float64Column, Int32Column } from '../../graph/columns.ts';
import type { EventTable } from '../../graph/event-graph.ts';
import { sortRowsByTime } from '../../graph/rows-by-time.ts';
import { DAY, utcMidnight } from '../../kernel/time.ts';
import { eventsOf, type Links } from '../co-sharing/links.ts';

/** When links of users to things come to count and cease to, by midnight, rising. */
export interface LinkChanges {
  /** 00:00 UTC, epoch milliseconds. */
  readonly midnight: Float64Array;
  readonly link: Int32Array;
  /** 1: counts from this midnight on; 0: no longer. */
  readonly counts: Uint8Array;
}

/**
 * A use counts at a midnight when it happened before it, was observed by then, and lies no more than the window
 * before; a link counts while any of its uses does. Time O(uses log uses of a link), memory 13 bytes a change, of
 * which there are at most two a use.
 *
 * @param horizon the last midnight that is looked at
 */
export function linkChanges(
  links: Links,
  { at, observedAt }: EventTable,
  window: number,
  horizon: number,
): LinkChanges {
  const midnights = new Float64Column();
  const rows = new Int32Column();
  const flags: number[] = [];
  const add = (midnight: number, link: number, counts: number): void => {
    if (midnight > horizon) return;
    midnights.push(midnight);
    rows.push(link);
    flags.push(counts);
  };
  for (let link = 0; link < links.user.length; link++) {
    const stays = Array.from(eventsOf(links, link), (event) => ({
      from: Math.max(utcMidnight(at[event]) + DAY, Math.ceil(observedAt[event] / DAY) * DAY),
      to: Math.floor((at[event] + window) / DAY) * DAY,
    }))
      .filter(({ from, to }) => from <= to)
      .sort((a, b) => a.from - b.from);
    let until = -Infinity;
    for (const { from, to } of stays) {
      if (from > until + DAY) {
        if (until > -Infinity) add(until + DAY, link, 0);
        add(from, link, 1);
      }
      until = Math.max(until, to);
    }
    if (until > -Infinity) add(until + DAY, link, 0);
  }
  const midnight = midnights.finish();
  const order = Int32Array.from(midnight.keys());
  sortRowsByTime(midnight, order);
  const link = rows.finish();
  return {
    midnight: Float64Array.from(order, (row) => midnight[row]),
    link: order.map((row) => link[row]),
    counts: Uint8Array.from(order, (row) => flags[row]),
  };
}
