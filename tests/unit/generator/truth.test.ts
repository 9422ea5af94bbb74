import { describe, expect, it } from 'vitest';
import { identifierId, normaliseIdentifier } from '../../../src/graph/model/entity.ts';
import { ROLES } from '../../../src/graph/model/finding.ts';
import { ipBlock } from '../../../src/graph/model/ip.ts';
import type { Truth } from '../../../src/graph/model/truth.ts';
import type { Event } from '../../../src/graph/model/event.ts';
import { LEVELS } from '../../../src/generator/levels.ts';
import { LEVEL_NAMES } from '../../../src/generator/level.ts';
import { LOOKALIKES, UNRECORDED } from '../../../src/generator/lookalikes.ts';
import { COVERT_PATTERNS, PATTERNS, patternsOf } from '../../../src/generator/patterns.ts';
import { makeWorld, ofKind, suspects, tellAll } from '../../support/worlds.ts';

const USERS = 3_000;
const SEED = 7;
const worlds = LEVEL_NAMES.map((level) => {
  const world = makeWorld({ users: USERS, level, seed: SEED });
  return { level, truth: world.truth, events: tellAll(world) };
});

/** `type id` of everything that events name. */
function namedIn(events: readonly Event[]): Set<string> {
  const named = new Set<string>();
  const note = (type: string, id: string | null | undefined) => id && named.add(`${type} ${id}`);
  for (const event of events) {
    if ('user' in event) note('User', event.user);
    if ('device' in event) note('Device', event.device);
    if ('ip' in event && event.ip !== undefined) note('IpAddress', ipBlock(event.ip));
    if (event.kind === 'account-opened') note('Account', event.account);
    if (event.kind === 'transfer') [event.from, event.to].forEach((id) => note('Account', id));
    if (event.kind === 'profile-change' && (event.field === 'phone' || event.field === 'email'))
      note(
        'Identifier',
        identifierId(event.field, normaliseIdentifier(event.field, event.value ?? '') ?? ''),
      );
    if (event.kind === 'payment') note('Merchant', event.merchant);
    if (event.kind === 'registration')
      for (const kind of ['phone', 'email', 'nationalId'] as const)
        if (event[kind] !== undefined)
          note('Identifier', identifierId(kind, normaliseIdentifier(kind, event[kind]) ?? ''));
  }
  return named;
}

function perpetrators(truth: Truth): string[] {
  return truth.rings.flatMap((ring) => suspects(ring, 'User'));
}

