import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sharedIdentity } from '../../src/detectors/shared-identity/detect.ts';
import { hubCalendar } from '../../src/detectors/hubs.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { buildEventGraph } from '../../src/projection/event-graph-builder.ts';

// A second reading of definitions.md, "shared-identity": for each event it works out afresh who carries the value.

const KINDS = ['phone', 'email', 'nationalId'] as const;
type Kind = (typeof KINDS)[number];

/** Raw value -> the form in which it is compared, written out by hand. */
const RAW: Record<Kind, Record<string, string | null>> = {
  phone: {
    '+1 (555) 0101': '+15550101',
    '+15550101': '+15550101',
    '+15550101 x7': '+15550101x7',
    'n/a': null,
  },
  email: { 'a@x.org': 'a@x.org', ' A@X.org ': 'a@x.org', 'a+1@x.org': 'a+1@x.org', '': null },
  nationalId: { 'ab-12': 'AB12', AB12: 'AB12', 'CD 34': 'CD34', '--': null },
};

interface Setting {
  event: Event;
  user: string;
  kind: Kind;
  value: string | null;
}

function settings(events: readonly Event[]): Setting[] {
  return events.flatMap((event): Setting[] => {
    if (event.kind === 'registration')
      return KINDS.flatMap((kind) => {
        const raw = event[kind];
        return raw === undefined ? [] : [{ event, user: event.user, kind, value: RAW[kind][raw] }];
      });
    if (event.kind !== 'profile-change') return [];
    const kind = KINDS.find((one) => one === event.field);
    if (!kind) return [];
    return [
      { event, user: event.user, kind, value: event.value === undefined ? null : RAW[kind][event.value] },
    ];
  });
}

function naive(events: readonly Event[], minUsers: number, hubUsers: number, kinds: readonly Kind[]) {
  const all = settings(events).filter((one) => kinds.includes(one.kind));
  const subjects = new Set(all.filter((one) => one.value !== null).map((one) => `${one.kind}:${one.value}`));
  const findings = [...subjects].flatMap((subject) => {
    const kind = subject.slice(0, subject.indexOf(':')) as Kind;
    const value = subject.slice(kind.length + 1);
    const ofKind = all.filter((one) => one.kind === kind);
    const since = new Map<string, Event>();
    const proof = new Map<string, Event>();
    const completing: Event[] = [];
    let peak = 0;
    for (const { event, value: set } of ofKind) {
      if (set !== value) continue;
      const before = ofKind.slice(0, ofKind.findIndex((one) => one.event === event) + 1);
      const carriers = [...new Set(before.map((one) => one.user))].filter(
        (user) => before.findLast((one) => one.user === user)?.value === value,
      );
      if (carriers.length < minUsers || carriers.length > hubUsers) continue;
      completing.push(event);
      peak = Math.max(peak, carriers.length);
      for (const user of carriers.filter((one) => !since.has(one))) {
        const own = before.filter((one) => one.user === user);
        const broken = own.findLastIndex((one) => one.value !== value);
        since.set(user, event);
        proof.set(user, own[broken + 1].event);
      }
    }
    if (completing.length === 0) return [];
    const [first] = completing;
    const canonical = JSON.stringify(['shared-identity', 'v1', [kind, value], [first.source, first.id]]);
    return [
      {
        id: createHash('sha256').update(canonical).digest('hex').slice(0, 32),
        subject: [kind, value],
        first: first.id,
        last: completing.at(-1)?.id,
        peak,
        members: [...since].map(([user, event]) => `${user} since ${event.id}`).toSorted(),
        evidence: [...proof.values()]
          .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
          .map((one) => one.id),
      },
    ];
  });
  return findings.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

const user = fc.constantFrom('ann', 'Ann', 'bob', 'cid', 'dee', 'eve');
const rawOf = (kind: Kind) => fc.constantFrom(...Object.keys(RAW[kind]));
const change = fc.oneof(
  fc.record(
    {
      kind: fc.constant('registration'),
      user,
      phone: rawOf('phone'),
      email: rawOf('email'),
      nationalId: rawOf('nationalId'),
    },
    { requiredKeys: ['kind', 'user'] },
  ),
  fc.constantFrom(...KINDS, 'name' as const).chain((field) =>
    fc.record(
      {
        kind: fc.constant('profile-change'),
        user,
        field: fc.constant(field),
        value: field === 'name' ? fc.constant('a@x.org') : rawOf(field),
      },
      { requiredKeys: ['kind', 'user', 'field'] },
    ),
  ),
);
const histories = fc.array(change, { maxLength: 25 }).map((changes) =>
  changes.map((fields, i) => {
    // Some share an instant, so that the id decides the order.
    const at = 1_000 * Math.floor(i / 2);
    return {
      ...fields,
      source: 's',
      id: `e${String(i).padStart(3, '0')}`,
      at,
      observedAt: at,
    } as unknown as Event;
  }),
);

test('shared identities are those that a naive reading of the events gives', () => {
  const limits = fc.constantFrom([2, 50], [2, 3], [3, 4], [2, 2]);
  const kinds = fc.subarray([...KINDS], { minLength: 1 });
  let found = 0;
  const property = fc.property(histories, limits, kinds, (events, [minUsers, hubUsers], chosen) => {
    const graph = buildEventGraph(events);
    const { findings } = sharedIdentity.detect(
      graph,
      { minUsers, hubUsers, kinds: chosen },
      hubCalendar(graph),
    );
    found += findings.length;
    const seen = findings.map((finding) => {
      const [identifier, ...users] = finding.members;
      expect(identifier).toEqual({
        type: 'Identifier',
        id: finding.subject.join(':'),
        role: 'identifier',
        since: finding.first,
      });
      expect(users.every((member) => member.type === 'User' && member.role === 'member')).toBe(true);
      expect(finding.binds).toEqual(finding.first);
      return {
        id: finding.id,
        subject: finding.subject,
        first: finding.first.id,
        last: finding.last.id,
        peak: finding.peak,
        members: users.map((member) => `${member.id} since ${member.since.id}`).toSorted(),
        evidence: finding.evidence.map(([, id]) => id),
      };
    });
    expect(seen.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
      naive(events, minUsers, hubUsers, chosen),
    );
  });
  fc.assert(property, { numRuns: 2_000 });
  expect(found).toBeGreaterThan(1_000);
});
