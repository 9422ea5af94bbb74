import { expect, it } from 'vitest';
import type { Event } from '../../../../src/graph/model/event.ts';
import { DAY } from '../../../../src/kernel/time.ts';
import { PeopleFacts, type Trait, type TraitSubject } from '../../../../src/risk/evaluation/people-facts.ts';

const NOW = Date.UTC(2025, 0, 1);
let number = 0;
const common = (): { source: string; id: string; at: number; observedAt: number } => ({
  source: 'test',
  id: String(number++),
  at: NOW,
  observedAt: NOW,
});
const person = (user: string, more: { dateOfBirth?: string; address?: string } = {}): Event => ({
  ...common(),
  kind: 'registration',
  user,
  ...more,
});
const address = (id: string, more: { ipKind?: 'mobile' | 'residential'; country?: string }): Event => ({
  ...common(),
  kind: 'reference',
  subject: { type: 'IpAddress', id },
  ...more,
});

function group(events: readonly Event[], trait: Trait, subject: Partial<TraitSubject>): string | null {
  const facts = new PeopleFacts();
  for (const event of events) facts.gather(event);
  return facts.groupOf(trait, {
    user: 'ann',
    at: NOW,
    ip: undefined,
    accountAgeDays: NaN,
    earlier: 0,
    ...subject,
  });
}

it('tells groups by what the log says, and null where it says nothing', () => {
  expect(group([], 'account age', {})).toBeNull();
  expect(group([], 'account age', { accountAgeDays: 89.9 })).toBe('under 90 days');
  expect(group([], 'account age', { accountAgeDays: 90 })).toBe('90 days or more');
  expect(group([], 'earlier transactions', { earlier: 9 })).toBe('fewer than 10');
  expect(group([], 'earlier transactions', { earlier: 10 })).toBe('10 or more');
  expect(group([person('ann')], 'age', {})).toBeNull();
  const born = (years: number): string => new Date(NOW - years * 365.25 * DAY).toISOString().slice(0, 10);
  expect(group([person('ann', { dateOfBirth: born(24) })], 'age', {})).toBe('under 25');
  expect(group([person('ann', { dateOfBirth: born(40) })], 'age', {})).toBe('25 to 64');
  expect(group([person('ann', { dateOfBirth: born(70) })], 'age', {})).toBe('65 or more');
});

it('tells kind and country of an address by its block, of several references the latest of each', () => {
  const log = [
    address('2001:db8:1:2::1', { ipKind: 'residential', country: 'DE' }),
    address('2001:db8:1:2::9', { ipKind: 'mobile' }),
  ];
  const subject = { ip: '2001:db8:1:2::7' };
  expect(group(log, 'address', subject)).toBe('mobile or carrier NAT');
  expect(group(log.slice(0, 1), 'address', subject)).toBe('other kinds');
  expect(group(log, 'country of address', subject)).toBe('DE');
  expect(group(log, 'address', { ip: '192.0.2.1' })).toBeNull();
  expect(group(log, 'country of address', {})).toBeNull();
});

it('takes five who live at one postal address for a large household, until one moves', () => {
  const five = ['ann', 'bob', 'cat', 'dan', 'eve'].map((user) => person(user, { address: ' 1 Elm St ' }));
  expect(group(five, 'household', {})).toBe('5 or more');
  expect(group(five.slice(0, 4), 'household', {})).toBe('fewer than 5');
  const moved: Event = {
    ...common(),
    kind: 'profile-change',
    user: 'eve',
    field: 'address',
    value: '2 Oak St',
  };
  expect(group([...five, moved], 'household', {})).toBe('fewer than 5');
  expect(group(five, 'household', { user: 'zoe' })).toBeNull();
});
