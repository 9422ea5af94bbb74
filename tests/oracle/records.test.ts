import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareEvents, type Event } from '../../src/graph/model/event.ts';
import { Outcomes } from '../../src/features/records/outcomes.ts';
import { RecordStream } from '../../src/features/records/record-stream.ts';
import type { RecordRow } from '../../src/features/records/record-tables.ts';
import { DAY, HOUR } from '../../src/kernel/time.ts';
import { makeWorld, tellAll } from '../support/worlds.ts';
import { naiveRecords, type NaiveRow } from '../support/naive-records.ts';

function recordsOf(events: readonly Event[]): RecordRow[] {
  const outcomes = new Outcomes();
  for (const event of events) outcomes.gather(event);
  for (const event of events) outcomes.resolve(event);
  const stream = new RecordStream(outcomes, () => 2);
  return [...events.flatMap((event) => stream.take(event)), ...stream.end()];
}

/** All columns of a row with their plain values: minor units and epoch milliseconds. */
function plain({ record, metadata, snapshot }: RecordRow): NaiveRow {
  const minor = (text: string | null) => (text === null ? null : Math.round(Number(text) * 100));
  const ms = (text: string | null) => (text === null ? null : Date.parse(text));
  const { experimental_signals: signals, ...rest } = snapshot;
  expect(rest.amount_to_avg_ratio_30d).toBe(record.amount_to_avg_ratio);
  expect(rest.balance_volatility_z_score).toBe(record.balance_volatility_z_score);
  expect(signals.bank_connections_24h).toBe(record.bank_connections_count_24h);
  expect(signals.merchant_risk_score).toBe(record.merchant_risk_score);
  expect([metadata.id, metadata.record_id, metadata.user_id, metadata.created_at]).toEqual([
    record.id,
    record.record_id,
    record.user_id,
    record.created_at,
  ]);
  expect([rest.snapshot_id, rest.record_id, rest.user_id, rest.computed_at]).toEqual([
    record.id,
    record.record_id,
    record.user_id,
    record.created_at,
  ]);
  return {
    ...record,
    transaction_timestamp: ms(record.transaction_timestamp),
    available_balance: minor(record.available_balance),
    avg_available_balance_30d: minor(record.avg_available_balance_30d),
    amount: minor(record.amount),
    email_changed_at: ms(record.email_changed_at),
    phone_changed_at: ms(record.phone_changed_at),
    created_at: ms(record.created_at),
    sequence_number: metadata.sequence_number,
    fraud_confirmed_at: ms(metadata.fraud_confirmed_at),
    is_pre_fraud: metadata.is_pre_fraud,
    days_to_fraud: metadata.days_to_fraud,
    is_train_eligible: metadata.is_train_eligible,
    velocity_24h: rest.velocity_24h,
    velocity_7d: signals.velocity_7d,
    max_amount_30d: Math.round(signals.max_amount_30d * 100),
    off_hours_count_7d: signals.off_hours_count_7d,
  };
}

/** Ratios come rounded to six decimals, means of money to the cent. */
function expectSame(found: readonly NaiveRow[], wanted: readonly NaiveRow[]): void {
  expect(found.length).toBe(wanted.length);
  found.forEach((row, i) => {
    expect(Object.keys(row).sort()).toEqual(Object.keys(wanted[i]).sort());
    for (const [column, value] of Object.entries(wanted[i])) {
      const near = column === 'avg_available_balance_30d' ? 0.500_001 : 1e-6;
      if (typeof value !== 'number') expect([column, row[column]]).toEqual([column, value]);
      else {
        const off = Math.abs((row[column] as number) - value);
        if (!(off <= near * Math.max(1, near < 0.1 ? Math.abs(value) : 1)))
          expect([i, column, row[column]]).toEqual([i, column, value]);
      }
    }
  });
}

