import { describe, expect, test } from 'vitest';
import type { HubCalendar } from '../../../src/detectors/detector.ts';
import { deviceSharing } from '../../../src/detectors/device-sharing/detect.ts';
import type { DeviceSharingOptions } from '../../../src/detectors/device-sharing/options.ts';
import { defaultsOf } from '../../../src/detectors/options.ts';
import type { Event } from '../../../src/graph/model/event.ts';
import type { Finding } from '../../../src/graph/model/finding.ts';
import { buildEventGraph } from '../../../src/projection/event-graph-builder.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 0, 1);

const noHubs: HubCalendar = { device: () => null, block: () => null, account: () => null };

function event(kind: 'registration' | 'session', user: string, at: number, device?: string): Event {
  const id = `${at}/${kind}/${user}/${device}`;
  return { source: 's', id, kind, user, at: START + at, observedAt: START + at, device } as Event;
}
const registered = (user: string, at: number, device?: string) => event('registration', user, at, device);
const session = (user: string, at: number, device = 'd') => event('session', user, at, device);

function detect(events: readonly Event[], set: Partial<DeviceSharingOptions> = {}, hubs = noHubs) {
  const options = { ...defaultsOf(deviceSharing.options), ...set };
  return deviceSharing.detect(buildEventGraph(events), options, hubs);
}

function tiers(events: readonly Event[]): string[] {
  return detect(events)
    .findings.map(({ subject }) => String(subject[1]))
    .toSorted();
}

function only(findings: readonly Finding[]): Finding {
  expect(findings).toHaveLength(1);
  return findings[0];
}

function hostOf({ members }: Finding): string | undefined {
  return members.find(({ role }) => role === 'host')?.id;
}

describe('the tiers', () => {
  const users = ['a', 'b', 'c', 'd', 'e', 'f'];

  test('many wants six users within seven days, both ends included', () => {
    const five = users.slice(0, 5).map((user) => session(user, 0));
    expect(tiers([...five, session('f', 7 * DAY)])).toEqual(['many', 'slow']);
    expect(tiers([...five, session('f', 7 * DAY + 1)])).toEqual(['slow']);
  });

  test('burst wants three accounts of up to 72 hours within 24 hours', () => {
    const accounts = (age: number) => [
      registered('a', 0),
      registered('b', 0),
      registered('c', 0),
      session('a', age),
      session('b', age),
      session('c', age),
    ];
    expect(tiers(accounts(72 * HOUR))).toEqual(['burst', 'slow']);
    expect(tiers(accounts(72 * HOUR + 1))).toEqual(['slow']);
    const spread = [registered('a', 0, 'd'), registered('b', 0, 'd'), registered('c', 0)];
    expect(tiers([...spread, session('c', 24 * HOUR)])).toContain('burst');
    expect(tiers([...spread, session('c', 24 * HOUR + 1)])).not.toContain('burst');
  });

  test('a counted user completes also with a use at which its account is too old', () => {
    const { findings } = detect([
      registered('a', 0),
      registered('b', 60 * HOUR),
      registered('c', 60 * HOUR),
      session('a', 72 * HOUR),
      session('b', 73 * HOUR),
      session('c', 74 * HOUR),
      session('a', 75 * HOUR),
    ]);
    const burst = only(findings.filter(({ subject }) => subject[1] === 'burst'));
    expect(burst.first.at).toBe(START + 74 * HOUR);
    expect(burst.last.at).toBe(START + 75 * HOUR);
  });

  test('signup-burst wants two registrations within an hour and knows no other use', () => {
    expect(tiers([registered('a', 0, 'd'), registered('b', HOUR, 'd')])).toEqual(['signup-burst']);
    expect(tiers([registered('a', 0, 'd'), registered('b', HOUR + 1, 'd')])).toEqual([]);
    expect(tiers([registered('a', 0, 'd'), registered('b', 0), session('b', 0)])).toEqual([]);
  });

  test('slow wants three users within ninety days', () => {
    const two = [session('a', 0), session('b', 0)];
    expect(tiers([...two, session('c', 90 * DAY)])).toEqual(['slow']);
    expect(tiers([...two, session('c', 90 * DAY + 1)])).toEqual([]);
  });

  test('one value set by hand replaces them all', () => {
    const log = users.map((user) => session(user, 0));
    expect(detect(log).findings).toHaveLength(2);
    for (const set of [{ minUsers: 3 }, { window: DAY }, { maxAccountAge: Infinity }])
      expect(only(detect(log, set).findings).subject).toEqual(['d', 'custom']);
    expect(detect(log, { maxAccountAge: DAY }).findings).toEqual([]);
    expect(detect(log, { minUsers: 7 }).findings).toEqual([]);
  });

  test('a choice of tiers leaves the others out, and is no part of the id', () => {
    const log = users.map((user) => session(user, 0));
    const [slow] = detect(log, { tiers: ['slow'] }).findings;
    expect(slow.subject).toEqual(['d', 'slow']);
    const same = detect(log).findings.find(({ id }) => id === slow.id)!;
    expect({ ...same, optionsHash: '' }).toEqual({ ...slow, optionsHash: '' });
    expect(same.optionsHash).not.toBe(slow.optionsHash);
  });
});

