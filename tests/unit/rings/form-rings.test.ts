import { describe, expect, test } from 'vitest';
import { RingfenceError } from '../../../src/kernel/errors.ts';
import type { Finding } from '../../../src/graph/model/finding.ts';
import { ringId, type Ring } from '../../../src/graph/model/ring.ts';
import { formRings, RING_DEFAULTS } from '../../../src/rings/form-rings.ts';
import { makeFinding, order } from '../../support/ring-findings.ts';

function ringsOf(...findings: Finding[]): readonly Ring[] {
  return formRings(findings).rings;
}

/** `u1 u2:host`, members of one ring. */
function membersText(ring: Ring): string {
  return ring.members.map(({ id, role }) => (role === 'member' ? id : `${id}:${role}`)).join(' ');
}

function historyText(ring: Ring): string[] {
  return ring.history.map(
    ({ at, change, joined, finding, other }) =>
      `${at.at} ${change} by ${finding}${other ? ` from ${other}` : ''}: ${joined.map(({ id }) => id).join(' ')}`,
  );
}

describe('what binds', () => {
  test('no findings give no rings', () => {
    expect(formRings([])).toEqual({ rings: [], aliases: [] });
  });

  test('findings that share a user are one ring, others are rings of their own', () => {
    const rings = ringsOf(
      makeFinding({ id: 'a', at: 1, members: ['u1', 'u2'] }),
      makeFinding({ id: 'b', at: 2, members: ['u2', 'u3'] }),
      makeFinding({ id: 'c', at: 3, members: ['u4', 'u5'] }),
    );
    expect(rings.map(membersText)).toEqual(['u1 u2 u3', 'u4 u5']);
    expect(rings.map(({ findings }) => findings)).toEqual([['a', 'b'], ['c']]);
  });

  test.each(['hub', 'self', 'crowd'] as const)('a finding barred as %s is in no ring', (binds) => {
    const barred = makeFinding({ id: 'x', members: ['u1', 'u2'], binds });
    expect(ringsOf(barred)).toEqual([]);
    expect(ringsOf(barred, makeFinding({ id: 'b', members: ['u2', 'u3'] })).map(membersText)).toEqual([
      'u2 u3',
    ]);
  });

  test.each(['victim', 'bystander', 'host', 'identifier'])('a %s joins no findings but is listed', (role) => {
    const rings = ringsOf(
      makeFinding({ id: 'a', members: ['u1', 'u2', `u9:${role}`] }),
      makeFinding({ id: 'b', members: ['u3', 'u4', `u9:${role}`] }),
    );
    expect(rings.map(membersText)).toEqual([`u1 u2 u9:${role}`, `u3 u4 u9:${role}`]);
  });

  test('a shared device is listed and joins nothing', () => {
    const rings = ringsOf(
      makeFinding({ id: 'a', members: ['d1:identifier', 'u1', 'u2'] }),
      makeFinding({ id: 'b', members: ['d1:identifier', 'u3', 'u4'] }),
    );
    expect(rings.map(membersText)).toEqual(['d1:identifier u1 u2', 'd1:identifier u3 u4']);
  });

  test('a finding without a suspect makes no ring', () => {
    expect(ringsOf(makeFinding({ id: 'a', members: ['u1:victim', 'u2:host', 'd1:identifier'] }))).toEqual([]);
  });

  test('a ring may have one user', () => {
    expect(ringsOf(makeFinding({ id: 'a', members: ['u1', 'u2:host'] })).map(membersText)).toEqual([
      'u1 u2:host',
    ]);
  });

  test('a user and an account of the same id are two', () => {
    const user = makeFinding({ id: 'a', members: ['u1', 'u2'] });
    const account = makeFinding({ id: 'b', members: ['u3'] });
    const sameId = { ...account, members: [{ ...account.members[0], type: 'Account' as const, id: 'u1' }] };
    expect(ringsOf(user, sameId)).toHaveLength(2);
  });
});

describe('owners of accounts', () => {
  test('join findings and are members', () => {
    const rings = ringsOf(
      makeFinding({ id: 'a', members: ['a1', 'a2'], owners: ['a1=u1', 'a2=u2'] }),
      makeFinding({ id: 'b', members: ['u2', 'u3'] }),
    );
    expect(rings.map(membersText)).toEqual(['a1 a2 u1 u2 u3']);
  });

  test('of a victim are victims, and the plain account of a victim joins nothing', () => {
    const rings = ringsOf(
      makeFinding({ id: 'a', members: ['a1:victim', 'a2'], owners: ['a1=u1', 'a2=u2'] }),
      makeFinding({ id: 'b', members: ['a3', 'a4'], owners: ['a3=u1:victim', 'a4=u3'] }),
      makeFinding({ id: 'c', members: ['a3', 'a5'], owners: ['a3=u1:victim'] }),
    );
    expect(rings.map(membersText)).toEqual([
      'a1:victim a2 u1:victim u2',
      'a3:victim a4 u1:victim u3',
      'a3:victim a5 u1:victim',
    ]);
  });

  test('of a shared payee are left out', () => {
    expect(
      ringsOf(makeFinding({ id: 'a', members: ['u1', 'u2', 'a1:identifier'], owners: ['a1=u9'] })).map(
        membersText,
      ),
    ).toEqual(['a1:identifier u1 u2']);
  });
});

