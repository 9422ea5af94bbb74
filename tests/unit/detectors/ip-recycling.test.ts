import { describe, expect, test } from 'vitest';
import type { HubCalendar } from '../../../src/detectors/detector.ts';
import { ipRecycling } from '../../../src/detectors/ip-recycling/detect.ts';
import { defaultsOf } from '../../../src/detectors/options.ts';
import type { Event } from '../../../src/graph/model/event.ts';
import type { IpKind } from '../../../src/graph/model/ip.ts';
import { buildEventGraph } from '../../../src/projection/event-graph-builder.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 0, 1);
const IP = '203.0.113.9';

const hubs: HubCalendar = { device: () => null, block: () => 'kind', account: () => null };

function event(kind: 'registration' | 'session', user: string, at: number, ip?: string): Event {
  const id = `${kind}/${user}/${at}`;
  return { source: 's', id, kind, user, at: START + at, observedAt: START + at, ip } as Event;
}
const signUp = (user: string, at: number, ip = IP) => event('registration', user, at, ip);
const session = (user: string, at: number, ip = IP) => event('session', user, at, ip);

function isOf(ipKind: IpKind, at = -DAY): Event {
  const subject = { type: 'IpAddress', id: IP } as const;
  return {
    source: 's',
    id: `kind/${at}`,
    kind: 'reference',
    at: START + at,
    observedAt: START + at,
    subject,
    ipKind,
  };
}

function detect(events: readonly Event[], set = {}) {
  const options = { ...defaultsOf(ipRecycling.options), ...set };
  return ipRecycling.detect(buildEventGraph(events), options, hubs).findings;
}

/** Users that sign up one after the other, ten minutes apart. */
function passers(count: number, from = 0, pause = 10 * MINUTE): Event[] {
  return Array.from({ length: count }, (_, i) =>
    signUp(`u${from}/${String(i).padStart(3, '0')}`, from + i * pause),
  );
}

describe('the threshold', () => {
  test.each([
    ['residential', 4],
    ['hosting', 4],
    ['vpn', 4],
    ['unknown', 8],
    ['mobile', 50],
    ['carrier-nat', 50],
    ['campus', 50],
  ] as const)('of an address of kind %s is %i users', (kind, users) => {
    const known = kind === 'unknown' ? [] : [isOf(kind)];
    expect(detect([...known, ...passers(users - 1)])).toEqual([]);
    const [finding] = detect([...known, ...passers(users)]);
    expect(finding).toMatchObject({ subject: [IP], peak: users, binds: finding.first });
  });

  test('is that of the kind known at the event', () => {
    expect(detect([isOf('residential'), isOf('campus', 25 * MINUTE), ...passers(8)])).toEqual([]);
    const [late] = detect([isOf('campus'), isOf('residential', 45 * MINUTE), ...passers(8)]);
    expect(late.first.at).toBe(START + 50 * MINUTE);
  });
});

describe('a user counts', () => {
  const home = isOf('residential');

  test('when its account is at most 72 hours old at its first use', () => {
    const aged = (age: number) => [
      home,
      ...passers(3),
      event('registration', 'd', HOUR - age),
      session('d', HOUR),
    ];
    expect(detect(aged(72 * HOUR))).toHaveLength(1);
    expect(detect(aged(72 * HOUR + 1))).toEqual([]);
  });

  test('when its registration has the time of the first use, though it comes after it in order', () => {
    const { at } = session('d', HOUR);
    const tie = [
      { ...session('d', HOUR), id: '1' },
      { ...event('registration', 'd', HOUR), id: '2' },
    ];
    expect(detect([home, ...passers(3), ...tie])).toEqual([]);
    const [finding] = detect([home, ...passers(3), ...tie, session('d', HOUR + 1)]);
    expect(finding.first.at).toBe(at + 1);
    expect(finding.evidence).toContainEqual(['s', '1']);
  });

  test('as long as it stays for at most two hours; a member that returns stays a member', () => {
    const stay = (length: number) => [home, ...passers(3), session('u0/000', length), signUp('d', 3 * HOUR)];
    expect(detect(stay(2 * HOUR))).toHaveLength(1);
    expect(detect(stay(2 * HOUR + 1))).toEqual([]);
    const [finding] = detect([home, ...passers(4), session('u0/000', DAY), signUp('x', 2 * DAY)]);
    expect(finding).toMatchObject({ peak: 4, last: { at: START + 2 * DAY } });
    expect(finding.members.map(({ id }) => id)).toEqual([IP, 'u0/000', 'u0/001', 'u0/002', 'u0/003', 'x']);
  });

  test('under one block with all addresses of its /64', () => {
    const log = ['2001:db8::1', '2001:db8::2', '2001:db8:0:0:ffff::3', '2001:db8::4'].map((ip, i) =>
      signUp(`u${i}`, i * MINUTE, ip),
    );
    const [finding] = detect(log, { unknownUsers: 4 });
    expect(finding.subject).toEqual(['2001:db8::/64']);
  });
});

describe('a finding binds', () => {
  const home = isOf('residential', -60 * DAY);

  test('not while stays overlap, but from the event on at which they no longer do', () => {
    const overlapping = [session('u0/000', 15 * MINUTE), ...passers(4)];
    expect(detect([home, ...overlapping])[0].binds).toBe('crowd');
    const resolved = [...overlapping, session('u0/000', 3 * HOUR), ...passers(1, 4 * HOUR)];
    const [finding] = detect([home, ...resolved]);
    expect(finding.binds).toMatchObject({ at: START + 4 * HOUR });
    expect(finding.first.at).toBe(START + 30 * MINUTE);
  });

  test('only when twice as many came as in a mean week of the four before', () => {
    const before = (users: number) => passers(users, -7 * DAY - 28 * DAY, 3 * HOUR);
    const now = passers(4, 0, 0);
    expect(detect([home, ...before(8), ...now]).at(-1)!.binds).not.toBe('crowd');
    expect(detect([home, ...before(9), ...now]).at(-1)!.binds).toBe('crowd');
    // The first of nine is then just outside the four weeks.
    const later = now.map((one) => ({ ...one, at: one.at + 1, observedAt: one.at + 1 }));
    expect(detect([home, ...before(9), ...later]).at(-1)!.binds).not.toBe('crowd');
  });
});

test('strength is less for a crowd, and for more of others', () => {
  const home = isOf('residential');
  const [farm] = detect([home, ...passers(8)]);
  expect(farm.strength).toBe(10_000);
  expect(detect([home, ...passers(4)])[0].strength).toBe(5_000);
  const residents = ['p', 'q', 'r', 's', 't', 'u', 'v', 'w'].map((user) => session(user, 0));
  expect(detect([home, ...residents, ...passers(8)])[0].strength).toBe(5_000);
  const back = session('u0/000', 75 * MINUTE);
  expect(detect([home, ...passers(8), back])[0].strength).toBe(9_286);
});
