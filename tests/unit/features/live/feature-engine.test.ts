import { describe, expect, it } from 'vitest';
import { FeatureEngine, type FeatureEngineOptions } from '../../../../src/features/live/feature-engine.ts';
import { LIVE_FEATURE_NAMES } from '../../../../src/features/live/features.ts';
import { WALK_LIMITS } from '../../../../src/features/live/limits.ts';
import { replay } from '../../../../src/features/live/replay.ts';
import { Outcomes } from '../../../../src/features/records/outcomes.ts';
import { RecordStream } from '../../../../src/features/records/record-stream.ts';
import type { Event, EventOf } from '../../../../src/graph/model/event.ts';
import { DAY, HOUR, MINUTE } from '../../../../src/kernel/time.ts';
import { makeWorld, tellAll } from '../../../support/worlds.ts';

const START = Date.UTC(2025, 0, 6, 12);
let number = 0;

type Body<Kind extends Event['kind']> = Omit<EventOf<Kind>, 'source' | 'id' | 'at' | 'observedAt' | 'kind'>;

function event<Kind extends Event['kind']>(kind: Kind, after: number, body: Body<Kind>): EventOf<Kind> {
  const at = START + after;
  return { source: 's', id: `e${number++}`, kind, at, observedAt: at, ...body } as unknown as EventOf<Kind>;
}

const eur = (minor: number) => ({ minor, currency: 'EUR' });

const pay = (after: number, user: string, rest: Partial<Body<'payment'>> = {}) =>
  event('payment', after, { account: `${user}-1`, merchant: 'shop', amount: eur(500), user, ...rest });

const send = (after: number, from: string, to: string, rest: Partial<Body<'transfer'>> = {}) =>
  event('transfer', after, { from, to, amount: eur(1_000), ...rest });

/** The features of the last event by name, after all others were applied. */
function lastOf(events: readonly Event[], options?: FeatureEngineOptions): Record<string, number> {
  const engine = new FeatureEngine(options);
  const found = [...replay(engine, events)];
  return Object.fromEntries(engine.features.map(({ name }, i) => [name, found.at(-1)!.values[i]]));
}

describe('travel', () => {
  const berlin = { lat: 52.52, lon: 13.4 };
  const newYork = { lat: 40.71, lon: -74 };

  it('is impossible faster than an airliner, though the two payments are minutes apart', () => {
    const found = lastOf([
      pay(0, 'ann', { location: berlin }),
      pay(10 * MINUTE, 'ann', { location: newYork }),
    ]);
    expect(found.impossible_travel).toBe(1);
    expect(found.distance_km).toBeGreaterThan(6_000);
    expect(found.speed_kmh).toBeGreaterThan(30_000);
  });

  it('is possible in a day, and is no travel within a town', () => {
    expect(
      lastOf([pay(0, 'ann', { location: berlin }), pay(DAY, 'ann', { location: newYork })]).impossible_travel,
    ).toBe(0);
    const near = { lat: 52.53, lon: 13.5 };
    expect(
      lastOf([pay(0, 'ann', { location: berlin }), pay(1, 'ann', { location: near })]).distance_km,
    ).toBeNaN();
  });
});

describe('balances of a transfer', () => {
  it('have no error where the books agree', () => {
    const balances = { fromBefore: 10_000, fromAfter: 5_000, toBefore: 1_000, toAfter: 6_000 };
    const found = lastOf([send(0, 'a', 'b', { amount: eur(5_000), balances })]);
    expect([found.error_balance_orig, found.error_balance_dest]).toEqual([0, 0]);
  });

  it('have the missing deposit of a black hole as their error', () => {
    const balances = { fromBefore: 10_000, fromAfter: 0, toBefore: 0, toAfter: 0 };
    const found = lastOf([send(0, 'a', 'b', { amount: eur(10_000), balances })]);
    expect([found.error_balance_orig, found.error_balance_dest, found.drains_account]).toEqual([
      0, 10_000, 1,
    ]);
  });
});

describe('hubs', () => {
  const crowd = (registeredBefore: number): Event[] =>
    Array.from({ length: 60 }, (_, i) => [
      event('registration', i - registeredBefore, { user: `u${i}` }),
      event('session', i, { user: `u${i}`, device: 'kiosk' }),
    ]).flat();
  const label = event('label', HOUR, { subject: { type: 'User', id: 'u59' }, verdict: 'fraud' });

  it('are things shared by settled people, and lead nowhere', () => {
    const found = lastOf([...crowd(200 * DAY), label, pay(2 * HOUR, 'ann', { device: 'kiosk' })]);
    expect([found.device_is_hub, found.neighbours, found.fraud_distance]).toEqual([1, 0, 3]);
    expect(found.device_users_24h).toBe(61);
  });

  it('are not things shared by as many who have just registered', () => {
    const found = lastOf([...crowd(DAY), label, pay(2 * HOUR, 'ann', { device: 'kiosk' })]);
    expect([found.device_is_hub, found.fraud_distance]).toEqual([0, 1]);
    expect(found.neighbours).toBe(WALK_LIMITS.usersOfThing);
    expect(found.fraud_walk_is_cut).toBe(1);
  });
});

describe('a walk cut short', () => {
  it('says so', () => {
    const others = ['b', 'c', 'd', 'e'].map((to, i) => send(i, 'a', to));
    const limits = { ...WALK_LIMITS, partnersOfAccount: 2 };
    expect(lastOf([...others, send(HOUR, 'a', 'z')]).fraud_walk_is_cut).toBe(0);
    expect(lastOf([...others, send(HOUR, 'a', 'z')], { limits }).fraud_walk_is_cut).toBe(1);
    const back = send(HOUR, 'x', 'a');
    expect(lastOf([...others, back]).loop_walk_is_cut).toBe(0);
    expect(lastOf([...others, back], { limits }).loop_walk_is_cut).toBe(1);
  });
});