const START = Date.UTC(2025, 2, 28);
const user = fc.constantFrom('ann', 'bob');
const account = fc.constantFrom('a1', 'a2', 'b1', 'x1');
const currency = fc.constantFrom('EUR', 'EUR', 'EUR', 'EUR', 'USD');
const money = fc.record({ minor: fc.integer({ min: 0, max: 100_000 }), currency });
const signed = fc.record({ minor: fc.integer({ min: -50_000, max: 300_000 }), currency });
const time = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 20 }).map((step) => step * 6 * HOUR) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 50 }).map((day) => day * DAY) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 50 * DAY }) },
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const constant = <T extends string>(kind: T) => fc.constant(kind);
const key = fc.integer({ min: 0, max: 59 }).map((number) => `e${number}`);
const body = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: constant('payment'),
      account,
      merchant: fc.constantFrom('m1', 'm2'),
      amount: money,
      user: maybe(user),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: constant('transfer'),
      from: account,
      to: account,
      amount: money,
      received: maybe(money),
      user: maybe(user),
      balances: maybe(
        fc.record({
          fromBefore: maybe(fc.integer({ min: -1000, max: 90_000 })),
          fromAfter: maybe(fc.integer({ min: -1000, max: 90_000 })),
          toAfter: maybe(fc.integer({ min: -1000, max: 90_000 })),
        }),
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: constant('balance'), account, ledger: signed, available: signed }),
  },
  { weight: 3, arbitrary: fc.record({ kind: constant('bank-connection'), user }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: constant('registration'),
      user,
      name: maybe(fc.constantFrom('Ann', 'Bob')),
      email: maybe(fc.constantFrom('e@x', 'f@x')),
      timeZone: maybe(fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu')),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: constant('profile-change'),
      user,
      field: fc.constantFrom('email', 'phone', 'address', 'name'),
      value: maybe(fc.constantFrom('p', 'q')),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: constant('account-opened'), user, account }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: constant('reference'),
      subject: fc.record({ type: constant('Merchant'), id: fc.constantFrom('m1', 'm2') }),
      merchantRisk: maybe(fc.integer({ min: 0, max: 100 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: constant('settlement'),
      of: fc.tuple(constant('s'), key),
      status: fc.constantFrom('returned', 'settled'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: constant('label'),
      subject: fc.oneof(
        fc.record({ type: constant('User'), id: user }),
        fc.record({ type: constant('Event'), source: constant('s'), id: key }),
      ),
      verdict: fc.constantFrom('fraud', 'fraud', 'legitimate', 'inconclusive'),
      axis: maybe(fc.constantFrom('first-party', 'scam')),
      type: maybe(fc.constantFrom('bust-out', 'ato')),
      role: maybe(fc.constantFrom('mule', 'victim')),
    }),
  },
);
const log = fc
  .array(fc.tuple(body, time, fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, time)), {
    minLength: 15,
    maxLength: 60,
    size: 'max',
  })
  .map((drawn) =>
    drawn
      .map(([fields, at, late], number) => {
        const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
        return {
          source: 's',
          id: `e${number}`,
          at: START + at,
          observedAt: START + at + late,
          ...given,
        } as Event;
      })
      .sort(compareEvents),
  );

it('finds in every column what looking through all events again for each row finds', () => {
  let rows = 0;
  fc.assert(
    fc.property(log, (events) => {
      const found = recordsOf(events).map(plain);
      rows += found.length;
      expectSame(found, naiveRecords(events));
    }),
    { numRuns: 300 },
  );
  expect(rows).toBeGreaterThan(1_000);
});

it('finds the same in a generated world', () => {
  const events = tellAll(makeWorld({ users: 12, days: 40, fraudRate: 0.5, seed: 5 }));
  const found = recordsOf(events).map(plain);
  expect(found.length).toBeGreaterThan(100);
  expect(found.filter((row) => row.balance_volatility_z_score === null).length).toBeLessThan(60);
  expectSame(found, naiveRecords(events));
});

it('changes no feature of a row by anything that becomes known after it', () => {
  fc.assert(
    fc.property(log, fc.integer({ min: 0, max: 50 }), (events, day) => {
      const until = START + day * DAY;
      const early = recordsOf(events.filter(({ at, observedAt }) => at <= until && observedAt <= until));
      const all = new Map(recordsOf(events).map((row) => [row.record.record_id, row]));
      for (const { snapshot, record } of early) {
        if (Date.parse(record.created_at) > until) continue;
        const { snapshot_id: _early, ...known } = snapshot;
        const { snapshot_id: _all, ...later } = all.get(record.record_id)!.snapshot;
        expect(later).toEqual(known);
      }
    }),
    { numRuns: 200 },
  );
});

it('refuses events out of order', () => {
  const stream = new RecordStream(new Outcomes(), () => 2);
  const at = (time: number): Event => ({
    kind: 'bank-connection',
    source: 's',
    id: 'e',
    at: time,
    observedAt: time,
    user: 'ann',
  });
  stream.take(at(2));
  expect(() => stream.take(at(1))).toThrow(RangeError);
});
