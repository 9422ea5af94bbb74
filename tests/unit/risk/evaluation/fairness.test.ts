import { describe, expect, it } from 'vitest';
import { fairnessLines } from '../../../../src/risk/evaluation/fairness.ts';

/** One row for each transaction: group, person, risk, whether it is fraud. */
type Row = readonly [group: string | null, person: string, risk: number, fraud?: 1];

function linesOf(rows: readonly Row[]): ReturnType<typeof fairnessLines> {
  return fairnessLines(
    Float64Array.from(rows, ([, , risk]) => risk),
    30,
    {
      labels: Uint8Array.from(rows, ([, , , fraud = 0]) => fraud),
      people: rows.map(([, person]) => person),
    },
    [{ trait: 'home', of: rows.map(([group]) => group) }],
  );
}

const many = (count: number, group: string, risk: number): Row[] =>
  Array.from({ length: count }, (_, i) => [group, `${group} ${risk} ${i}`, risk]);

describe('false alerts by groups', () => {
  it('counts innocent transactions of known groups, by hand', () => {
    const [a, b] = linesOf([
      ['a', 'ann', 30],
      ['a', 'ann', 90],
      ['a', 'art', 29.9],
      ['a', 'thief', 99, 1],
      [null, 'nobody', 99],
      ['b', 'bob', 50],
      ['b', 'ben', 0],
      ['b', 'ben', 1],
    ]);
    expect(a).toMatchObject({
      group: 'a',
      transactions: 3,
      falseAlerts: 2,
      peopleAlerted: 1,
      within: 'not known',
    });
    expect(a.falsePositiveRate).toBeCloseTo(2 / 3, 12);
    expect(a.ratio).toBeCloseTo(2, 12);
    expect(b.ratio).toBeCloseTo(0.5, 12);
    expect(a.ratio95[0]!).toBeLessThan(a.ratio!);
    expect(a.ratio95[1]!).toBeGreaterThan(a.ratio!);
  });

  it('says no where one group is plainly stopped more often, and yes where both are alike', () => {
    const unlike = linesOf([
      ...many(100, 'a', 80),
      ...many(900, 'a', 0),
      ...many(40, 'b', 80),
      ...many(960, 'b', 0),
    ]);
    expect(unlike.map(({ within }) => within)).toEqual(['no', 'no']);
    const alike = linesOf([
      ...many(900, 'a', 80),
      ...many(9_100, 'a', 0),
      ...many(900, 'b', 80),
      ...many(9_100, 'b', 0),
    ]);
    expect(alike.map(({ within }) => within)).toEqual(['yes', 'yes']);
  });

  it('does not take many alerts of one person for evidence', () => {
    const one: Row[] = Array.from({ length: 60 }, () => ['a', 'ann', 80]);
    const [line] = linesOf([...one, ...many(940, 'a', 0), ...many(10, 'b', 80), ...many(990, 'b', 0)]);
    expect(line).toMatchObject({ group: 'a', falseAlerts: 60, peopleAlerted: 1, within: 'not known' });
    expect(line.ratio).toBeCloseTo(6, 12);
  });

  it('has no ratio beside others without alerts, and leaves that end open', () => {
    const [a, b] = linesOf([...many(20, 'a', 80), ...many(80, 'a', 0), ...many(90, 'b', 0)]);
    expect(a).toMatchObject({ ratio: null, ratio95: [expect.any(Number), null], within: 'no' });
    expect(b).toMatchObject({ ratio: 0, ratio95: [null, expect.any(Number)], within: 'no' });
    const nobody = linesOf([...many(5, 'a', 0), ...many(5, 'b', 0)]);
    expect(nobody[0]).toMatchObject({ ratio: null, ratio95: [null, null], within: 'not known' });
  });

  it('says nothing of a trait of one group', () => {
    expect(linesOf(many(10, 'a', 80))).toEqual([]);
  });
});
