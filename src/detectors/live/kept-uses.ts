import type { Event } from '../../graph/model/event.ts';
import { utcMidnight } from '../../kernel/time.ts';
import type { SharedThing } from '../../projection/live-entities.ts';
import type { Posting } from '../../projection/posting.ts';
import { DAYS_SEEN } from '../device-sharing/host.ts';

/**
 * Which of a user's uses of a thing before a time stay for good, as each may be asked about as long as there is the
 * user (docs/algorithms/live.md, "What is kept"): the first; the first that was known by the time; of a device the first of
 * each of the first days and the first that is no registration; of a block the first on a device. Time O(uses looked
 * at), which are few but for users who do the same over and over.
 *
 * @param before epoch ms
 */
export function keptUses(kind: SharedThing, uses: Posting, before: number): Event[] {
  const kept = [uses[0]];
  for (let i = 1, soonest = uses[0].observedAt; i < uses.length && soonest > before; i++) {
    if (uses[i].observedAt >= soonest) continue;
    soonest = uses[i].observedAt;
    kept.push(uses[i]);
  }
  if (kind === 'device') {
    kept.push(...firstOfDays(uses, DAYS_SEEN));
    const active = uses.find((use) => use.kind !== 'registration');
    if (active) kept.push(active);
  } else if (kind === 'block') {
    const onDevice = uses.find((use) => 'device' in use && use.device !== undefined);
    if (onDevice) kept.push(onDevice);
  }
  return kept;
}

/** The first use of each of the first days with a use. */
export function firstOfDays(uses: Posting, days: number): Event[] {
  const first: Event[] = [];
  for (let i = 0; i < uses.length && first.length < days; i++)
    if (first.length === 0 || utcMidnight(uses[i].at) > utcMidnight(first[first.length - 1].at))
      first.push(uses[i]);
  return first;
}
