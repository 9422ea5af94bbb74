import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COLUMN_NAMES, FEATURE_COLUMNS } from '../../src/features/transaction-table/columns.ts';
import { TransactionRows } from '../../src/features/transaction-table/rows.ts';
import { compareEvents, type Event, type EventOf } from '../../src/graph/model/event.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/kernel/time.ts';

/** Everything worked out again for each row from the list of events; no code is shared with the table. */

type Use = EventOf<'registration' | 'session' | 'payment' | 'transfer'>;
type Paid = EventOf<'payment' | 'transfer'>;

const isUse = (event: Event): event is Use =>
  ['registration', 'session', 'payment', 'transfer'].includes(event.kind);
const isPaid = (event: Event): event is Paid => event.kind === 'payment' || event.kind === 'transfer';
const isRow = (event: Event): event is Paid =>
  isPaid(event) && event.user !== undefined && event.device !== undefined;
const distinct = (values: readonly unknown[]): number => new Set(values).size;
const round4 = (value: number): number => Math.round(value * 1e4) / 1e4;
/** Addresses here are in their shortest form already. */
const block = (ip: string): string => (ip.includes(':') ? ip.split(':').slice(0, 4).join(':') : ip);

function latest<T>(found: readonly { at: number; value: T | undefined }[]): T | undefined {
  let best: { at: number; value: T | undefined } | undefined;
  for (const one of found) if (one.value !== undefined && (!best || one.at >= best.at)) best = one;
  return best?.value;
}

