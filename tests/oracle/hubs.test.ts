import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hubCalendar } from '../../src/detectors/hubs.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';

// A second reading of definitions.md, "Hubs", straight from the list of events and sharing no code with the first.

const DAY = 86_400_000;
const START = Date.UTC(2025, 0, 1);
/** Two addresses of one /64, and two of IPv4. */
const ADDRESSES = ['2001:db8::1', '2001:db8::ffff', '198.51.100.7', '203.0.113.9'];
const BLOCK_OF: Record<string, string> = {
  '2001:db8::1': '2001:db8::/64',
  '2001:db8::ffff': '2001:db8::/64',
  '198.51.100.7': '198.51.100.7',
  '203.0.113.9': '203.0.113.9',
};

interface Use {
  at: number;
  user: string;
  target: string;
}

function earlier(events: readonly Event[], midnight: number): Event[] {
  return events.filter((event) => event.at < midnight && event.observedAt <= midnight);
}

function usesOf(events: readonly Event[], of: 'device' | 'ip'): Use[] {
  return events.flatMap((event) => {
    if (!['registration', 'session', 'payment', 'transfer'].includes(event.kind)) return [];
    const { user, device, ip } = event as Extract<Event, { kind: 'transfer' }>;
    const target = of === 'device' ? device : ip && BLOCK_OF[ip];
    return user && target ? [{ at: event.at, user, target }] : [];
  });
}

function naiveBenign(
  known: readonly Event[],
  of: 'device' | 'ip',
  target: string,
  midnight: number,
  hubUsers: number,
) {
  const uses = usesOf(known, of);
  const recent = uses.filter((use) => use.at >= midnight - 90 * DAY);
  const users = new Set(recent.filter((use) => use.target === target).map((use) => use.user));
  if (users.size < hubUsers) return false;
  const all = [...users];
  const tenured = all.filter((user) =>
    known.some(
      (event) => event.kind === 'registration' && event.user === user && event.at <= midnight - 90 * DAY,
    ),
  );
  const elsewhere = all.filter((user) => recent.some((use) => use.user === user && use.target !== target));
  const firsts = all.map((user) =>
    Math.min(...uses.filter((use) => use.user === user && use.target === target).map((use) => use.at)),
  );
  const densest = Math.max(
    ...firsts.map((from) => firsts.filter((first) => first >= from && first - from <= 7 * DAY).length),
  );
  return tenured.length * 2 >= users.size && elsewhere.length * 2 >= users.size && densest * 2 <= users.size;
}

function naiveAllowed(
  known: readonly Event[],
  type: string,
  isIt: (id: string) => boolean,
  midnight: number,
) {
  return known.some(
    (event) =>
      event.kind === 'reference' &&
      event.subject.type === type &&
      isIt(event.subject.id) &&
      event.allowList !== undefined &&
      event.allowList.expiry > midnight,
  );
}

function naiveDevice(events: readonly Event[], device: string, at: number, hubUsers: number) {
  const midnight = at - (((at % DAY) + DAY) % DAY);
  const known = earlier(events, midnight);
  if (naiveAllowed(known, 'Device', (id) => id === device, midnight)) return 'allow-list';
  return naiveBenign(known, 'device', device, midnight, hubUsers) ? 'benign-sharing' : null;
}

function naiveBlock(events: readonly Event[], block: string, at: number, hubUsers: number) {
  const midnight = at - (((at % DAY) + DAY) % DAY);
  const known = earlier(events, midnight);
  let kind: string | undefined;
  for (const event of known) {
    if (event.kind !== 'reference' || event.subject.type !== 'IpAddress') continue;
    if (BLOCK_OF[event.subject.id] === block) kind = event.ipKind ?? (event.isVpn ? 'vpn' : kind);
  }
  if (kind === 'campus' || kind === 'carrier-nat' || kind === 'hosting') return 'kind';
  if (naiveAllowed(known, 'IpAddress', (id) => BLOCK_OF[id] === block, midnight)) return 'allow-list';
  return naiveBenign(known, 'ip', block, midnight, hubUsers) ? 'benign-sharing' : null;
}

function naiveAccount(events: readonly Event[], account: string, at: number, hubCounterparties: number) {
  const midnight = at - (((at % DAY) + DAY) % DAY);
  const known = earlier(events, midnight);
  let type = '';
  for (const event of known) {
    if (event.kind === 'account-opened' && event.account === account) type = event.accountType ?? type;
    if (event.kind === 'reference' && event.subject.type === 'Account' && event.subject.id === account)
      type = event.accountType ?? event.merchantType ?? type;
  }
  if (/^\s*(merchant|employer|biller)\s*$/i.test(type)) return 'account-type';
  if (naiveAllowed(known, 'Account', (id) => id === account, midnight)) return 'allow-list';
  const opened = known.some(
    (event) =>
      event.kind === 'account-opened' && event.account === account && event.at <= midnight - 90 * DAY,
  );
  const others = new Set<string>();
  for (const event of known) {
    if (event.kind !== 'transfer' || event.at < midnight - 7 * DAY) continue;
    if (event.from === account) others.add(event.to);
    if (event.to === account) others.add(event.from);
  }
  others.delete(account);
  return opened && others.size >= hubCounterparties ? 'counterparties' : null;
}

const USERS = ['ann', 'Ann', 'bob', 'cid', 'dee'];
const DEVICES = ['phone', 'tablet', 'kiosk'];
const ACCOUNTS = ['a', 'b', 'c', 'd'];

