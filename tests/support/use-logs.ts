import fc from 'fast-check';
import type { Event } from '../../src/graph/model/event.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 0, 1, 22);

/** Two addresses of one /64, one IPv4 address in both its forms, and another. */
export const BLOCK_OF: Readonly<Record<string, string>> = {
  '2001:db8::1': '2001:db8::/64',
  '2001:db8::ffff': '2001:db8::/64',
  '198.51.100.7': '198.51.100.7',
  '::ffff:198.51.100.7': '198.51.100.7',
  '203.0.113.9': '203.0.113.9',
};

const USERS = ['ann', 'Ann', 'bob', 'cid', 'dée', '__proto__'];
const devices = fc.constantFrom('phone', 'tablet', 'kiosk');
const accounts = fc.constantFrom('A', 'B', 'hub');

function mostly<T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(values, { freq: 4, nil: undefined });
}

const amount = fc.constant({ minor: 100, currency: 'EUR' });

/** What happens, without key and times. */
function happenings(names: readonly string[], addressList: readonly string[]) {
  const users = fc.constantFrom(...names);
  const addresses = fc.constantFrom(...addressList);
  const place = { device: mostly(devices), ip: mostly(addresses) };
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('registration'),
        user: users,
        ...place,
        phone: mostly(fc.constantFrom('+1', '+2')),
        email: fc.option(fc.constantFrom('x@y.z', 'X@y.z '), { nil: undefined }),
        address: fc.option(fc.constantFrom('1 High St', '1, HIGH  st.', 'Elm Row 2', ' '), {
          nil: undefined,
        }),
      }),
    },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('session'), user: users, ...place }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('payment'),
        account: accounts,
        merchant: fc.constant('shop'),
        amount,
        user: mostly(users),
        ...place,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('transfer'),
        from: accounts,
        to: accounts,
        amount,
        user: mostly(users),
        ...place,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('account-opened'), account: accounts, user: users }),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(
          ['phone', '+1'],
          ['nationalId', 'ab-1'],
          ['nationalId', 'ab-1'],
          ['name', 'ab-1'],
          ['address', 'elm row 2'],
        )
        .chain(([field, value]) =>
          fc.record({
            kind: fc.constant('profile-change'),
            user: users,
            field: fc.constant(field),
            value: mostly(fc.constant(value)),
          }),
        ),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('reference'),
        subject: fc.record({ type: fc.constant('IpAddress'), id: addresses }),
        ipKind: fc.option(fc.constantFrom('residential', 'mobile', 'vpn'), { nil: undefined }),
        isVpn: fc.option(fc.boolean(), { nil: undefined }),
      }),
    },
  );
}

/** Many events at one time, some within the tiers' windows and exactly at their edges, few far apart. */
const SLOW = pauses(3, 1);
/** Most events on the same few days. */
export const BUSY = pauses(0.3, 0.1);

function pauses(days: number, weeks: number): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 40, arbitrary: fc.constant(0) },
    { weight: 50, arbitrary: fc.constantFrom(1, MINUTE, 30 * MINUTE, HOUR) },
    { weight: 10 * days, arbitrary: fc.constantFrom(2 * HOUR, 5 * HOUR, DAY, 2 * DAY) },
    { weight: 10 * weeks, arbitrary: fc.constantFrom(7 * DAY, 28 * DAY, 45 * DAY) },
  );
}

/** Small logs with ties in time, ids whose byte order differs from arrival, late observation and hostile names. */
export function useLogs(
  maxLength: number,
  names: readonly string[] = USERS,
  addresses: readonly string[] = Object.keys(BLOCK_OF),
  pause = SLOW,
): fc.Arbitrary<Event[]> {
  const step = fc.record({
    happening: happenings(names, addresses),
    pause,
    rank: fc.constantFrom('a', 'b', 'Z', '\u{ffee}', '\u{1f600}'),
    source: fc.constantFrom('s', 'S'),
    late: fc.option(fc.constantFrom(1, HOUR, 3 * DAY), { freq: 5, nil: 0 }),
  });
  return fc.array(step, { minLength: names.length, maxLength, size: 'max' }).map((steps) => {
    let at = START;
    return steps.map(({ happening, pause, rank, source, late }, i) => {
      at += pause;
      const fields = Object.fromEntries(Object.entries(happening).filter(([, value]) => value !== undefined));
      return { ...fields, source, id: `${rank}${i}`, at, observedAt: at + late } as unknown as Event;
    });
  });
}
