import type { EventGraph } from '../../graph/event-graph.ts';
import { lowerBound } from '../../graph/lower-bound.ts';
import { DAY, utcMidnight } from '../../kernel/time.ts';
import type { EpisodeMember } from '../episode-fold.ts';
import type { DeviceHistory } from './device-history.ts';

const TENURE = 90 * DAY;
export const DAYS_SEEN = 3;

/**
 * The member whose device it was long before the others came, -1 for none (definitions.md, "device-sharing"; the
 * reasons in fraud.md, "Roles"): first use 90 days or more before the crossing, uses on 3 or more UTC days before it,
 * and a use of another device before it. Of several the one with the earliest first use.
 * Time O(members x log uses).
 */
export function hostOf(
  graph: EventGraph,
  history: DeviceHistory,
  members: readonly EpisodeMember[],
  crossing: number,
  usedAnotherSince: (user: number) => number,
): number {
  const { at } = graph.events;
  let host = -1;
  let earliest = Infinity;
  for (const { user } of members) {
    const uses = history.usesOf(user);
    if (uses[0] >= earliest || at[crossing] - at[uses[0]] < TENURE) continue;
    if (usedAnotherSince(user) >= crossing || !wasSeenOnDays(uses, crossing, at)) continue;
    host = user;
    earliest = uses[0];
  }
  return host;
}

/** True when the uses before an event fall on at least {@link DAYS_SEEN} UTC days. */
function wasSeenOnDays(uses: Int32Array, before: number, at: Float64Array): boolean {
  let next = 0;
  for (let days = 0; next < uses.length && uses[next] < before;) {
    if (++days === DAYS_SEEN) return true;
    const tomorrow = utcMidnight(at[uses[next]]) + DAY;
    next = lowerBound(uses, (event) => at[event] >= tomorrow);
  }
  return false;
}
