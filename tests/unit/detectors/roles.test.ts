import { expect, test } from 'vitest';
import { applyRoleLabels } from '../../../src/detectors/roles.ts';
import type { EntityRef } from '../../../src/graph/model/entity.ts';
import type { Event } from '../../../src/graph/model/event.ts';
import type { Finding, Role } from '../../../src/graph/model/finding.ts';
import { buildEventGraph } from '../../../src/projection/event-graph-builder.ts';

const CROSSING = { at: 1_000, source: 's', id: 'm' };

function label(
  subject: EntityRef,
  role: string,
  place: { at: number; id?: string; observedAt?: number },
): Event {
  const { at, id = `${at} ${role} ${subject.id}`, observedAt = at } = place;
  return { source: 's', id, kind: 'label', at, observedAt, subject, verdict: 'fraud', role };
}

const ann: EntityRef = { type: 'User', id: 'ann' };

function findingOf(...members: (EntityRef & { role: Role })[]): Finding {
  return {
    id: 'f',
    detector: 'kiting-cycle',
    subject: ['a'],
    first: CROSSING,
    last: CROSSING,
    strength: 1,
    members: members.map((member) => ({ ...member, since: CROSSING })),
    evidence: [],
    peak: 1,
    binds: CROSSING,
    owners: [{ account: 'a', user: 'ann' }],
    optionsHash: '',
  };
}

function roleOf(events: readonly Event[], member: EntityRef & { role: Role }): Role {
  return applyRoleLabels(buildEventGraph(events), [findingOf(member)])[0].members[0].role;
}

test('a label known at the crossing names the role of a user or an account', () => {
  expect(roleOf([label(ann, 'victim', { at: 5 })], { ...ann, role: 'member' })).toBe('victim');
  const account: EntityRef = { type: 'Account', id: 'ann' };
  expect(roleOf([label(account, 'mule', { at: 5 })], { ...account, role: 'member' })).toBe('mule');
});

test('a label of a user does not touch the account of the same id, nor an id in other letters', () => {
  const events = [label(ann, 'victim', { at: 5 })];
  expect(roleOf(events, { type: 'Account', id: 'ann', role: 'member' })).toBe('member');
  expect(roleOf(events, { type: 'User', id: 'Ann', role: 'member' })).toBe('member');
});

test('a label counts up to the crossing in order, not after it', () => {
  const member = { ...ann, role: 'member' } as const;
  expect(roleOf([label(ann, 'victim', { at: 1_000, id: 'l' })], member)).toBe('victim');
  expect(roleOf([label(ann, 'victim', { at: 1_000, id: 'n' })], member)).toBe('member');
});

test('a label that was heard of after the crossing does not count', () => {
  const member = { ...ann, role: 'member' } as const;
  expect(roleOf([label(ann, 'victim', { at: 5, observedAt: 1_000 })], member)).toBe('victim');
  expect(roleOf([label(ann, 'victim', { at: 5, observedAt: 1_001 })], member)).toBe('member');
});

test('the latest label in order wins among those known', () => {
  const member = { ...ann, role: 'member' } as const;
  const events = [label(ann, 'victim', { at: 5 }), label(ann, 'organiser', { at: 6 })];
  expect(roleOf(events, member)).toBe('organiser');
  const unknownYet = label(ann, 'mule', { at: 7, observedAt: 2_000 });
  expect(roleOf([...events, unknownYet], member)).toBe('organiser');
});

test('a host set by a detector yields to a label', () => {
  expect(roleOf([label(ann, 'organiser', { at: 5 })], { ...ann, role: 'host' })).toBe('organiser');
  expect(roleOf([], { ...ann, role: 'host' })).toBe('host');
});

test('shared things keep their role, and nobody becomes an identifier', () => {
  const device: EntityRef = { type: 'Device', id: 'ann' };
  expect(roleOf([label(device, 'victim', { at: 5 })], { ...device, role: 'identifier' })).toBe('identifier');
  expect(roleOf([label(ann, 'identifier', { at: 5 })], { ...ann, role: 'member' })).toBe('member');
});

test('owners of account members get their label’s role and no other', () => {
  const labelled = buildEventGraph([label(ann, 'victim', { at: 5 })]);
  const finding = findingOf({ type: 'Account', id: 'a', role: 'member' });
  expect(applyRoleLabels(labelled, [finding])[0].owners).toEqual([
    { account: 'a', user: 'ann', role: 'victim' },
  ]);
  expect(applyRoleLabels(buildEventGraph([]), [finding])).toEqual([finding]);
});