function naiveRow(all: readonly Event[], row: Paid): Record<string, unknown> {
  // In the order in which they became known, which decides between equal times.
  const known = all
    .filter((event) => compareEvents(event, row) < 0 && event.observedAt <= row.at)
    .sort((a, b) => Math.max(a.at, a.observedAt) - Math.max(b.at, b.observedAt) || compareEvents(a, b));
  const mine = known.filter((event) => 'user' in event && event.user === row.user);
  const uses = known.filter(isUse).filter(({ user }) => user !== undefined);
  const myUses = uses.filter(({ user }) => user === row.user);
  const within = <E extends Event>(events: readonly E[], span: number): E[] =>
    events.filter(({ at }) => at >= row.at - span);
  const first = (events: readonly Event[]) => Math.min(...events.map(({ at }) => at));
  const age = (events: readonly Event[], unit: number) =>
    events.length === 0 ? null : round4((row.at - first(events)) / unit);
  const last = (events: readonly Event[], unit: number) =>
    events.length === 0 ? null : round4((row.at - Math.max(...events.map(({ at }) => at))) / unit);
  const registrations = mine.filter((event) => event.kind === 'registration');
  const sessions = mine.filter((event) => event.kind === 'session');
  const logins = sessions.filter(({ outcome }) => outcome === undefined || outcome === 'success');
  const failures = sessions.filter(({ outcome }) => outcome === 'failure' || outcome === 'locked');
  const changes = mine.filter((event) => event.kind === 'profile-change');
  const contact = changes.filter(({ field }) => ['email', 'phone', 'address'].includes(field));
  const onDevice = uses.filter(({ device }) => device === row.device);
  const myDevice = myUses.filter(({ device }) => device === row.device);
  const at = row.ip === undefined ? undefined : block(row.ip);
  const onBlock = uses.filter(({ ip }) => at !== undefined && ip !== undefined && block(ip) === at);
  const myBlock = onBlock.filter(({ user }) => user === row.user);
  const rows = mine.filter(isRow);
  const paid = mine.filter(isPaid);
  const payments = paid.filter((event) => event.kind === 'payment');
  const card = row.kind === 'payment' ? row.card : undefined;
  const references = known.filter((event) => event.kind === 'reference');
  const country = (of: string) =>
    latest(
      references
        .filter(({ subject }) => subject.type === 'IpAddress' && block(subject.id) === of)
        .map((event) => ({ at: event.at, value: event.country })),
    );
  const same = rows.filter(({ amount }) => amount.currency === row.amount.currency);
  const sum = (events: readonly Paid[]) => events.reduce((total, { amount }) => total + amount.minor, 0);
  const mean = same.length === 0 ? 0 : sum(same) / same.length;
  const payee = row.kind === 'payment' ? row.merchant : row.to;
  const toPayee = paid.filter((event) => (event.kind === 'payment' ? event.merchant : event.to) === payee);
  const blocks = [
    ...within(myUses, 7 * DAY).flatMap(({ ip }) => (ip ? [block(ip)] : [])),
    ...(at ? [at] : []),
  ];
  const verified = (field: string, resetBy: string) =>
    registrations.length === 0
      ? null
      : (latest(
          changes
            .filter((change) => [field, resetBy].includes(change.field))
            .map((change) => ({ at: change.at, value: change.field === field && change.value === 'true' })),
        ) ?? false);
  return {
    account_age_days: age(
      known.filter(
        (event) =>
          event.kind === 'account-opened' &&
          event.account === (row.kind === 'payment' ? row.account : row.from),
      ),
      DAY,
    ),
    user_tenure_days: age(registrations, DAY),
    email_verified: verified('emailVerified', 'email'),
    phone_verified: verified('phoneVerified', 'phone'),
    profile_changes_30d: within(
      changes.filter(({ field }) => !field.endsWith('Verified')),
      30 * DAY,
    ).length,
    hours_since_contact_change: last(contact, HOUR),
    accounts_of_user: distinct(
      mine.flatMap((event) => (event.kind === 'account-opened' ? [event.account] : [])),
    ),
    bank_connections_30d: within(
      mine.filter(({ kind }) => kind === 'bank-connection'),
      30 * DAY,
    ).length,
    device_is_new: myDevice.length === 0 || row.at - first(myDevice) < DAY,
    device_known_hours: age(myDevice, HOUR) ?? 0,
    device_age_days: age(onDevice, DAY) ?? 0,
    device_users: distinct(onDevice.map(({ user }) => user).filter((user) => user !== row.user)),
    device_users_7d: distinct([row.user, ...within(onDevice, 7 * DAY).map((use) => use.user)]),
    devices_30d: distinct([row.device, ...within(myUses, 30 * DAY).map((use) => use.device)].filter(Boolean)),
    ip_country: at === undefined ? null : (country(at) ?? null),
    ip_is_new: at === undefined ? null : myBlock.length === 0 || row.at - first(myBlock) < DAY,
    ip_users_7d:
      at === undefined ? 0 : distinct([row.user, ...within(onBlock, 7 * DAY).map((use) => use.user)]),
    ips_7d: distinct(blocks),
    ip_countries_7d: distinct(blocks.flatMap((one) => country(one) ?? [])),
    amount_to_user_mean: mean === 0 ? null : round4(row.amount.minor / mean),
    failed_checks_7d: within(
      payments.filter(({ checks }) => checks?.avs === 'N' || checks?.cvv === 'N'),
      7 * DAY,
    ).length,
    payee_is_new: toPayee.length === 0 || row.at - first(toPayee) < DAY,
    card_users:
      card === undefined
        ? 0
        : distinct(
            uses
              .filter((use) => use.kind === 'payment' && use.card === card && use.user !== row.user)
              .map(({ user }) => user),
          ),
    cards_30d: distinct([card, ...within(payments, 30 * DAY).map((payment) => payment.card)].filter(Boolean)),
    sessions_24h: within(logins, DAY).length,
    sessions_7d: within(logins, 7 * DAY).length,
    failed_logins_24h: within(failures, DAY).length,
    seconds_since_session: last(logins, SECOND),
    seconds_since_transaction: last(rows, SECOND),
    transactions_1h: within(rows, HOUR).length + 1,
    transactions_24h: within(rows, DAY).length + 1,
    transactions_7d: within(rows, 7 * DAY).length + 1,
    amount_24h: sum(within(rows, DAY)) + row.amount.minor,
    shop_payments_7d: within(
      payments.filter(({ device }) => device === undefined),
      7 * DAY,
    ).length,
  };
}