describe.each(worlds)('the truth of a world of level $level', ({ level, truth, events }) => {
  it('has as many ring members as the fraud rate leaves to rings', () => {
    const inRings = 0.05 * USERS - (truth.loners ?? []).length;
    const members = perpetrators(truth);
    expect(inRings).toBeGreaterThan(100);
    expect(new Set(members).size).toBe(inRings);
    // Only rings that know they are looked for share mules.
    expect(members.length > inRings).toBe(LEVELS[level].rings.covert !== undefined);
  });

  it('has a ring of each basic kind, none below the smallest size', () => {
    const kinds = new Set(truth.rings.map(({ kind }) => kind));
    for (const kind of ['device-sharing', 'ip-recycling', 'kiting', 'co-sharing', 'shared-identity'])
      expect(kinds).toContain(kind);
    for (const ring of truth.rings)
      expect(suspects(ring, 'User').length).toBeGreaterThanOrEqual(
        LEVELS[level].rings.kinds[ring.kind].minSize,
      );
  });

  it('names only what the events name, and gives roles that exist', () => {
    const named = namedIn(events);
    const members = [...truth.rings, ...truth.lookalikes].flatMap(
      (group): readonly { type: string; id: string }[] =>
        // Carrier addresses are listed whole; a small world need not have used each.
        group.kind === 'carrier-nat' ? [] : group.members,
    );
    expect(members.filter(({ type, id }) => !named.has(`${type} ${id}`))).toEqual([]);
    for (const { role } of truth.rings.flatMap((ring) => ring.members)) expect(ROLES).toContain(role);
  });

  it('has one organiser in each ring, and victims and bystanders only among the innocent', () => {
    const guilty = new Set(perpetrators(truth));
    for (const { members } of truth.rings) {
      expect(members.filter(({ type, role }) => type === 'User' && role === 'organiser').length).toBe(1);
      for (const { type, role, id } of members)
        if (type === 'User' && (role === 'victim' || role === 'bystander')) expect(guilty).not.toContain(id);
    }
  });

  it('lists as accounts of a ring only those that moved money with the ring or its victims', () => {
    const transfers = ofKind(events, 'transfer');
    for (const ring of truth.rings) {
      const accounts = new Set(ring.members.filter(({ type }) => type === 'Account').map(({ id }) => id));
      const moved = new Set(
        transfers
          .filter(({ from, to }) => accounts.has(to) && from !== to)
          .flatMap(({ from, to }) => [from, to]),
      );
      for (const account of accounts) expect(moved).toContain(account);
    }
  });

  it('keeps ring members out of planted look-alikes', () => {
    const guilty = new Set(perpetrators(truth));
    const planted = new Set(LOOKALIKES.map(({ kind }) => kind));
    for (const { kind, members } of truth.lookalikes)
      if (planted.has(kind)) expect(members.filter(({ id }) => guilty.has(id))).toEqual([]);
  });

  it('leaves no trace in ids, order of ids or any field but labels', () => {
    const guilty = new Set(perpetrators(truth));
    const sorted = ofKind(events, 'registration')
      .map(({ user }) => user)
      .sort();
    const ranks = sorted.flatMap((user, rank) => (guilty.has(user) ? [rank / sorted.length] : []));
    const mean = ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
    // The mean of n uniform numbers strays by 1 / sqrt(12 n); four times that hardly ever happens.
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 / Math.sqrt(12 * ranks.length));
    const kinds = [...PATTERNS, ...COVERT_PATTERNS, ...LOOKALIKES].map(({ kind }) => kind);
    const words = new RegExp(`\\b(${[...kinds, 'fraud', 'victim', 'mule', 'synthetic'].join('|')})\\b`, 'i');
    expect(events.filter(({ id }) => !/^e[0-9a-f]{8}$/.test(id))).toEqual([]);
    expect(events.filter((event) => event.kind !== 'label' && words.test(JSON.stringify(event)))).toEqual([]);
  });
});

describe('levels', () => {
  it('give rates only to look-alikes that exist, and sizes and weights to every kind of ring', () => {
    const lookalikes = LOOKALIKES.map(({ kind }) => kind);
    for (const level of Object.values(LEVELS)) {
      const patterns = patternsOf(level)
        .map(({ kind }) => kind)
        .sort();
      for (const kind of Object.keys(level.lookalikes)) expect(lookalikes).toContain(kind);
      expect(Object.keys(level.rings.kinds).sort()).toEqual(patterns);
    }
  });

  it.each(['typical', 'hard', 'adversarial'] as const)(
    'has at least five look-alike groups per ring on %s, and every kind of them',
    (level) => {
      const { truth } = worlds.find((world) => world.level === level)!;
      expect(truth.lookalikes.length / truth.rings.length).toBeGreaterThan(5);
      const large = makeWorld({ users: 20_000, level, seed: 1, days: 90 }).truth;
      const kinds = new Set(large.lookalikes.map(({ kind }) => kind));
      const planted = Object.keys(LEVELS[level].lookalikes).filter((kind) => !UNRECORDED.has(kind));
      expect(planted.filter((kind) => !kinds.has(kind))).toEqual([]);
    },
  );

  it('draws ring sizes from the bands of the level', () => {
    const { rings } = makeWorld({ users: 40_000, level: 'typical', seed: 3, days: 90 }).truth;
    const sizes = rings.map((ring) => suspects(ring, 'User').length);
    const share = (from: number, to: number) =>
      sizes.filter((size) => size >= from && size <= to).length / sizes.length;
    expect(sizes.length).toBeGreaterThan(100);
    expect(share(3, 5)).toBeGreaterThan(0.38);
    expect(share(3, 5)).toBeLessThan(0.62);
    expect(share(6, 15)).toBeGreaterThan(0.24);
    expect(share(6, 15)).toBeLessThan(0.46);
    expect(share(16, 60)).toBeGreaterThan(0.05);
    expect(share(16, 60)).toBeLessThan(0.2);
    expect(share(61, 120)).toBeGreaterThan(0);
  });
});
