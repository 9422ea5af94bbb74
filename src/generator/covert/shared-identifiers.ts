import { DAY } from '../../kernel/time.ts';
import { inParts } from '../conduct.ts';
import { identifierRef } from '../patterns/co-sharing.ts';
import type { Crew } from './crew.ts';

/** Tags that fit behind a mailbox. */
const MOST_TAGS = 99;

/** Members with one value; so many at most, and what is cut off as one alone shares nothing. */
export function shareValue(crew: Crew, members: readonly number[], kind: 'phone' | 'email'): void {
  const most = crew.level.limits.usersPerIdentifier;
  for (const part of inParts(members, most)) {
    if (part.length < 2) continue;
    const identity = crew.stage.identities.invent();
    crew.ring.shares(identifierRef(crew.stage, kind, identity));
    for (const member of part) carry(crew, member, kind, identity);
  }
}

/** Given when signing up; a customer of long standing changes to it. */
function carry(crew: Crew, member: number, kind: 'phone' | 'email', identity: number): void {
  const { population, script } = crew.stage;
  if (crew.isFresh(member)) (kind === 'phone' ? population.phoneOf : population.emailOf)[member] = identity;
  else {
    const at = crew.joinedAt(member) + crew.rng.unit() * 2 * DAY;
    if (at < crew.stage.end) script.profileChange(at, member, kind, identity);
    crew.did(member, at, 1);
  }
}

/**
 * One mailbox in many writings (a tag behind a plus), and one postal address: nothing that a comparison of exact
 * values sees. Who is no new customer gave them long ago.
 */
export function shareNearly(crew: Crew, members: readonly number[]): void {
  const { population, identities } = crew.stage;
  const mailbox = identities.invent();
  const household = population.householdOf[members[0]];
  members.forEach((member, place) => {
    population.addressOf[member] = household;
    if (place >= MOST_TAGS) return;
    population.emailOf[member] = mailbox;
    population.emailTag[member] = place + 1;
  });
}