describe('shared identity', () => {
  const phone = { detector: 'shared-identity', subject: ['phone', '+1'] };

  test('alone binds nothing', () => {
    expect(ringsOf(makeFinding({ id: 'p', members: ['u1', 'u2'], ...phone }))).toEqual([]);
  });

  test('binds with another finding of one of its users about something else', () => {
    const rings = ringsOf(
      makeFinding({ id: 'p', members: ['u1', 'u2'], ...phone }),
      makeFinding({ id: 'd', members: ['u2', 'u3'] }),
    );
    expect(rings.map(membersText)).toEqual(['u1 u2 u3']);
  });

  test('binds with another shared identifier', () => {
    const rings = ringsOf(
      makeFinding({ id: 'p', members: ['u1', 'u2'], ...phone }),
      makeFinding({ id: 'q', members: ['u1', 'u2'], detector: 'shared-identity', subject: ['email', 'x'] }),
    );
    expect(rings.map(membersText)).toEqual(['u1 u2']);
  });

  test('does not bind with another episode about the same, with a barred finding, or through a host', () => {
    const p = makeFinding({ id: 'p', members: ['u1', 'u2'], ...phone });
    expect(ringsOf(p, makeFinding({ id: 'p2', at: 9, members: ['u1', 'u3'], ...phone }))).toEqual([]);
    expect(ringsOf(p, makeFinding({ id: 'd', members: ['u1', 'u3'], binds: 'hub' }))).toEqual([]);
    expect(ringsOf(p, makeFinding({ id: 'd', members: ['u1:host', 'u3', 'u4'] })).map(membersText)).toEqual([
      'u1:host u3 u4',
    ]);
  });

  test('starts to bind at the event by which a user is in both', () => {
    const [ring] = ringsOf(
      makeFinding({ id: 'p', at: 5, until: 9, members: ['u1', 'u2', 'u3@9'], ...phone }),
      makeFinding({ id: 'd', at: 3, until: 7, members: ['u8', 'u9', 'u2@7'] }),
    );
    expect(historyText(ring)).toEqual([
      '3 formed by d: u8 u9',
      '7 grew by d: u2',
      '7 grew by p: u1',
      '9 grew by p: u3',
    ]);
  });
});

describe('identity and history', () => {
  test('a ring is named by its eldest finding, by first event and then id', () => {
    const [ring] = ringsOf(
      makeFinding({ id: 'c', at: 5, members: ['u1', 'u2'] }),
      makeFinding({ id: 'b', at: 4, members: ['u1', 'u2'] }),
      makeFinding({ id: 'a', at: 4, members: ['u1', 'u2'] }),
    );
    expect(ring.id).toBe(ringId('a'));
    expect(ring.findings).toEqual(['a', 'b', 'c']);
  });

  test('forms, grows by members and findings, and keeps when and by what', () => {
    const [ring] = ringsOf(
      makeFinding({ id: 'a', at: 1, until: 4, members: ['u1', 'u2', 'u3@4'] }),
      makeFinding({ id: 'b', at: 6, until: 8, members: ['u1', 'u4'] }),
      makeFinding({ id: 'c', at: 7, members: ['u1', 'u4'] }),
    );
    expect(historyText(ring)).toEqual([
      '1 formed by a: u1 u2',
      '4 grew by a: u3',
      '6 grew by b: u4',
      '7 grew by c: ',
    ]);
    expect([ring.formedAt, ring.lastActiveAt]).toEqual([1, 8]);
    expect(ring.members.map(({ id, since }) => [id, since.at])).toEqual([
      ['u1', 1],
      ['u2', 1],
      ['u3', 4],
      ['u4', 6],
    ]);
  });

  test('on a merge the elder stays and the younger id leads to it', () => {
    const { rings, aliases } = formRings([
      makeFinding({ id: 'old', at: 1, members: ['u1', 'u2'] }),
      makeFinding({ id: 'young', at: 2, members: ['u3', 'u4'] }),
      makeFinding({ id: 'link', at: 3, members: ['u2', 'u3', 'u5'] }),
    ]);
    expect(rings.map(({ id }) => id)).toEqual([ringId('old')]);
    expect(historyText(rings[0])).toEqual([
      '1 formed by old: u1 u2',
      `3 merged by link from ${ringId('young')}: u3 u4`,
      '3 grew by link: u5',
    ]);
    expect(aliases).toEqual([{ id: ringId('young'), ring: ringId('old'), reason: 'merged' }]);
  });

  test('a finding older than the ring but binding later takes the ring in', () => {
    const { rings, aliases } = formRings([
      makeFinding({ id: 'late', at: 1, until: 9, members: ['u1', 'u2'], binds: 9 }),
      makeFinding({ id: 'ring', at: 5, members: ['u2', 'u3'] }),
    ]);
    expect(rings.map(({ id }) => id)).toEqual([ringId('late')]);
    expect(historyText(rings[0])).toEqual([
      '9 formed by late: u1 u2',
      `9 merged by late from ${ringId('ring')}: u3`,
    ]);
    expect(rings[0].formedAt).toBe(5);
    expect(aliases).toEqual([{ id: ringId('ring'), ring: ringId('late'), reason: 'merged' }]);
  });

  test('no ring id occurs among the aliases', () => {
    const { rings, aliases } = formRings([
      makeFinding({ id: 'a', at: 1, members: ['u1', 'u2'] }),
      makeFinding({ id: 'b', at: 2, members: ['u3', 'u4'] }),
    ]);
    expect(rings).toHaveLength(2);
    expect(aliases).toEqual([]);
  });
});

