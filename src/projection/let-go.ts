import type { Event } from '../graph/model/event.ts';
import type { LiveProjection } from './live-projection.ts';
import { placeAt, type Posting } from './posting.ts';

/** Events looked at between two rests. */
const AT_ONCE = 50;

/**
 * Takes out of the lists of a projection the events before a time that are not kept. It rests after every few events
 * and can be gone on with after others came: what it looks at no longer changes. Whether an event is kept is asked once
 * for each list it is in and must stay the same. Time O(events before the time).
 *
 * @param before epoch ms; no event before it comes or goes any more
 */
export function* letGo(
  projection: LiveProjection,
  before: number,
  isKept: (event: Event) => boolean,
): Generator<void> {
  let looked = 0;
  for (const posting of postingsOf(projection)) {
    if (posting.length === 0 || posting[0].at >= before) continue;
    const end = placeAt(posting, before);
    const kept: Event[] = [];
    for (let i = 0; i < end; i++) {
      if (isKept(posting[i])) kept.push(posting[i]);
      if (++looked % AT_ONCE === 0) yield;
    }
    if (kept.length < end) shorten(posting, end, kept);
  }
  for (const _ of projection.letGoKeys(before, isKept)) if (++looked % AT_ONCE === 0) yield;
}

/** All lists but those of what is kept for good. */
function* postingsOf({ users, accounts }: LiveProjection): Generator<Posting> {
  for (const { links } of users.values()) yield* links.values();
  for (const { paid, received, payments, balances } of accounts.values()) {
    yield paid as Posting;
    yield received as Posting;
    yield payments as Posting;
    yield balances as Posting;
  }
}

/** Puts the kept ones in the place of those up to an end. */
function shorten(posting: Posting, end: number, kept: readonly Event[]): void {
  kept.forEach((event, i) => (posting[i] = event));
  posting.copyWithin(kept.length, end);
  posting.length -= end - kept.length;
}
