import { describe, expect, test } from 'vitest';
import type { EntityType } from '../../../../src/graph/model/entity.ts';
import type { Role } from '../../../../src/graph/model/finding.ts';
import type { Ring } from '../../../../src/graph/model/ring.ts';
import type { TrueRing, Truth } from '../../../../src/graph/model/truth.ts';
import { matchRings } from '../../../../src/rings/evaluation/match-rings.ts';
import { shareOf, wilsonUpperBound } from '../../../../src/rings/evaluation/wilson-bound.ts';
import { order } from '../../../support/ring-findings.ts';

const TYPES: Readonly<Record<string, EntityType>> = { u: 'User', a: 'Account', d: 'Device' };

function members(text: string): { type: EntityType; id: string; role: Role }[] {
  return text.split(' ').map((word) => {
    const [id, role = 'member'] = word.split(':');
    return { type: TYPES[id[0]], id, role: role as Role };
  });
}

function found(id: string, text: string): Ring {
  return {
    id,
    members: members(text).map((member) => ({ ...member, since: order(0) })),
    findings: [],
    strength: 0,
    formedAt: 0,
    lastActiveAt: 0,
    parent: null,
    history: [],
    metrics: { density: 0, central: [] },
    risk: null,
  };
}

function real(id: string, text: string, kind = 'kiting'): TrueRing {
  return { id, kind, members: members(text) };
}

function truth(rings: readonly TrueRing[], lookalikes: Truth['lookalikes'] = []): Truth {
  return { rings, lookalikes };
}

/** Whether the only found ring matches the only true one. */
function matches(ring: string, trueRing: string): boolean {
  return matchRings([found('f', ring)], truth([real('t', trueRing)])).matched.length === 1;
}

describe('a pair matches', () => {
  test('from a Jaccard index of exactly one half on', () => {
    expect(matches('u1 u2', 'u1 u2 u3 u4')).toBe(true);
    expect(matches('u1 u2', 'u1 u2 u3 u4 u5')).toBe(false);
  });

  test('from a purity of exactly four fifths on', () => {
    expect(matches('u1 u2 u3 u4 u9', 'u1 u2 u3 u4')).toBe(true);
    expect(matches('u1 u2 u3 u9', 'u1 u2 u3')).toBe(false);
  });

  test('whatever victims, bystanders, hosts and identifiers are listed on either side', () => {
    const noise = 'u7:victim u8:bystander u9:host d1:identifier a1:victim';
    expect(matches(`u1 u2 ${noise}`, 'u1 u2')).toBe(true);
    expect(matches('u1 u2', `u1 u2 ${noise}`)).toBe(true);
  });

  test('with blamed victims held against it', () => {
    expect(matches('u1 u2 u3', 'u1 u2 u3:victim')).toBe(false);
  });

  test('with perpetrators of other rings counted as pure', () => {
    const rings = [found('f', 'u1 u2 u3 u4')];
    const report = matchRings(rings, truth([real('t', 'u1 u2 u3'), real('s', 'u4 u5 u6')]));
    expect(report.matched).toEqual([{ ring: 'f', truth: 't', kind: 'kiting', jaccard: 0.75, purity: 1 }]);
  });

  test('by users where both sides have some, so accounts of the same people add nothing', () => {
    expect(matches('u1 u2', 'u1 u2 a1 a2 a3 a4')).toBe(true);
    expect(matches('u1 u2 a1 a2 a3 a4', 'u1 u2')).toBe(true);
  });

  test('by accounts where one side has no users', () => {
    expect(matches('a1 a2', 'a1 a2')).toBe(true);
    expect(matches('a1 a2 u1 u2', 'a1 a2')).toBe(true);
    expect(matches('u1 u2', 'a1 a2')).toBe(false);
  });

  test('by the owners of accounts where they are known', () => {
    const owners = new Map([
      ['a1', ['u1']],
      ['a2', ['u2']],
    ]);
    const report = matchRings([found('f', 'u1 u2')], truth([real('t', 'a1 a2')]), owners);
    expect(report.recall).toBe(1);
    const cleared = matchRings([found('f', 'a1 a2 u2:victim')], truth([real('t', 'u1')]), owners);
    expect(cleared.matched[0].jaccard).toBe(1);
  });

  test('with roles that only a truth file knows counted as perpetrators', () => {
    const unusual = { id: 't', kind: 'k', members: [{ type: 'User' as const, id: 'u1', role: 'faux' }] };
    expect(matchRings([found('f', 'u1')], truth([unusual])).recall).toBe(1);
  });

  test('with no other: an empty ring matches nothing', () => {
    expect(matches('u1:host', 'u2:victim')).toBe(false);
  });
});

