import { describe, expect, it } from 'vitest';
import type { Event } from '../../../../src/graph/model/event.ts';
import { DAY } from '../../../../src/kernel/time.ts';
import { featureMatrix } from '../../../../src/risk/models/feature-matrix.ts';
import { splitByLabels, SPLIT_DEFAULTS, type RiskRows } from '../../../../src/risk/training/label-split.ts';
import { Outcomes } from '../../../../src/risk/training/outcomes.ts';

type Verdict = 'fraud' | 'legitimate' | 'inconclusive';

let labels = 0;
const label = (user: string, at: number, knownAt: number, verdict: Verdict = 'fraud'): Event => ({
  source: 's',
  id: `label ${labels++}`,
  kind: 'label',
  at: at * DAY,
  observedAt: knownAt * DAY,
  subject: { type: 'User', id: user },
  verdict,
});

/** One transaction a day of each user, day by day; fraudsters f0, f1, …, each ring of two. */
function world(
  days: number,
  users: readonly string[],
  rings: Readonly<Record<string, string>> = {},
  ringsFrom = Infinity,
): RiskRows {
  const list = Array.from({ length: days }, (_, day) => users.map((user) => ({ day, user }))).flat();
  return {
    matrix: featureMatrix(['day'], [Float64Array.from(list, ({ day }) => day)]),
    at: Float64Array.from(list, ({ day }, i) => day * DAY + i),
    of: list.map(({ user }, i) => ({ key: ['s', `t${i}`] as const, user, account: `account of ${user}` })),
    rings: list.map(({ user }) => rings[user] ?? null),
    ringsFrom: Float64Array.from(list, ({ user }) =>
      rings[user] === undefined ? Infinity : ringsFrom * DAY,
    ),
  };
}

const gathered = (...events: readonly Event[]): Outcomes => {
  const outcomes = new Outcomes();
  events.forEach((event) => outcomes.gather(event));
  return outcomes;
};

const split = (rows: RiskRows, outcomes: Outcomes, trainedAt: number, judgedAt: number | null = null) =>
  splitByLabels(rows, outcomes, {
    ...SPLIT_DEFAULTS,
    trainedAt: trainedAt * DAY,
    judgedAt: judgedAt === null ? null : judgedAt * DAY,
  });

const usersOf = (rows: RiskRows, part: { rows: Int32Array }): Set<string | null> =>
  new Set(Array.from(part.rows, (row) => rows.of[row].user));

