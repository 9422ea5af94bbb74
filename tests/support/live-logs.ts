import fc from 'fast-check';
import type { Event } from '../../src/graph/model/event.ts';

const HOUR = 3_600_000;
export const LATENESS = 24 * HOUR;

/** Events as they arrive: each at most the allowed lateness after it happened, in batches. */
export interface Arrival {
  readonly batches: readonly (readonly Event[])[];
}

const anExtra = fc.oneof(
  fc.record({
    kind: fc.constant('label'),
    subject: fc.record({
      type: fc.constantFrom('User', 'User', 'Account'),
      id: fc.constantFrom('ann', 'bob', 'cid', 'A', 'B'),
    }),
    verdict: fc.constant('fraud'),
    role: fc.constantFrom('victim', 'mule', 'organiser', 'bystander'),
  }),
  fc.record({
    kind: fc.constant('reference'),
    subject: fc.record({
      type: fc.constantFrom('Device', 'Account', 'IpAddress'),
      id: fc.constantFrom('phone', 'tablet', 'A', 'hub', '198.51.100.7', '203.0.113.9'),
    }),
    ipKind: fc.option(fc.constantFrom('residential', 'carrier-nat', 'campus'), { nil: undefined }),
    accountType: fc.option(fc.constantFrom('merchant', 'personal'), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('reference'),
    subject: fc.record({ type: fc.constant('Device'), id: fc.constantFrom('phone', 'kiosk') }),
    allowList: fc.record({ owner: fc.constant('ops'), expiry: fc.constant(Date.UTC(2025, 6, 1)) }),
  }),
);

/** A log with labels, references, retractions of some events and copies of others put in. */
export function withExtras(logs: fc.Arbitrary<Event[]>): fc.Arbitrary<Event[]> {
  return logs.chain((log) =>
    fc
      .record({
        extras: fc.array(fc.tuple(anExtra, fc.nat(), fc.constantFrom(0, 0, 2 * HOUR)), { maxLength: 6 }),
        taken: fc.array(fc.nat(), { maxLength: 4 }),
        lost: fc.array(fc.constantFrom('nobody', 'later'), { maxLength: 1 }),
      })
      .map(({ extras, taken, lost }) => {
        const timeOf = (place: number): number => log[place % log.length].at;
        const more = extras.map(([fields, place, late], i) => ({
          ...JSON.parse(JSON.stringify(fields)),
          source: 'x',
          id: `x${i}`,
          at: timeOf(place),
          observedAt: timeOf(place) + late,
        }));
        const retractions = taken.map((place, i) => {
          const { source, id, at } = log[place % log.length];
          return {
            kind: 'retraction',
            source: 'r',
            id: `r${i}`,
            at,
            observedAt: at,
            of: [source, id],
            reason: 'wrong',
          };
        });
        const strays = lost.map((id, i) => ({
          kind: 'retraction',
          source: 'r',
          id: `s${i}`,
          at: timeOf(0),
          observedAt: timeOf(0),
          of: ['x', id],
          reason: 'wrong',
        }));
        return [...log, ...more, ...retractions, ...strays] as Event[];
      }),
  );
}

/** Some way in which the events of a log arrive within the allowed lateness, some of them twice. */
export function arrivals(log: readonly Event[], lateness = LATENESS): fc.Arbitrary<Arrival> {
  const delay = fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: lateness }) },
  );
  return fc
    .record({
      delays: fc.array(delay, { minLength: log.length, maxLength: log.length }),
      twice: fc.array(fc.nat({ max: Math.max(log.length - 1, 0) }), { maxLength: 3 }),
      sizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }),
    })
    .map(({ delays, twice, sizes }) => {
      const arriving = log.map((event, i) => ({ event, at: event.at + delays[i], i }));
      for (const i of twice)
        if (log.length > 0) arriving.push({ event: log[i], at: log[i].at + lateness, i });
      const events = arriving.sort((a, b) => a.at - b.at || a.i - b.i).map(({ event }) => event);
      const batches: Event[][] = [];
      for (let start = 0, next = 0; start < events.length; next++) {
        const size = sizes[next % sizes.length];
        batches.push(events.slice(start, start + size));
        start += size;
      }
      return { batches };
    });
}

const DAY = 24 * HOUR;
const START = Date.UTC(2025, 0, 1);
const ACCOUNTS = ['A', 'B', 'hub', 'C', 'é', '\u{1f600}'];

