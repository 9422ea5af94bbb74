import type { LiveThing } from '../../projection/live-entities.ts';

/** Whether at least so many users used a thing at a time or later. Looks at each user once, and stops as soon as it can. */
export function hasUsersSince({ users }: LiveThing, since: number, wanted: number): boolean {
  let left = wanted;
  for (const uses of users.values()) if (uses[uses.length - 1].at >= since && --left <= 0) return true;
  return false;
}