it('forgets how near fraud was when the fraudster has not used the device for 90 days', () => {
  const on = (after: number, user: string, device: string) => event('session', after, { user, device });
  const shared = (after: number) => [on(after, 'bob', 'd1'), on(after, 'bob', 'd2')];
  const label = event('label', 1, { subject: { type: 'User', id: 'eve' }, verdict: 'fraud' });
  const begin = [on(0, 'eve', 'd1'), label, ...shared(2)];
  expect(lastOf([...begin, pay(DAY, 'ann', { device: 'd2' })]).fraud_distance).toBe(2);
  const later = [...begin, ...shared(80 * DAY), pay(100 * DAY, 'ann', { device: 'd2' })];
  expect(lastOf(later).fraud_distance).toBe(3);
  const back = [
    ...begin,
    ...shared(80 * DAY),
    on(99 * DAY, 'eve', 'd1'),
    pay(100 * DAY, 'ann', { device: 'd2' }),
  ];
  expect(lastOf(back).fraud_distance).toBe(2);
});

it('sees the loop that a transfer closes, whatever the order of those before', () => {
  const found = lastOf([send(0, 'c', 'a'), send(1, 'b', 'c'), send(2, 'a', 'b')]);
  expect(found.loop_accounts).toBe(3);
  expect(lastOf([send(0, 'c', 'a'), send(1, 'b', 'c'), send(8 * DAY, 'a', 'b')]).loop_accounts).toBe(0);
});

it('asks others for rings, and knows none when nobody answers', () => {
  const own = { ringId: 'r1', strength: 7_000, members: 5 };
  const told = lastOf([send(0, 'a', 'b', { user: 'ann' })], {
    ringsOf: (type, id) => (type === 'User' || id === 'b' ? own : null),
  });
  expect([told.in_ring, told.ring_strength, told.ring_members]).toEqual([1, 7_000, 5]);
  expect([told.payee_in_ring, told.payee_in_same_ring]).toEqual([1, 1]);
  expect(lastOf([pay(0, 'ann')]).in_ring).toBeNaN();
});

it('counts a transaction of the same instant in the windows of both, whichever is first', () => {
  const found = [...replay(new FeatureEngine(), [pay(0, 'ann'), pay(0, 'ann')])];
  const velocity = LIVE_FEATURE_NAMES.indexOf('velocity_24h');
  expect(found.map(({ values }) => values[velocity])).toEqual([2, 2]);
});

it('gives no vector to what is retracted at the instant it is known', () => {
  const payment = pay(0, 'ann');
  const retraction = event('retraction', 0, { of: ['s', payment.id], reason: 'mistake' });
  const found = [...replay(new FeatureEngine(), [payment, retraction, pay(HOUR, 'ann')])];
  expect(found.length).toBe(1);
  expect(found[0].values[LIVE_FEATURE_NAMES.indexOf('velocity_24h')]).toBe(1);
});

it('holds ties of 90 days, however long it runs', () => {
  const engine = new FeatureEngine();
  for (let day = 0; day < 1_000; day++)
    for (const one of [
      pay(day * DAY, `u${day}`, { device: `d${day}` }),
      send(day * DAY, `a${day}`, `b${day}`),
    ])
      engine.apply(one);
  expect(engine.sizes.ties).toBeLessThan(500);
});

it('gives the numbers of the records table for the windows that both have', () => {
  const events = tellAll(makeWorld({ users: 60, days: 40, seed: 11, fraudRate: 0.2 }));
  const stream = new RecordStream(new Outcomes(), () => 2);
  const rows = [...events.flatMap((one) => stream.take(one)), ...stream.end()];
  // What is known late has another instant here and there.
  const found = [...replay(new FeatureEngine(), events)].filter(({ event: one }) => one.observedAt <= one.at);
  const byTime = Map.groupBy(rows, ({ record }) => Date.parse(record.transaction_timestamp));
  let compared = 0;
  for (const { event: one, values } of found) {
    const same = byTime.get(one.at)?.filter(({ record }) => Number(record.amount) * 100 === one.amount.minor);
    if (same?.length !== 1) continue;
    const { snapshot } = same[0];
    const value = (name: string) => values[LIVE_FEATURE_NAMES.indexOf(name)];
    const { velocity_7d, max_amount_30d, off_hours_count_7d, bank_connections_24h } =
      snapshot.experimental_signals;
    expect(value('velocity_24h')).toBe(snapshot.velocity_24h);
    expect(value('velocity_7d')).toBe(velocity_7d);
    expect(value('off_hours_count_7d')).toBe(off_hours_count_7d);
    expect(value('bank_connections_24h')).toBe(bank_connections_24h);
    expect(value('max_amount_30d') / 100).toBeCloseTo(max_amount_30d, 2);
    expect(value('amount_to_avg_ratio_30d')).toBeCloseTo(snapshot.amount_to_avg_ratio_30d!, 5);
    if (snapshot.balance_volatility_z_score === null) expect(value('balance_volatility_z_score')).toBeNaN();
    else expect(value('balance_volatility_z_score')).toBeCloseTo(snapshot.balance_volatility_z_score, 5);
    compared++;
  }
  expect(compared).toBeGreaterThan(300);
});