/** Money going round a few accounts in both directions, with openings, in event order but for ties. */
export function moneyLogs(): fc.Arbitrary<Event[]> {
  const move = fc.record({
    from: fc.nat(5),
    next: fc.integer({ min: 0, max: 5 }),
    isNext: fc.boolean(),
    hours: fc.nat(20 * 24),
    minor: fc.constantFrom(100, 100, 100, 101, 99, 80, 50),
    user: fc.option(fc.constantFrom('ann', 'bob'), { nil: undefined }),
  });
  const opening = fc.record({
    account: fc.nat(5),
    user: fc.constantFrom('ann', 'bob', 'cid'),
    hours: fc.nat(20 * 24),
    age: fc.constantFrom(0, 0, 45 * DAY, 100 * DAY),
    accountType: fc.option(fc.constantFrom('merchant', 'personal'), { freq: 5, nil: undefined }),
  });
  return fc
    .record({
      accounts: fc.integer({ min: 3, max: 6 }),
      step: fc.constantFrom(1, 6, 24),
      moves: fc.array(move, { minLength: 6, maxLength: 28, size: 'max' }),
      openings: fc.array(opening, { maxLength: 8 }),
    })
    .map(({ accounts, step, moves, openings }) => {
      const transfers = moves.map(({ from, next, isNext, hours, minor, user }, i) => {
        const payer = (isNext ? i : from) % accounts;
        const at = START + (isNext ? i * 12 : Math.floor(hours / step) * step) * HOUR;
        return {
          kind: 'transfer',
          source: 's',
          id: `${hours % 7}-${i}`,
          at,
          observedAt: at,
          from: ACCOUNTS[payer],
          to: ACCOUNTS[(payer + (isNext ? 1 : next)) % accounts],
          amount: { minor, currency: 'USD' },
          ...(user === undefined ? {} : { user }),
        };
      });
      const opened = openings.map(({ account, user, hours, age, accountType }, i) => {
        const at = START + hours * HOUR - age;
        const fields = { kind: 'account-opened', source: 'o', id: `o${i}`, at, observedAt: at };
        const type = accountType === undefined ? {} : { accountType };
        return { ...fields, ...type, user, account: ACCOUNTS[account % accounts] };
      });
      return [...transfers, ...opened] as Event[];
    });
}

const OWNERS = ['ann', 'bob', 'cid'];

/** Money passed on within a day or so among a few accounts, with openings, balances, payments and a second currency. */
export function passingLogs(): fc.Arbitrary<Event[]> {
  const currency = fc.constantFrom('USD', 'USD', 'USD', 'EUR');
  const step = fc.record({
    what: fc.constantFrom(...Array(12).fill('pass'), 'move', 'move', 'open', 'balance', 'payment'),
    account: fc.nat(5),
    other: fc.integer({ min: 1, max: 5 }),
    pause: fc.constantFrom(0, 0, 1, 1, 6, 20),
    share: fc.constantFrom(100, 100, 90, 80, 50),
    user: fc.constantFrom(...OWNERS),
    currency,
    isKnown: fc.boolean(),
    late: fc.constantFrom(0, 0, 0, 3 * HOUR),
    age: fc.constantFrom(0, 100 * DAY),
  });
  return fc.array(step, { minLength: 10, maxLength: 30, size: 'max' }).map((steps) => {
    let at = START + 22 * HOUR;
    return steps.flatMap(({ what, account, other, pause, share, user, currency, isKnown, late, age }, i) => {
      at += pause * HOUR;
      const common = { source: 's', id: `${(i * 7) % 10}-${i}`, at, observedAt: at + late };
      const [own, next] = [ACCOUNTS[account], ACCOUNTS[(account + other) % 6]];
      const amount = { minor: share, currency };
      if (what === 'open') {
        const opened = { ...common, at: at - age, observedAt: at - age + late };
        return { ...opened, kind: 'account-opened', account: own, user };
      }
      if (what === 'payment') return { ...common, kind: 'payment', account: own, merchant: 'shop', amount };
      if (what === 'balance') {
        const ledger = { minor: isKnown ? 5 : 80, currency };
        return { ...common, kind: 'balance', account: own, ledger, available: ledger };
      }
      const first = { ...common, kind: 'transfer', from: own, to: next, amount: { minor: 100, currency } };
      if (what === 'move') return isKnown ? { ...first, balances: { fromAfter: 3, toAfter: 90 } } : first;
      const onward = { ...first, id: `${first.id}b`, from: next, to: ACCOUNTS[i % 2], amount };
      return [first, { ...onward, at: at + HOUR, observedAt: at + HOUR + late }];
    }) as Event[];
  });
}