describe('a split by labels', () => {
  const rows = world(40, ['f0', 'f1', 'f2', 'f3', 'g0', 'g1', 'odd']);
  const outcomes = gathered(
    label('f0', 6, 10),
    label('f1', 14, 18),
    label('f2', 30, 36),
    label('f3', 1, 5),
    label('odd', 20, 22, 'inconclusive'),
    label('g1', 3, 4),
    label('g1', 3, 8, 'legitimate'),
  );

  it('stops training at its instant less the delay that 95 % of the labels stay under', () => {
    const { delay, fit, choose } = split(rows, outcomes, 20);
    expect(delay / DAY).toBeCloseTo(5.6, 6);
    expect(Math.max(fit.to, choose.to)).toBeLessThanOrEqual(20 * DAY - delay);
  });

  it('learns nothing from labels that were known later', () => {
    const early = split(rows, outcomes, 20);
    const frauds = new Set(
      [early.fit, early.choose].flatMap((part) =>
        Array.from(part.rows)
          .filter((_, i) => part.labels[i] === 1)
          .map((row) => rows.of[row].user),
      ),
    );
    // f3 and f2: known before, or only later.
    expect([...frauds].toSorted()).toEqual(['f0', 'f1', 'f3']);
    for (const part of [early.fit, early.choose])
      part.rows.forEach((row, i) => {
        if (rows.of[row].user === 'f2') expect(part.labels[i]).toBe(0);
      });
  });

  it('leaves out transactions after somebody is known as a fraudster, and open verdicts', () => {
    const { fit, choose, counts } = split(rows, outcomes, 20);
    for (const part of [fit, choose])
      for (const row of part.rows) {
        if (rows.of[row].user === 'f3') expect(rows.at[row]).toBeLessThan(5 * DAY);
        // Accused in error from day 4 to 8.
        if (rows.of[row].user === 'g1') expect(rows.at[row] < 4 * DAY || rows.at[row] >= 8 * DAY).toBe(true);
      }
    expect(usersOf(rows, choose).has('odd')).toBe(true);
    expect(split(rows, outcomes, 26).counts.open).toBeGreaterThan(0);
    expect(counts.knownBefore).toBeGreaterThan(0);
  });

  it('never has a ring, or a fraudster outside rings, on two sides', () => {
    const rings = { f0: 'r', f1: 'r', g0: 'r' };
    const innocents = ['g0', 'g1', 'g2', 'g3', 'g4', 'g5'];
    const ringed = world(40, ['f0', 'f1', 'f2', 'f3', 'f4', ...innocents], rings);
    const more = gathered(
      label('f0', 6, 8),
      label('f2', 7, 9),
      label('f4', 5, 7),
      label('f1', 30, 32),
      label('f3', 31, 33),
    );
    const parts = splitByLabels(ringed, more, { ...SPLIT_DEFAULTS, trainedAt: 12 * DAY, judgedAt: 60 * DAY });
    const sides = [parts.fit, parts.choose, parts.judge!].map((part) => usersOf(ringed, part));
    for (const group of [['f0', 'f1', 'g0'], ['f2'], ['f3'], ['f4']])
      expect(
        sides.filter((users) => group.some((user) => users.has(user))).length,
        group.join(),
      ).toBeLessThan(2);
    expect(parts.counts.otherSide).toBeGreaterThan(0);
    expect(sides[2].has('f1')).toBe(true);
  });

  it('leaves out who has no label beside a known fraudster of the same ring, from when the ring was known', () => {
    const rings = { f0: 'r', g0: 'r', g1: 'r', f1: 's', g2: 's', g3: 'quiet', g4: 'quiet' };
    const users = ['f0', 'f1', 'f2', 'f3', 'g0', 'g1', 'g2', 'g3', 'g4', 'g5'];
    const known = gathered(
      label('f0', 6, 10),
      label('f1', 14, 18),
      label('f2', 3, 5),
      label('g1', 3, 8, 'legitimate'),
    );
    const learned = (ringsFrom: number) => {
      const ringed = world(40, users, rings, ringsFrom);
      const { fit, choose, counts } = split(ringed, known, 20);
      return { who: new Set([...usersOf(ringed, fit), ...usersOf(ringed, choose)]), counts };
    };
    const { who, counts } = learned(7);
    // g1 is cleared, g3 and g4 are in a ring of which nobody is known.
    expect([...who].toSorted()).toEqual(['f0', 'f1', 'f2', 'f3', 'g1', 'g3', 'g4', 'g5']);
    expect(counts.beside).toBeGreaterThan(10);
    expect(learned(21).counts.beside).toBe(0);
    expect(learned(21).who.has('g0')).toBe(true);
  });

  it('puts each ring and person into one fold of those learned from', () => {
    const many = world(30, ['f0', 'f1', 'f2', 'f3', 'f4', 'f5', 'g0', 'g1', 'g2', 'g3'], {
      f0: 'r',
      f1: 'r',
    });
    const known = gathered(...[0, 1, 2, 3, 4, 5].map((i) => label(`f${i}`, 6, 20 + i)));
    const { fit, fitFolds } = split(many, known, 29);
    expect(fitFolds).toHaveLength(fit.rows.length);
    const foldOf = new Map<string, number>();
    for (const [i, row] of fit.rows.entries()) {
      const name = many.rings[row] ?? many.of[row].user!;
      expect(foldOf.get(name) ?? fitFolds[i]).toBe(fitFolds[i]);
      foldOf.set(name, fitFolds[i]);
    }
    expect(new Set(fitFolds).size).toBe(2);
  });

  it('draws at most so many presumed ones, whose weights stand for all', () => {
    const many = world(40, ['f0', 'f1', ...Array.from({ length: 50 }, (_, i) => `g${i}`)]);
    const known = gathered(label('f0', 6, 30), label('f1', 25, 31));
    const options = {
      ...SPLIT_DEFAULTS,
      chooseShare: 0.4,
      mostPresumed: 200,
      trainedAt: 39 * DAY,
      judgedAt: null,
    };
    const { fit, counts } = splitByLabels(many, known, options);
    expect(counts.fitPresumed).toBeGreaterThan(500);
    expect(counts.fitDrawn).toBeLessThan(260);
    const sum = fit.weights!.reduce((all, one, i) => all + (fit.labels[i] === 0 ? one : 0), 0);
    expect(Math.abs(sum / counts.fitPresumed - 1)).toBeLessThan(0.2);
    fit.labels.forEach((one, i) => one === 1 && expect(fit.weights![i]).toBe(1));
  });

  it('judges only what came after training and is old enough, by what was known in the end', () => {
    const judged = split(
      rows,
      gathered(label('f0', 6, 10), label('f1', 14, 18), label('f2', 30, 36)),
      20,
      40,
    ).judge!;
    expect(judged.from).toBeGreaterThan(20 * DAY);
    expect(judged.to).toBeLessThanOrEqual(40 * DAY - 5.8 * DAY);
    expect(usersOf(rows, { rows: judged.rows.filter((_, i) => judged.labels[i] === 1) })).toEqual(
      new Set(['f2']),
    );
  });

  it('says what is missing when nothing is labelled fraud on a side', () => {
    expect(() => split(rows, gathered(label('g0', 1, 2, 'legitimate')), 20)).toThrow(
      /0 of 0 transactions|labelled fraud/,
    );
  });
});

describe('outcomes', () => {
  const about = { key: ['s', 'e'] as const, user: 'u', account: 'a' };
  const said = (
    subject: Extract<Event, { kind: 'label' }>['subject'],
    verdict: Verdict,
    knownAt: number,
  ): Event => ({ ...label('x', 0, knownAt, verdict), subject }) as Event;

  it('take the label of the transaction before its user, that before its account, as known at a time', () => {
    const outcomes = gathered(
      said({ type: 'Account', id: 'a' }, 'fraud', 1),
      said({ type: 'User', id: 'u' }, 'inconclusive', 2),
      said({ type: 'Event', source: 's', id: 'e' }, 'legitimate', 3),
      said({ type: 'Event', source: 's', id: 'e' }, 'fraud', 4),
    );
    const verdicts = [0, 1, 2, 3, 4].map((day) => outcomes.of(about, day * DAY)?.verdict ?? null);
    expect(verdicts).toEqual([null, 'fraud', 'inconclusive', 'legitimate', 'fraud']);
  });
});
