import { compareEvents } from '../../graph/model/event.ts';
import type { LiveThing, LiveUser } from '../../projection/live-entities.ts';
import { placeAt } from '../../projection/posting.ts';
import type { CoSharingOptions } from '../co-sharing/options.ts';
import type { CountedUse } from './live-count.ts';
import type { ThingPair } from './live-pairs.ts';

/** Whether a use after all other events in order may be a completing event of a pair that is not counted yet. */
export function mayComplete(
  { common, first, second }: ThingPair,
  user: LiveUser,
  at: number,
  { minUsers, window }: CoSharingOptions,
): boolean {
  if (common < minUsers) return false;
  const since = at - window;
  const usedBoth = (one: LiveUser): boolean => usedSince(first, one, since) && usedSince(second, one, since);
  if (!usedBoth(user)) return false;
  const fewer = first.users.size < second.users.size ? first : second;
  let left = minUsers;
  for (const one of fewer.users.keys()) if (usedBoth(one) && --left <= 0) return true;
  return false;
}

function usedSince({ users }: LiveThing, user: LiveUser, since: number): boolean {
  const uses = users.get(user);
  return uses !== undefined && uses[uses.length - 1].at >= since;
}

/** The uses of both by a user since a time (epoch ms), without those that are one event; in event order. */
export function earlierUses(pair: ThingPair, { user, event }: CountedUse, since: number): CountedUse[] {
  const uses: CountedUse[] = [];
  addUsesBy(uses, user, pair, since);
  return uses.filter((use) => use.event !== event).sort(byEvent);
}

/** Adds the uses of both by a user since a time (epoch ms). */
export function addUsesBy(
  uses: CountedUse[],
  user: LiveUser,
  { first, second }: ThingPair,
  since: number,
): void {
  const ofFirst = first.users.get(user)!;
  const ofSecond = second.users.get(user)!;
  for (let i = placeAt(ofFirst, since); i < ofFirst.length; i++)
    uses.push({ event: ofFirst[i], user, side: 1 });
  for (let i = placeAt(ofSecond, since); i < ofSecond.length; i++)
    uses.push({ event: ofSecond[i], user, side: 2 });
}

export function byEvent(a: CountedUse, b: CountedUse): number {
  return compareEvents(a.event, b.event);
}
