import fc from 'fast-check';
import type { Event } from '../../src/graph/model/event.ts';
import { event, retraction } from './internal-events.ts';

/** Few of everything, so that events meet; ids that differ in little; times with many ties. */
const aUser = fc.constantFrom('u1', 'U1', 'u\u{10000}', 'u\uffff');
const aDevice = fc.constantFrom('d1', 'é', 'e\u0301');
const anAddress = fc.constantFrom('10.0.0.1', '10.0.0.2', 'not an address');
const anAccount = fc.constantFrom('a1', 'a2', '__proto__', 'constructor');
const aText = fc.constantFrom('', 'one', 'two', "o'three");
const aMinor = fc.integer({ min: 0, max: 3 });
const money = (minor: number): { minor: number; currency: string } => ({ minor, currency: 'USD' });

/** Fields that may be left out are left out about every other time. */
function optional<T>(fields: { [Name in keyof T]: fc.Arbitrary<T[Name]> }): fc.Arbitrary<Partial<T>> {
  return fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
}
const uses = optional({ device: aDevice, ip: anAddress });
const usesOfUser = optional({ user: aUser, device: aDevice, ip: anAddress });

const bodies = [
  fc
    .record({
      user: aUser,
      uses,
      more: optional({ name: aText, email: fc.constantFrom('', 'A@x ', 'a@x', 'é@x'), nationalId: aText }),
    })
    .map(
      ({ user, uses: used, more }) =>
        (id: string) =>
          event('registration', id, { user, ...used, ...more }),
    ),
  fc.record({ user: aUser, uses }).map(
    ({ user, uses: used }) =>
      (id: string) =>
        event('session', id, { user, ...used }),
  ),
  fc
    .record({
      user: aUser,
      account: anAccount,
      more: optional({ accountType: aText, creditLimit: aMinor.map(money) }),
    })
    .map(
      ({ user, account, more }) =>
        (id: string) =>
          event('account-opened', id, { user, account, ...more }),
    ),
  fc.record({ from: anAccount, to: anAccount, minor: aMinor, used: usesOfUser }).map(
    ({ from, to, minor, used }) =>
      (id: string) =>
        event('transfer', id, { from, to, amount: money(minor), ...used }),
  ),
  fc.record({ account: anAccount, merchant: anAccount, used: usesOfUser }).map(
    ({ account, merchant, used }) =>
      (id: string) =>
        event('payment', id, { account, merchant, amount: money(1), ...used }),
  ),
  fc
    .record({
      user: aUser,
      field: fc.constantFrom('email', 'phone', 'name', '__proto__'),
      value: fc.option(aText),
    })
    .map(
      ({ user, field, value }) =>
        (id: string) =>
          event('profile-change', id, { user, field, ...(value === null ? {} : { value }) }),
    ),
  fc.record({ account: anAccount, minor: aMinor }).map(
    ({ account, minor }) =>
      (id: string) =>
        event('balance', id, { account, ledger: money(0 - minor), available: money(minor) }),
  ),
  fc
    .record({
      subject: fc.oneof(
        fc.record({ type: fc.constantFrom('IpAddress'), id: anAddress }),
        fc.record({ type: fc.constantFrom('Device'), id: aDevice }),
        fc.record({ type: fc.constantFrom('Merchant', 'Account'), id: anAccount }),
      ),
      more: optional({
        isVpn: fc.boolean(),
        country: aText,
        os: aText,
        merchantRisk: aMinor,
        accountType: aText,
      }),
    })
    .map(
      ({ subject, more }) =>
        (id: string) =>
          event('reference', id, { subject: subject as { type: 'Device'; id: string }, ...more }),
    ),
  fc
    .record({
      type: fc.constantFrom('User', 'Merchant', 'Identifier'),
      on: fc.constantFrom('u1', 'email:a@x'),
    })
    .map(
      ({ type, on }) =>
        (id: string) =>
          event('label', id, { subject: { type: type as 'User', id: on }, verdict: 'fraud' }),
    ),
];

const aSource = fc.constantFrom('s', 'S');
const anId = fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8', 'x\u{10000}', 'x\uffff');

const anEvent = fc
  .record({
    source: aSource,
    id: anId,
    at: fc.integer({ min: 0, max: 5 }),
    delay: fc.constantFrom(0, 0, 2, -1),
    body: fc.oneof(
      { weight: 4, arbitrary: fc.oneof(...bodies) },
      { weight: 1, arbitrary: fc.tuple(aSource, anId).map((of) => (id: string) => retraction(id, of)) },
    ),
  })
  .map(
    ({ source, id, at, delay, body }): Event =>
      ({ ...body(id), source, at, observedAt: at + delay }) as Event,
  );

/** Up to 20 events of many kinds with keys of their own, among them retractions of each other, in any order. */
export function anyEvents(): fc.Arbitrary<Event[]> {
  return fc.uniqueArray(anEvent, {
    maxLength: 20,
    selector: ({ source, id }) => JSON.stringify([source, id]),
  });
}