describe('what a ring says of itself', () => {
  test('a role known by a label beats what a detector guessed, a suspect role beats host', () => {
    const [ring] = ringsOf(
      makeFinding({ id: 'a', members: ['u1', 'u2', 'u3:host', 'u4:victim', 'u5', 'u6:mule'] }),
      makeFinding({ id: 'b', members: ['u1', 'u2:mule', 'u3', 'u4', 'u5:bystander', 'u6:organiser'] }),
    );
    expect(membersText(ring)).toBe('u1 u2:mule u3 u4:victim u5:bystander u6:organiser');
  });

  test('a member is one since the first event at which any of the findings counted it', () => {
    const [ring] = ringsOf(
      makeFinding({ id: 'a', at: 1, until: 9, members: ['u1', 'u2@9'] }),
      makeFinding({ id: 'b', at: 5, members: ['u1', 'u2'] }),
    );
    expect(ring.members.map(({ since }) => since.at)).toEqual([1, 5]);
  });

  test('strength is that of its strongest finding, risk is not known yet', () => {
    const [ring] = ringsOf(
      makeFinding({ id: 'a', members: ['u1', 'u2'], strength: 700 }),
      makeFinding({ id: 'b', members: ['u1', 'u2'], strength: 300 }),
      makeFinding({ id: 'c', members: ['u1', 'u2'], strength: 10_000, binds: 'hub' }),
    );
    expect([ring.strength, ring.risk]).toEqual([700, null]);
  });

  test('members are sorted by type, then id bytes', () => {
    const finding = makeFinding({ id: 'a', members: ['u1', 'a1', 'd1:identifier', 'u3'] });
    const named = ['u\u{10000}', 'a', 'd', 'u\u{ffff}'];
    const members = finding.members.map((member, i) => ({ ...member, id: named[i] }));
    expect(ringsOf({ ...finding, members })[0].members.map(({ id }) => id)).toEqual([
      'a',
      'd',
      'u\u{ffff}',
      'u\u{10000}',
    ]);
  });

  test('hostile ids are ids like others', () => {
    const finding = makeFinding({ id: '__proto__', members: ['u1', 'u2', 'u3'] });
    const named = ['__proto__', 'constructor', 'toString'];
    const members = finding.members.map((member, i) => ({ ...member, id: named[i] }));
    const { rings } = formRings([{ ...finding, members }], { maxRingSize: 1 });
    expect(rings.map(({ members }) => members.map(({ id }) => id))).toEqual([named]);
  });

  test('density is over pairs of actors, and the central ones share findings with most', () => {
    const [ring] = ringsOf(
      makeFinding({ id: 'a', members: ['u1', 'u2'] }),
      makeFinding({ id: 'b', members: ['u2', 'u3'] }),
      makeFinding({ id: 'c', members: ['u2', 'u4', 'u9:victim'] }),
    );
    expect(ring.metrics).toEqual({ density: 0.5, central: [{ type: 'User', id: 'u2' }] });
  });

  test('somebody known as a victim elsewhere in the ring is neither central nor counted', () => {
    const [ring] = ringsOf(
      makeFinding({ id: 'a', members: ['u1', 'u2'] }),
      makeFinding({ id: 'b', members: ['u2', 'u3'] }),
      makeFinding({ id: 'c', members: ['u2:victim', 'u3', 'u4'] }),
    );
    expect(ring.metrics.density).toBe(1 / 3);
    expect(ring.metrics.central.map(({ id }) => id)).toEqual(['u3', 'u4']);
  });

  test('an account with a known owner is one actor with the owner', () => {
    const [ring] = ringsOf(makeFinding({ id: 'a', members: ['a1', 'a2', 'a3'], owners: ['a1=u1', 'a2=u1'] }));
    expect(ring.metrics).toEqual({ density: 1, central: [] });
  });
});