describe('the report', () => {
  test('matches one to one, as many as can be', () => {
    // f matches t1 (0.5) and t2 (0.5); g only t1. Best first alone could give t1 to f and leave g out.
    const rings = [found('f', 'u1 u2 u3 u4'), found('g', 'u1 u2')];
    const report = matchRings(rings, truth([real('t1', 'u1 u2'), real('t2', 'u3 u4')]));
    expect(report.matched.map(({ ring, truth }) => [ring, truth])).toEqual([
      ['f', 't2'],
      ['g', 't1'],
    ]);
    expect([report.precision, report.recall]).toEqual([1, 1]);
  });

  test('counts precision over found and recall over true rings', () => {
    const report = matchRings(
      [found('f', 'u1 u2'), found('g', 'u8 u9'), found('h', 'u1 u2')],
      truth([real('t', 'u1 u2'), real('s', 'u3 u4', 'co-sharing')]),
    );
    expect([report.precision, report.recall]).toEqual([1 / 3, 1 / 2]);
    expect([report.foundRings, report.trueRings]).toEqual([3, 2]);
    expect(report.precision95[1]).toBe(wilsonUpperBound(1, 3));
    expect(report.recall95).toEqual([shareOf(1, 2).low95, shareOf(1, 2).high95]);
    expect(report.kinds.map(({ kind, rings, matched, recall }) => [kind, rings, matched, recall])).toEqual([
      ['co-sharing', 1, 0, 0],
      ['kiting', 1, 1, 1],
    ]);
  });

  test('of nothing is perfect only when there was nothing', () => {
    const nothing = matchRings([], truth([]));
    expect([nothing.precision, nothing.recall]).toEqual([1, 1]);
    const missed = matchRings([], truth([real('t', 'u1')]));
    expect([missed.precision, missed.recall]).toEqual([0, 0]);
  });

  test('names the missed rings and what came nearest', () => {
    const report = matchRings(
      [found('f', 'u1 u7 u8'), found('g', 'u1 u2 u9')],
      truth([real('t', 'u1 u2 u3 u4'), real('s', 'u5')]),
    );
    expect(report.missed).toEqual([
      {
        truth: 't',
        kind: 'kiting',
        perpetrators: 4,
        nearest: { ring: 'g', jaccard: 0.4, purity: 2 / 3 },
      },
      { truth: 's', kind: 'kiting', perpetrators: 1, nearest: null },
    ]);
  });

  test('names false rings and which innocents they blame', () => {
    const report = matchRings(
      [found('f', 'u1 u7 u8 u9:host a1')],
      truth(
        [real('t', 'u1 u2 u3')],
        [
          { kind: 'family', members: members('u7 u8') },
          { kind: 'campus', members: members('u9 u10') },
        ],
      ),
    );
    expect(report.falseRings).toEqual([
      { ring: 'f', blamed: 3, perpetrators: 1, lookalikes: [{ kind: 'family', blamed: 2 }] },
    ]);
  });

  test('names giants: one found ring over half of each of several', () => {
    const report = matchRings(
      [found('f', 'u1 u2 u3 u4 u5'), found('g', 'u9')],
      truth([real('t', 'u1 u2'), real('s', 'u3 u4 u6 u7'), real('r', 'u5 u8 u9')]),
    );
    expect(report.giants).toEqual([{ ring: 'f', truths: ['t', 's'] }]);
  });

  test('names fragments: one true ring in several found ones', () => {
    const report = matchRings(
      [found('f', 'u1 u2'), found('g', 'u3 u4'), found('h', 'u5 u8 u9')],
      truth([real('t', 'u1 u2 u3 u4 u5')]),
    );
    expect(report.fragments).toEqual([{ truth: 't', rings: ['f', 'g'] }]);
  });

  test('counts people over all rings', () => {
    const report = matchRings(
      [found('f', 'u1 u2 u9'), found('g', 'u1 u3')],
      truth([real('t', 'u1 u2'), real('s', 'u3 u4 u5:victim')]),
    );
    expect(report.people).toEqual({ blamed: 4, perpetrators: 4, both: 3, precision: 0.75, recall: 0.75 });
  });

  test('counts blamed innocents by kind of look-alike, perpetrators among them left out', () => {
    const report = matchRings(
      [found('f', 'u1 u7 u8:host')],
      truth(
        [real('t', 'u1')],
        [
          { kind: 'family', members: members('u1 u7 u8') },
          { kind: 'family', members: members('u7 u10') },
          { kind: 'campus', members: members('u11') },
        ],
      ),
    );
    expect(
      report.lookalikes.map(({ kind, blamed, innocents, rate }) => [kind, blamed, innocents, rate]),
    ).toEqual([
      ['campus', 0, 1, 0],
      ['family', 1, 3, 1 / 3],
    ]);
    expect(report.lookalikes[1].upper95).toBe(wilsonUpperBound(1, 3));
  });
});

describe('the upper bound', () => {
  // Values of the score interval as published tables and statistics packages give them.
  test.each([
    [0, 10, 0.2775],
    [1, 10, 0.4042],
    [5, 10, 0.7634],
    [10, 10, 1],
    [0, 765, 0.005],
    [81, 263, 0.3662],
  ])('of %i in %i is %f', (hits, total, bound) => {
    expect(wilsonUpperBound(hits, total)).toBeCloseTo(bound, 4);
  });

  test('has a lower one beside it, its mirror image', () => {
    const { low95, high95, share } = shareOf(5, 10);
    expect([low95 + high95, share]).toEqual([expect.closeTo(1, 12), 0.5]);
    // As statistics packages give it for 1 of 10 and 9 of 10.
    expect(shareOf(1, 10).low95).toBeCloseTo(0.0179, 4);
    expect(shareOf(9, 10).low95).toBeCloseTo(0.5958, 4);
    expect([shareOf(0, 7).low95, shareOf(7, 7).high95]).toEqual([0, 1]);
    expect(shareOf(0, 0, 1)).toEqual({ part: 0, whole: 0, share: 1, low95: 0, high95: 1 });
  });

  test('of nothing in nothing is 1', () => {
    expect(wilsonUpperBound(0, 0)).toBe(1);
  });
});
