import type { Event } from '../../graph/model/event.ts';
import type { LiveAccount, LiveUser } from '../../projection/live-entities.ts';
import { placeAt, type Posting } from '../../projection/posting.ts';

/**
 * Slices of the log: for each question a set of events on which a batch detector gives the answer it would give on the
 * whole log (docs/algorithms/live.md says why each is enough). Functions add to a set, as slices are unions.
 */
export type Slice = Set<Event>;

export function addAll(slice: Slice, events: Iterable<Event>): void {
  for (const event of events) slice.add(event);
}

/** Of a user what says whether they are settled: registrations, addresses, the first use of each device; and labels. */
export function addClaims(slice: Slice, user: LiveUser): void {
  addAll(slice, user.registrations);
  addAll(slice, user.addressChanges);
  addAll(slice, user.labels);
  for (const [thing, uses] of user.links) if (thing.kind === 'device') slice.add(uses[0]);
}

/**
 * Of a user all that is asked of a member of a finding: their claims, the first use of each device that is no
 * registration, and at each block the first event on a device. Other uses change nothing, as members are only ever
 * asked whether they had used something by then.
 */
export function addMember(slice: Slice, user: LiveUser): void {
  addClaims(slice, user);
  for (const [thing, uses] of user.links) {
    if (thing.kind === 'device') {
      const active = uses.find((use) => use.kind !== 'registration');
      if (active) slice.add(active);
    } else if (thing.kind === 'block') {
      const onDevice = uses.find((use) => 'device' in use && use.device !== undefined);
      if (onDevice) slice.add(onDevice);
    }
  }
}

/** Events of a list from a time on and before or at another. */
export function addBetween(slice: Slice, list: Posting, from: number, until: number): void {
  for (let i = placeAt(list, from); i < list.length && list[i].at <= until; i++) slice.add(list[i]);
}

/** Whose the accounts are, and what labels say of both. */
export function addOwners(
  slice: Slice,
  accounts: Iterable<LiveAccount>,
  users: ReadonlyMap<string, LiveUser>,
): void {
  for (const { openings, labels } of accounts) {
    addAll(slice, openings);
    addAll(slice, labels);
    for (const { user } of openings) addAll(slice, users.get(user)!.labels);
  }
}
