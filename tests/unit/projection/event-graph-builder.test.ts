import { expect, it } from 'vitest';
import { activityOf } from '../../../src/graph/activity.ts';
import { rowsOf } from '../../../src/graph/columns.ts';
import { ownersAsOf, registeredAt } from '../../../src/graph/event-graph.ts';
import type { Event } from '../../../src/graph/model/event.ts';
import { buildEventGraph, EventGraphBuilder } from '../../../src/projection/event-graph-builder.ts';

let counter = 0;
function event(fields: { kind: Event['kind']; at: number } & Record<string, unknown>): Event {
  return { source: 's', id: `e${++counter}`, observedAt: fields.at, ...fields } as Event;
}

it('refuses events out of order, and the same event twice', () => {
  const builder = new EventGraphBuilder();
  const [a, b] = [event({ kind: 'session', at: 2, user: 'u' }), event({ kind: 'session', at: 1, user: 'u' })];
  builder.add(a);
  expect(() => builder.add(b)).toThrow(RangeError);
  expect(() => builder.add(a)).toThrow(RangeError);
});

it('takes a registration, session, payment or transfer with a user as a use, and nothing else', () => {
  const graph = buildEventGraph([
    event({ kind: 'registration', at: 1, user: 'ann', device: 'd', ip: '2001:db8:1:2::7' }),
    event({ kind: 'session', at: 2, user: 'bob', device: 'd', ip: '2001:db8:1:2::8' }),
    event({
      kind: 'payment',
      at: 3,
      account: 'A',
      merchant: 'm',
      amount: { minor: 1, currency: 'EUR' },
      user: 'ann',
      device: 'd',
    }),
    event({
      kind: 'transfer',
      at: 4,
      from: 'A',
      to: 'B',
      amount: { minor: 1, currency: 'EUR' },
      device: 'd',
    }),
    event({ kind: 'profile-change', at: 5, user: 'ann', field: 'phone' }),
  ]);
  const device = graph.devices.find('d');
  const users = Array.from(rowsOf(graph.deviceUses.byTarget, device), (row) =>
    graph.users.id(graph.deviceUses.user[row]),
  );
  expect(users).toEqual(['ann', 'bob', 'ann']);
  expect(graph.blocks.ids()).toEqual(['2001:db8:1:2::/64']);
  expect(graph.transfers.user).toEqual(Int32Array.of(-1));
});

it('keeps what left and what arrived of a transfer apart', () => {
  const { transfers } = buildEventGraph([
    event({
      kind: 'transfer',
      at: 1,
      from: 'A',
      to: 'B',
      amount: { minor: 100, currency: 'USD' },
      received: { minor: 92, currency: 'EUR' },
    }),
    event({ kind: 'transfer', at: 2, from: 'B', to: 'A', amount: { minor: 90, currency: 'EUR' } }),
  ]);
  expect(Array.from(transfers.receivedMinor)).toEqual([92, 90]);
  expect(Array.from(transfers.receivedCurrency, (code) => transfers.currencies[code])).toEqual([
    'EUR',
    'EUR',
  ]);
});

it('tells owners and registrations only as of an event', () => {
  const graph = buildEventGraph([
    event({ kind: 'session', at: 0, user: 'ann' }),
    event({ kind: 'registration', at: 1, user: 'ann', observedAt: 3 }),
    event({ kind: 'account-opened', at: 2, user: 'ann', account: 'A' }),
    event({ kind: 'account-opened', at: 3, user: 'bob', account: 'A' }),
  ]);
  const [ann, bob] = [graph.users.find('ann'), graph.users.find('bob')];
  const account = graph.accounts.find('A');
  expect([1, 2, 3].map((position) => ownersAsOf(graph, account, position))).toEqual([[], [ann], [ann, bob]]);
  // The registration is learned of only at 3, but knows itself.
  expect([0, 1, 2, 3].map((position) => registeredAt(graph, ann, position))).toEqual([
    undefined,
    1,
    undefined,
    1,
  ]);
});

it('holds identifiers in their normal form, and an empty one as a clearing', () => {
  const graph = buildEventGraph([
    event({ kind: 'registration', at: 1, user: 'ann', email: ' Ann@X.org ', phone: 'n/a' }),
    event({ kind: 'profile-change', at: 2, user: 'ann', field: 'email' }),
    event({ kind: 'profile-change', at: 3, user: 'ann', field: 'nickname', value: 'x' }),
  ]);
  const { identifier } = graph.identityChanges;
  expect(graph.identifiers.ids()).toEqual(['email:ann@x.org']);
  expect(Array.from(identifier)).toEqual([-1, 0, -1]);
});

it('has activity tables only when it was asked for them', () => {
  const payment = {
    kind: 'payment',
    at: 1,
    account: 'A',
    merchant: 'm',
    amount: { minor: 5, currency: 'EUR' },
    user: 'ann',
  } as const;
  const [without, wanted] = [false, true].map((withActivity) => {
    const builder = new EventGraphBuilder(withActivity);
    builder.add(event(payment));
    return builder.finish(null);
  });
  expect(() => activityOf(without)).toThrow(RangeError);
  expect(without.accounts.size).toBe(0);
  expect(activityOf(wanted).payments.minor).toEqual(Float64Array.of(5));
});

it('takes what is on an account from balance reports and from both sides of a transfer, in their currencies', () => {
  const graph = buildEventGraph([
    event({
      kind: 'transfer',
      at: 1,
      from: 'A',
      to: 'B',
      amount: { minor: 100, currency: 'USD' },
      received: { minor: 92, currency: 'EUR' },
      balances: { fromAfter: -5, toAfter: 92, toBefore: 0 },
    }),
    event({
      kind: 'balance',
      at: 2,
      account: 'A',
      ledger: { minor: 7, currency: 'USD' },
      available: { minor: 1, currency: 'USD' },
    }),
  ]);
  const { statements } = activityOf(graph);
  const told = Array.from(statements.event, (position, row) => [
    position,
    graph.accounts.id(statements.account[row]),
    statements.minor[row],
    graph.transfers.currencies[statements.currency[row]],
  ]);
  expect(told).toEqual([
    [0, 'A', -5, 'USD'],
    [0, 'B', 92, 'EUR'],
    [1, 'A', 7, 'USD'],
  ]);
});

it('counts as acts what users do, not sessions that failed', () => {
  const graph = buildEventGraph([
    event({ kind: 'registration', at: 1, user: 'ann' }),
    event({ kind: 'session', at: 2, user: 'ann', outcome: 'failure' }),
    event({ kind: 'session', at: 3, user: 'ann', outcome: 'locked' }),
    event({ kind: 'session', at: 4, user: 'ann', outcome: 'success' }),
    event({ kind: 'bank-connection', at: 5, user: 'ann' }),
  ]);
  expect(activityOf(graph).acts.event).toEqual(Int32Array.of(0, 3, 4));
});
