import fc from 'fast-check';
import type { Event } from '../../src/graph/model/event.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 2, 20, 20);

const user = fc.constantFrom('ann', 'bob', 'cid', 'dée');
const account = fc.constantFrom('a1', 'a2', 'b1', 'c1', 'x1');
const device = fc.constantFrom('phone', 'tablet', 'kiosk');
const ip = fc.constantFrom('198.51.100.7', '203.0.113.9', '2001:db8::1', '2001:db8::ffff');
const currency = fc.constantFrom('EUR', 'EUR', 'EUR', 'USD');
const amount = fc.record({ minor: fc.integer({ min: 0, max: 90_000 }), currency });
const location = fc.constantFrom(
  { lat: 52.5, lon: 13.4 },
  { lat: 52.4, lon: 13.1 },
  { lat: 40.7, lon: -74 },
  { lat: -33.9, lon: 18.4 },
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq = 3) => fc.option(arbitrary, { nil: undefined, freq });
const kind = <T extends string>(name: T) => fc.constant(name);
const used = { device: maybe(device, 6), ip: maybe(ip, 6) };
const signed = fc.record({ minor: fc.integer({ min: -9_000, max: 300_000 }), currency });
const balance = maybe(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90_000 })), 4);
const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu');

const payment = fc.record({
  kind: kind('payment'),
  account,
  merchant: fc.constantFrom('m1', 'm2'),
  amount,
  user: maybe(user, 6),
  ...used,
  location: maybe(location),
});
const transfer = fc.record({
  kind: kind('transfer'),
  from: account,
  to: account,
  amount,
  received: maybe(amount, 2),
  user: maybe(user, 6),
  ...used,
  balances: maybe(
    fc.record({ fromBefore: balance, fromAfter: balance, toBefore: balance, toAfter: balance }),
    2,
  ),
});
const registration = fc.record({
  kind: kind('registration'),
  user,
  ...used,
  email: maybe(fc.constantFrom('e@x.org', 'f@x.org')),
  phone: maybe(fc.constantFrom('+1', '+2')),
  channel: maybe(fc.constantFrom('ads', 'direct')),
  timeZone: maybe(zone),
});
const change = fc
  .oneof(
    fc.record({
      kind: kind('profile-change'),
      user,
      field: fc.constantFrom('email', 'phone'),
      value: maybe(fc.constantFrom('e@x.org', 'f@x.org'), 3),
    }),
    fc.record({ kind: kind('profile-change'), user, field: kind('timeZone'), value: zone }),
  )
  .map((event) => (event.field === 'phone' && event.value !== undefined ? { ...event, value: '+2' } : event));
const subject = fc.oneof(
  fc.record({ type: kind('User'), id: user }),
  fc.record({ type: kind('Account'), id: account }),
  fc.record({ type: kind('Device'), id: device }),
  fc.record({ type: kind('IpAddress'), id: ip }),
  fc.record({
    type: kind('Event'),
    source: kind('s'),
    id: fc.integer({ min: 0, max: 59 }).map((i) => `e${i}`),
  }),
  fc.record({
    type: kind('Event'),
    source: kind('s'),
    id: fc.integer({ min: 0, max: 59 }).map((i) => `e${i}`),
  }),
);
const label = fc.record({
  kind: kind('label'),
  subject,
  verdict: fc.constantFrom('fraud', 'fraud', 'fraud', 'legitimate'),
  axis: maybe(fc.constantFrom('first-party', 'third-party', 'scam')),
  role: maybe(fc.constantFrom('mule', 'victim'), 4),
});
const until = fc.integer({ min: 0, max: 60 }).map((days) => START + days * DAY);
const reference = fc.oneof(
  fc.record({
    kind: kind('reference'),
    subject: fc.record({ type: kind('Merchant'), id: fc.constantFrom('m1', 'm2') }),
    merchantRisk: fc.integer({ min: 0, max: 100 }),
  }),
  fc.record({
    kind: kind('reference'),
    subject: fc.record({ type: kind('IpAddress'), id: ip }),
    ipKind: fc.constantFrom('campus', 'residential'),
  }),
  fc.record({
    kind: kind('reference'),
    subject: fc.record({ type: kind('Account'), id: account }),
    accountType: fc.constantFrom('employer', 'current'),
  }),
  fc.record({
    kind: kind('reference'),
    subject: fc.record({ type: kind('Device'), id: device }),
    allowList: fc.record({ owner: kind('ops'), expiry: until }),
  }),
);
const body = fc.oneof(
  { weight: 9, arbitrary: payment },
  { weight: 9, arbitrary: transfer },
  { weight: 5, arbitrary: registration },
  { weight: 3, arbitrary: fc.record({ kind: kind('session'), user, ...used, location: maybe(location) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kind('account-opened'),
      user,
      account,
      accountType: maybe(fc.constantFrom('current', 'employer'), 2),
    }),
  },
  { weight: 4, arbitrary: change },
  { weight: 4, arbitrary: fc.record({ kind: kind('bank-connection'), user }) },
  { weight: 5, arbitrary: fc.record({ kind: kind('balance'), account, ledger: signed, available: signed }) },
  { weight: 2, arbitrary: reference },
  { weight: 5, arbitrary: label },
);

/** Often at one instant, often hours apart, seldom months: every window has something in it and something just outside. */
const time = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 30 }).map((step) => step * 4 * HOUR) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 40 }).map((step) => step * 4 * MINUTE) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 220 }).map((step) => step * DAY) },
);
const late = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 24 }).map((hours) => hours * HOUR) },
);

function events(size: number, isLate = true): fc.Arbitrary<Event[]> {
  return fc
    .array(fc.record({ body, time, late, days: fc.integer({ min: 0, max: 9 }) }), {
      minLength: 12,
      maxLength: size,
      size: 'max',
    })
    .map((list) =>
      list.map(({ body: what, time: after, late: delay, days }, i) => {
        const at = START + after;
        const observedAt = at + (what.kind === 'label' ? days * DAY : isLate ? delay : 0);
        return clean({ source: 's', id: `e${i}`, at, observedAt, ...what });
      }),
    );
}

/** Logs of a few users, in no order: late events, labels that come days later, several events at one instant. */
export function liveFeatureLogs(size = 60): fc.Arbitrary<Event[]> {
  return events(size);
}

/** Whose retraction takes back all that they did to the features that count. */
const TAKEN_BACK: ReadonlySet<string> = new Set([
  'payment',
  'transfer',
  'session',
  'bank-connection',
  'label',
]);

/**
 * The same, none late, with some transactions, sessions, connections and labels retracted, one of them perhaps twice or
 * before it is known.
 */
export function retractedLogs(size = 60): fc.Arbitrary<Event[]> {
  const retraction = fc.record({ of: fc.nat(), after: fc.integer({ min: -2, max: 30 }) });
  const list = fc.array(retraction, { minLength: 3, maxLength: 12, size: 'max' });
  return fc.tuple(events(size, false), list).map(([log, retractions]) => {
    const targets = log.filter(({ kind }) => TAKEN_BACK.has(kind));
    const made = retractions.slice(0, targets.length).map(({ of, after }, i): Event => {
      const { source, id, at: then } = targets[of % targets.length];
      const at = then + after * 4 * HOUR;
      return {
        kind: 'retraction',
        source: 's',
        id: `r${i}`,
        at,
        observedAt: at,
        of: [source, id],
        reason: '',
      };
    });
    return [...log, ...made];
  });
}

/** Without the fields that are not there, as events come from ingest. */
function clean(event: object): Event {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as Event;
}
