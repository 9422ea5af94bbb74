import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/graph/model/finding.ts';
import { ringId, type RingAlias } from '../../../src/graph/model/ring.ts';
import { carryOver, type CarriedOver } from '../../../src/rings/carry-over.ts';
import { formRings } from '../../../src/rings/form-rings.ts';
import { makeFinding } from '../../support/ring-findings.ts';

function between(
  before: readonly Finding[],
  now: readonly Finding[],
  aliases: readonly RingAlias[] = [],
): CarriedOver {
  const { rings } = formRings(before);
  return carryOver({ findings: before, rings, aliases }, { findings: now, ringSet: formRings(now) });
}

const device = { subject: ['d1', 'many'] };

describe('findings', () => {
  const old = makeFinding({ id: 'old', at: 100, until: 200, members: ['u1', 'u2'], ...device });

  test('that are still there are not superseded', () => {
    expect(between([old], [old]).superseded).toEqual({});
  });

  test('are superseded by the episode of their subject that overlaps theirs most', () => {
    const early = makeFinding({ id: 'early', at: 0, until: 120, members: ['u1', 'u2'], ...device });
    const late = makeFinding({ id: 'late', at: 150, until: 400, members: ['u1', 'u2'], ...device });
    expect(between([old], [early, late]).superseded).toEqual({ old: 'late' });
  });

  test('are superseded by the nearest episode where none overlaps', () => {
    const early = makeFinding({ id: 'early', at: 0, until: 20, members: ['u1', 'u2'], ...device });
    const late = makeFinding({ id: 'late', at: 250, members: ['u1', 'u2'], ...device });
    expect(between([old], [early, late]).superseded).toEqual({ old: 'late' });
    expect(between([old], [early]).superseded).toEqual({ old: 'early' });
  });

  test('of equally near episodes the elder supersedes', () => {
    const early = makeFinding({ id: 'b', at: 50, members: ['u1', 'u2'], ...device });
    const late = makeFinding({ id: 'a', at: 250, members: ['u1', 'u2'], ...device });
    expect(between([old], [late, early]).superseded).toEqual({ old: 'b' });
  });

  test('of another subject or detector supersede nothing', () => {
    const others = [
      makeFinding({ id: 'x', at: 100, members: ['u1', 'u2'], subject: ['d2', 'many'] }),
      makeFinding({ id: 'y', at: 100, members: ['u1', 'u2'], ...device, detector: 'co-sharing' }),
    ];
    expect(between([old], others).superseded).toEqual({ old: null });
  });
});

describe('ring ids', () => {
  const a = makeFinding({ id: 'a', at: 10, members: ['u1', 'u2', 'u3'] });
  const b = makeFinding({ id: 'b', at: 20, members: ['u7', 'u8'] });
  const link = makeFinding({ id: 'link', at: 30, members: ['u3', 'u7'] });

  test('that are still a ring’s own are no aliases', () => {
    expect(between([a, b], [a, b]).aliases).toEqual([]);
  });

  test('lead to the ring they merged into', () => {
    expect(between([a, b], [a, b, link]).aliases).toEqual([
      { id: ringId('b'), ring: ringId('a'), reason: 'merged' },
    ]);
  });

  test('lead to the ring of an elder finding that came late, though the replay never had them', () => {
    const elder = makeFinding({ id: 'elder', at: 5, members: ['u1', 'u9'] });
    expect(between([a], [elder, a]).aliases).toEqual([
      { id: ringId('a'), ring: ringId('elder'), reason: 'merged' },
    ]);
  });

  test('lead to the ring that holds what superseded their eldest finding', () => {
    const again = makeFinding({ id: 'again', at: 12, members: ['u4', 'u5'], subject: ['a'] });
    const bystanding = makeFinding({ id: 'more', at: 13, members: ['u1', 'u2', 'u3'] });
    expect(between([a], [again, bystanding]).aliases).toEqual([
      { id: ringId('a'), ring: ringId('again'), reason: 'superseded' },
    ]);
  });

  test('lead to the ring with most of their suspects when nothing else is left, of equals to the elder', () => {
    const one = makeFinding({ id: 'one', at: 1, members: ['u1', 'u5'] });
    const two = makeFinding({ id: 'two', at: 2, members: ['u2', 'u3'] });
    expect(between([a], [one, two]).aliases).toEqual([
      { id: ringId('a'), ring: ringId('two'), reason: 'superseded' },
    ]);
    const half = makeFinding({ id: 'half', at: 0, members: ['u2', 'u6'] });
    expect(between([a], [one, half]).aliases[0].ring).toBe(ringId('half'));
  });

  test('lead nowhere when nobody of them is in a ring', () => {
    expect(between([a], [b]).aliases).toEqual([{ id: ringId('a'), ring: null, reason: 'dissolved' }]);
    const asHost = makeFinding({ id: 'z', members: ['u1:host', 'u9'] });
    expect(between([a], [asHost]).aliases[0].ring).toBeNull();
  });

  test('go on leading after several runs, and come back as a ring’s own', () => {
    const merged = between([a, b], [a, b, link]);
    const moved = makeFinding({ id: 'moved', at: 11, members: ['u1', 'u2', 'u3'], subject: ['a'] });
    const second = carryOver(
      { findings: [a, b, link], rings: formRings([a, b, link]).rings, aliases: merged.aliases },
      { findings: [moved], ringSet: formRings([moved]) },
    );
    expect(second.superseded).toEqual({ a: 'moved', b: null, link: null });
    expect(second.aliases.map(({ id, ring }) => [id, ring])).toEqual(
      [
        [ringId('a'), ringId('moved')],
        [ringId('b'), ringId('moved')],
      ].toSorted(([x], [y]) => (x < y ? -1 : 1)),
    );
    const third = carryOver(
      { findings: [moved], rings: formRings([moved]).rings, aliases: second.aliases },
      { findings: [a, b], ringSet: formRings([a, b]) },
    );
    expect(third.aliases.map(({ id, ring }) => [id, ring])).toEqual([[ringId('moved'), ringId('a')]]);
  });

  test('that merged follow their own eldest finding rather than the ring they merged into', () => {
    const merged = between([a, b], [a, b, link]);
    const elder = makeFinding({ id: 'elder', at: 5, members: ['u7', 'u9'] });
    const next = carryOver(
      { findings: [a, b, link], rings: formRings([a, b, link]).rings, aliases: merged.aliases },
      { findings: [a, b, elder], ringSet: formRings([a, b, elder]) },
    );
    expect(next.aliases).toEqual([{ id: ringId('b'), ring: ringId('elder'), reason: 'merged' }]);
  });

  test('that led nowhere stay known', () => {
    const gone = between([a], [b]);
    const next = carryOver(
      { findings: [b], rings: formRings([b]).rings, aliases: gone.aliases },
      { findings: [], ringSet: formRings([]) },
    );
    expect(next.aliases.map(({ id, ring }) => [id, ring])).toEqual(
      [ringId('a'), ringId('b')].toSorted().map((id) => [id, null]),
    );
  });
});
