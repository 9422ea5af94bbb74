import { expect, test } from 'vitest';
import { coSharing } from '../../../src/detectors/co-sharing/detect.ts';
import type { HubCalendar } from '../../../src/detectors/detector.ts';
import { defaultsOf } from '../../../src/detectors/options.ts';
import type { Event } from '../../../src/graph/model/event.ts';
import { buildEventGraph } from '../../../src/projection/event-graph-builder.ts';

const DAY = 86_400_000;
const START = Date.UTC(2025, 0, 1);
const noHubs: HubCalendar = { device: () => null, block: () => null, account: () => null };

interface Fields {
  readonly device?: string;
  readonly ip?: string;
  readonly phone?: string;
  readonly email?: string;
}

function signUp(user: string, at: number, fields: Fields): Event {
  return {
    source: 's',
    id: `${user}/${at}`,
    kind: 'registration',
    user,
    at: START + at,
    observedAt: START + at,
    ...fields,
  };
}

function pay(user: string, to: string, at: number): Event {
  const amount = { minor: 1, currency: 'EUR' };
  const time = START + at;
  return {
    source: 's',
    id: `${user}/${to}`,
    kind: 'transfer',
    from: `of ${user}`,
    to,
    amount,
    user,
    at: time,
    observedAt: time,
  };
}

function detect(events: readonly Event[], set = {}, hubs = noHubs) {
  const options = { ...defaultsOf(coSharing.options), ...set };
  return coSharing.detect(buildEventGraph(events), options, hubs);
}

test('three users that share a device and a payee are found with both uses of each as evidence', () => {
  const log = ['a', 'b', 'c'].flatMap((user, i) => [
    signUp(user, i, { device: 'd' }),
    pay(user, 'drain', i === 2 ? 30 * DAY : 10),
  ]);
  const { findings } = detect(log);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    subject: [
      ['device', 'd'],
      ['payee', 'drain'],
    ],
    peak: 3,
    strength: 10_000,
    owners: [],
    evidence: ['a/0', 'b/1', 'c/2', 'a/drain', 'b/drain', 'c/drain'].map((id) => ['s', id]),
  });
  expect(findings[0].members.map(({ type, id, role }) => `${type} ${id} ${role}`)).toEqual([
    'Account drain identifier',
    'Device d identifier',
    'User a member',
    'User b member',
    'User c member',
  ]);
  const later = log.with(5, pay('c', 'drain', 30 * DAY + 1));
  expect(detect(later).findings).toEqual([]);
});

test('one event that uses both is one piece of evidence, and every pair of kinds is a subject of its own', () => {
  const log = ['a', 'b', 'c'].map((user, i) =>
    signUp(user, i, { phone: '+1', ip: '203.0.113.9', email: 'e@x.y' }),
  );
  const { findings } = detect(log);
  expect(findings.map(({ subject }) => subject.map(([kind]) => kind).join(' ')).toSorted()).toEqual([
    'block email',
    'block phone',
    'email phone',
  ]);
  for (const { evidence } of findings) expect(evidence).toEqual(log.map(({ id }) => ['s', id]));
});

test('two identifiers of one kind are no subject', () => {
  const log = ['a', 'b', 'c'].flatMap((user) => [pay(user, 'x', 0), pay(user, 'y', 1)]);
  expect(detect(log).findings).toEqual([]);
});

test('a block that is a hub completes nothing; what it kept out is counted', () => {
  const hubs: HubCalendar = { ...noHubs, block: () => 'kind' };
  const log = ['a', 'b', 'c', 'd'].map((user, i) => signUp(user, i, { phone: '+1', ip: '203.0.113.9' }));
  expect(detect(log, {}, hubs)).toEqual({
    findings: [],
    hubs: [{ type: 'IpAddress', id: '203.0.113.9', reason: 'kind', day: START, keptOut: 1 }],
    truncated: [],
  });
});

test('a payee or device that is a hub keeps the finding from binding', () => {
  const log = ['a', 'b', 'c'].flatMap((user, i) => [signUp(user, i, { device: 'd' }), pay(user, 'shop', 10)]);
  const calendars: HubCalendar[] = [
    { ...noHubs, account: () => 'account-type' },
    { ...noHubs, device: () => 'benign-sharing' },
  ];
  for (const hubs of calendars) {
    const result = detect(log, {}, hubs);
    expect(result.findings[0].binds).toBe('hub');
    expect(result.hubs).toHaveLength(1);
  }
});

test('work beyond the cap leaves out the users with the most uses, and says so', () => {
  const ring = ['a', 'b', 'c'].map((user, i) => signUp(user, i, { phone: '+1', ip: '203.0.113.9' }));
  const busy = [0, 1, 2, 3].map((i) => signUp('busy', 10 + i, { phone: '+1', ip: '203.0.113.9' }));
  expect(detect([...ring, ...busy]).findings[0].peak).toBe(4);
  const { findings, truncated } = detect([...ring, ...busy], { maxUses: 13 });
  expect(findings[0].peak).toBe(3);
  expect(truncated).toEqual([
    {
      detector: 'co-sharing',
      what: 'uses of pairs of identifiers',
      cap: 13,
      leftOut: 'users with the most shared identifiers: 1, uses: 8',
    },
  ]);
  expect(detect([...ring, ...busy], { maxUses: 6 }).findings).toHaveLength(1);
  expect(detect([...ring, ...busy], { maxUses: 14 }).truncated).toEqual([]);
});