describe('the host', () => {
  const CROSSING = 90 * DAY;
  const strangers = [session('b', CROSSING), session('c', CROSSING)];
  const host = [session('h', 0), session('h', DAY), session('h', 2 * DAY), session('h', CROSSING - HOUR)];
  const elsewhere = session('h', HOUR, 'own');
  const found = (events: readonly Event[]) => only(detect(events, { tiers: ['slow'] }).findings);

  test('was there ninety days before, on three days, and has a device of its own', () => {
    const finding = found([...host, elsewhere, ...strangers]);
    expect(finding.members.map(({ type, id, role }) => [type, id, role])).toEqual([
      ['Device', 'd', 'identifier'],
      ['User', 'b', 'member'],
      ['User', 'c', 'member'],
      ['User', 'h', 'host'],
    ]);
  });

  test('is nobody who came later, or on two days, or has no other device before the crossing', () => {
    const later = host.with(0, session('h', 1));
    expect(hostOf(found([...later, elsewhere, ...strangers]))).toBeUndefined();
    const twoDays = [host[0], session('h', HOUR), host[3]];
    expect(hostOf(found([...twoDays, elsewhere, ...strangers]))).toBeUndefined();
    expect(hostOf(found([...host, ...strangers]))).toBeUndefined();
    expect(hostOf(found([...host, ...strangers, session('h', CROSSING + 1, 'own')]))).toBeUndefined();
  });

  test('is one only: whoever was there first', () => {
    const second = ['b', 'h'].flatMap((user) => [
      session(user, 0),
      session(user, DAY),
      session(user, 2 * DAY),
      session(user, HOUR, `of ${user}`),
    ]);
    const finding = found([
      ...second,
      session('b', CROSSING),
      session('h', CROSSING),
      session('c', CROSSING),
    ]);
    expect(hostOf(finding)).toBe('b');
  });
});

describe('strength', () => {
  const strength = (events: readonly Event[], tier: 'slow' | 'many' | 'burst' = 'slow') =>
    only(detect(events, { tiers: [tier] }).findings).strength;
  const farm = [registered('a', 0, 'd'), registered('b', 1, 'd'), registered('c', 2, 'd')];

  test('is full for new accounts that share a device nobody else uses', () => {
    expect(strength(farm, 'burst')).toBe(10_000);
  });

  test('is less for a device that many others used', () => {
    const others = ['x', 'y', 'z'].map((user) => session(user, -200 * DAY));
    expect(strength([...others, ...farm], 'burst')).toBe(5_000);
  });

  test('is low in the slow tier, lower when one follows the other, lowest for old accounts', () => {
    expect(strength(farm)).toBe(3_000);
    const resale = ['a', 'b', 'c'].flatMap((user, i) => [
      registered(user, i * 20 * DAY, 'd'),
      session(user, i * 20 * DAY + DAY),
    ]);
    expect(strength(resale)).toBe(1_500);
    expect(strength(['a', 'b', 'c'].map((user) => session(user, 0)))).toBe(750);
  });

  test('is less for users of other devices', () => {
    expect(strength([session('a', -1, 'own'), ...farm], 'burst')).toBe(8_333);
  });
});

test('a finding on a hub fires, binds nothing and names the hub', () => {
  const hubs: HubCalendar = { ...noHubs, device: () => 'allow-list' };
  const log = ['a', 'b', 'c'].map((user, i) => session(user, i * HOUR + DAY / 2));
  const result = detect(log, {}, hubs);
  expect(only(result.findings).binds).toBe('hub');
  expect(result.hubs).toEqual([{ type: 'Device', id: 'd', reason: 'allow-list', day: START, keptOut: 1 }]);
});