const anInstant = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map((days) => days * DAY),
  fc.integer({ min: 0, max: 60 }).map((minutes) => 20 * DAY + minutes * 10 * MINUTE),
  fc.integer({ min: 0, max: 40 * 24 * 60 }).map((minutes) => minutes * MINUTE),
);
const aUser = fc.constantFrom('u1', 'u2', 'u3');
const aDevice = fc.constantFrom('d1', 'd2', 'd3');
const anIp = fc.constantFrom('240.0.0.1', '240.0.0.2', '2001:db8:1:1:1:1:1:1', '2001:db8:1:1:2:2:2:2');
const anAccount = fc.constantFrom('a1', 'a2');
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });
const money = fc.record({
  minor: fc.integer({ min: 0, max: 900 }),
  currency: fc.constantFrom('EUR', 'EUR', 'USD'),
});
const kind = <K extends string>(name: K) => fc.constant(name);
const use = { user: aUser, device: maybe(aDevice), ip: maybe(anIp) };
const aBody = fc.oneof(
  fc.record({ kind: kind('registration'), ...use }),
  fc.record({
    kind: kind('session'),
    ...use,
    outcome: maybe(fc.constantFrom('success', 'failure', 'locked')),
  }),
  fc.record({ kind: kind('account-opened'), user: aUser, account: anAccount }),
  fc.record({
    kind: kind('profile-change'),
    user: aUser,
    field: fc.constantFrom('email', 'phone', 'name', 'emailVerified', 'phoneVerified'),
    value: fc.constantFrom('true', 'false'),
  }),
  fc.record({ kind: kind('bank-connection'), user: aUser }),
  fc.record({
    kind: kind('reference'),
    subject: fc.record({ type: fc.constant('IpAddress'), id: anIp }),
    country: maybe(fc.constantFrom('DE', 'FR')),
  }),
  fc.record({ kind: kind('transfer'), ...use, from: anAccount, to: anAccount, amount: money }),
  fc.record({
    kind: kind('payment'),
    ...use,
    account: anAccount,
    merchant: fc.constantFrom('m1', 'm2'),
    amount: money,
    card: maybe(fc.constantFrom('c1', 'c2')),
    checks: maybe(fc.record({ avs: fc.constantFrom('Y', 'N'), cvv: fc.constantFrom('M', 'N') })),
  }),
  fc.record({
    kind: kind('payment'),
    user: aUser,
    device: aDevice,
    ip: anIp,
    account: anAccount,
    merchant: kind('m1'),
    amount: money,
  }),
);
const someEvents = fc
  .array(fc.record({ at: anInstant, delay: fc.constantFrom(0, 0, 0, HOUR, 3 * DAY), body: aBody }), {
    minLength: 20,
    maxLength: 90,
    size: 'max',
  })
  .map((drawn) =>
    drawn
      .map(({ at, delay, body }, i) => {
        const given = Object.entries(body).filter(([, value]) => value !== undefined);
        const head = { source: 's', id: `e${String(i).padStart(3, '0')}`, at, observedAt: at + delay };
        return { ...head, ...Object.fromEntries(given) } as Event;
      })
      .sort(compareEvents),
  );

describe('the transaction table', () => {
  it('says what a list of all events known by then says', () => {
    let compared = 0;
    fc.assert(
      fc.property(someEvents, (events) => {
        const table = new TransactionRows();
        for (const event of events) {
          const cells = table.add(event);
          expect(cells !== undefined).toBe(isRow(event));
          if (!cells || !isRow(event)) continue;
          const row = Object.fromEntries(cells.map((cell, i) => [COLUMN_NAMES[i], cell]));
          const naive = naiveRow(events, event);
          expect(Object.fromEntries(Object.keys(naive).map((name) => [name, row[name]]))).toEqual(naive);
          compared++;
        }
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  it('reads nothing of what comes later: a row is the same whatever follows it', () => {
    fc.assert(
      fc.property(someEvents, fc.nat(), (events, cut) => {
        const rows = (some: readonly Event[]) => {
          const table = new TransactionRows();
          return some.flatMap((event) => table.add(event) ?? []);
        };
        const part = events.slice(0, cut % (events.length + 1));
        const before = rows(part);
        expect(rows(events).slice(0, before.length)).toEqual(before);
      }),
      { numRuns: 50 },
    );
  });

  it('has forty features or more, each column once, named for a file', () => {
    expect(FEATURE_COLUMNS.length).toBeGreaterThanOrEqual(40);
    expect(distinct(COLUMN_NAMES)).toBe(COLUMN_NAMES.length);
    for (const name of COLUMN_NAMES) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(COLUMN_NAMES.slice(-2)).toEqual(['class', 'is_fraud']);
  });
});