/**
 * Whole days, mostly, with a millisecond on either side now and then, because the rules turn at midnights. Half of
 * them are exactly 90, 7 or 0 days before the days that are asked about.
 */
const ASKED = [200, 201];
function instant(firstDay: number, lastDay: number) {
  const turning = ASKED.flatMap((day) => [day - 90, day - 7, day]);
  const inside = turning.filter((day) => day >= firstDay && day <= lastDay);
  const days = fc.integer({ min: firstDay, max: lastDay });
  return fc
    .tuple(
      inside.length === 0 ? days : fc.oneof(days, fc.constantFrom(...inside)),
      fc.constantFrom(0, 0, 1, -1, DAY / 2),
    )
    .map(([day, offset]) => START + day * DAY + offset);
}
const lag = fc.constantFrom(0, 0, 0, 0, 1, DAY / 2, DAY, 20 * DAY, 90 * DAY, 91 * DAY);
const user = fc.constantFrom(...USERS);
const money = { minor: 1, currency: 'USD' };

type Body = Omit<Event, 'source' | 'id' | 'observedAt'> & { lag: number };
function body<T extends Record<string, unknown>>(
  kind: Event['kind'],
  at: fc.Arbitrary<number>,
  fields: fc.Arbitrary<T>,
) {
  return fc
    .tuple(at, lag, fields)
    .map(([when, late, rest]) => ({ kind, at: when, lag: late, ...rest }) as unknown as Body);
}

const registration = body('registration', instant(0, 130), fc.record({ user }));
const session = body(
  'session',
  instant(60, 205),
  fc.record(
    { user, device: fc.constantFrom(...DEVICES), ip: fc.constantFrom(...ADDRESSES) },
    { requiredKeys: ['user'] },
  ),
);
const opening = body(
  'account-opened',
  instant(0, 150),
  fc.record(
    { user, account: fc.constantFrom(...ACCOUNTS), accountType: fc.constantFrom('personal', 'Employer') },
    { requiredKeys: ['user', 'account'] },
  ),
);
const transfer = body(
  'transfer',
  instant(190, 205),
  fc.record({
    from: fc.constantFrom(...ACCOUNTS),
    to: fc.constantFrom(...ACCOUNTS),
    amount: fc.constant(money),
  }),
);
const allowList = instant(150, 210).map((expiry) => ({ owner: 'ops', expiry }));
const reference = body(
  'reference',
  instant(100, 205),
  fc.oneof(
    fc.record(
      {
        subject: fc.constantFrom(...ADDRESSES).map((id) => ({ type: 'IpAddress', id })),
        ipKind: fc.constantFrom('campus', 'carrier-nat', 'hosting', 'residential', 'vpn'),
        isVpn: fc.boolean(),
        allowList,
      },
      { requiredKeys: ['subject'] },
    ),
    fc.record({ subject: fc.constantFrom(...DEVICES).map((id) => ({ type: 'Device', id })), allowList }),
    fc.record(
      {
        subject: fc.constantFrom(...ACCOUNTS).map((id) => ({ type: 'Account', id })),
        accountType: fc.constantFrom('MERCHANT', 'biller ', 'savings'),
        merchantType: fc.constantFrom('employer', 'shop'),
        allowList,
      },
      { requiredKeys: ['subject'] },
    ),
  ),
);
const worlds = fc
  .tuple(
    fc.array(registration, { maxLength: 8 }),
    fc.oneof(fc.array(session, { maxLength: 12 }), fc.array(session, { maxLength: 40 })),
    fc.array(opening, { maxLength: 5 }),
    fc.array(transfer, { maxLength: 8 }),
    fc.array(reference, { maxLength: 2 }),
  )
  .map((parts) =>
    parts
      .flat()
      .toSorted((a, b) => a.at - b.at)
      .map(({ lag: late, ...rest }, i) => {
        const id = `e${String(i).padStart(4, '0')}`;
        return { ...rest, source: 's', id, observedAt: rest.at + late } as Event;
      }),
  );

test('hubs are those that a naive reading of the events gives, for each reason and day', () => {
  const met = new Set<string | null>();
  const property = fc.property(
    worlds,
    fc.integer({ min: 2, max: 4 }),
    fc.integer({ min: 1, max: 3 }),
    fc.array(fc.oneof(instant(150, 206), instant(200, 201)), { minLength: 1, maxLength: 4 }),
    (events, hubUsers, hubCounterparties, instants) => {
      const graph = buildEventGraph(events);
      const hubs = hubCalendar(graph, { hubUsers, hubCounterparties });
      const answered = (reason: string | null) => {
        met.add(reason);
        return reason;
      };
      for (const at of instants) {
        graph.devices.ids().forEach((id, number) => {
          expect(answered(hubs.device(number, at))).toBe(naiveDevice(events, id, at, hubUsers));
        });
        graph.blocks.ids().forEach((id, number) => {
          expect(answered(hubs.block(number, at))).toBe(naiveBlock(events, id, at, hubUsers));
        });
        graph.accounts.ids().forEach((id, number) => {
          expect(answered(hubs.account(number, at))).toBe(naiveAccount(events, id, at, hubCounterparties));
        });
      }
    },
  );
  fc.assert(property, { numRuns: 3000 });
  expect(met).toEqual(
    new Set([null, 'allow-list', 'benign-sharing', 'kind', 'account-type', 'counterparties']),
  );
});