describe('rings that are too large', () => {
  /** Two groups of four users, bound by one user in common with each. */
  const groups = [
    makeFinding({ id: 'a1', at: 1, members: ['u1', 'u2', 'u3', 'u4'] }),
    makeFinding({ id: 'a2', at: 2, members: ['u1', 'u2', 'u3', 'u4'] }),
    makeFinding({ id: 'b1', at: 3, members: ['u5', 'u6', 'u7', 'u8'] }),
    makeFinding({ id: 'b2', at: 4, members: ['u5', 'u6', 'u7', 'u8'] }),
    makeFinding({ id: 'link', at: 5, members: ['u4', 'u5'] }),
  ];

  test('are split, the part with the eldest keeps the id, the others name it as parent', () => {
    expect(formRings(groups, { maxRingSize: 8 }).rings).toHaveLength(1);
    const { rings } = formRings(groups, { maxRingSize: 7 });
    expect(rings.map(({ id, findings, parent }) => ({ id, findings, parent }))).toEqual([
      { id: ringId('a1'), findings: ['a1', 'a2', 'link'], parent: null },
      { id: ringId('b1'), findings: ['b1', 'b2'], parent: ringId('a1') },
    ]);
  });

  test('that Louvain leaves whole stay whole, whatever their size', () => {
    const farm = makeFinding({ id: 'farm', members: Array.from({ length: 250 }, (_, i) => `u${i}`) });
    const { rings } = formRings([farm]);
    expect(rings.map(({ members, parent }) => [members.length, parent])).toEqual([[250, null]]);
    expect(rings[0].metrics).toEqual({ density: 1, central: [] });
  });

  test('are measured in actors: accounts count only where no owner is known', () => {
    const owned = makeFinding({
      id: 'a',
      members: ['a1', 'a2', 'a3', 'a4'],
      owners: ['a1=u1', 'a2=u1', 'a3=u2', 'a4=u2'],
    });
    const other = makeFinding({ id: 'b', at: 1, members: ['u2', 'u3'] });
    const loose = makeFinding({ id: 'a', members: ['a1', 'a2', 'a3', 'a4'] });
    const more = makeFinding({ id: 'b', at: 1, members: ['a4', 'a5', 'a6'] });
    expect(formRings([owned, other], { maxRingSize: 3 }).rings).toHaveLength(1);
    expect(formRings([loose, more], { maxRingSize: 6 }).rings).toHaveLength(1);
    expect(formRings([loose, more], { maxRingSize: 5 }).rings).toHaveLength(2);
  });

  test('tell in their history what was split off, and ids of parts that are gone lead on', () => {
    const day = 86_400_000;
    const late = [
      makeFinding({ id: 'x1', at: 1, members: ['u1', 'u2', 'u3'] }),
      makeFinding({ id: 'x2', at: 2, until: day, members: ['u4', 'u5', 'u3', `u6@${day}`, `u7@${day}`] }),
    ];
    const [first, second] = formRings(late, { maxRingSize: 5 }).rings;
    expect(historyText(first)).toEqual(['1 formed by x1: u1 u2 u3', '2 grew by x2: u4 u5']);
    expect(historyText(second)).toEqual([
      `${day} split by x2 from ${ringId('x1')}: u3 u4 u5`,
      `${day} grew by x2: u6 u7`,
    ]);
    expect(second.parent).toBe(ringId('x1'));
  });

  test.each([0, -1, 1.5, NaN, Infinity])('maxRingSize %s is refused', (maxRingSize) => {
    expect(() => formRings([], { maxRingSize })).toThrow(RingfenceError);
    expect(() => formRings([], { maxRingSize })).toThrow(/maxRingSize/);
  });

  test('have more than 100 actors unless told otherwise', () => {
    expect(RING_DEFAULTS.maxRingSize).toBe(100);
  });
});

test('events of one time are told apart by their keys', () => {
  const a = makeFinding({ id: 'a', members: ['u1', 'u2'] });
  const b = {
    ...makeFinding({ id: 'b', members: ['u1', 'u3'] }),
    first: order(0, 'd'),
    binds: order(0, 'd'),
  };
  const earlier = { ...b, members: b.members.map((member) => ({ ...member, since: order(0, 'd') })) };
  expect(formRings([a, earlier]).rings[0].history.map(({ at, finding }) => [at.id, finding])).toEqual([
    ['d', 'b'],
    ['e', 'a'],
  ]);
});
