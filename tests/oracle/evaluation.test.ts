import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertBudget } from '../../src/rings/evaluation/alert-budget.ts';
import { blame } from '../../src/rings/evaluation/blame.ts';
import { compareRings } from '../../src/rings/evaluation/compare-rings.ts';
import { detectionTime } from '../../src/rings/evaluation/detection-time.ts';
import { quantile } from '../../src/rings/evaluation/quantile.ts';
import type { RingActs } from '../../src/rings/evaluation/ring-acts.ts';
import { lossBook } from '../../src/rings/evaluation/ring-loss.ts';
import { sizeBands } from '../../src/rings/evaluation/size-bands.ts';
import { DAY, HOUR } from '../../src/kernel/time.ts';
import { makeFinding } from '../support/ring-findings.ts';
import { foundRing, membersOf, step, trueRing, truthOf } from '../support/true-rings.ts';

const names = (users: readonly number[]): string => users.map((user) => `u${user}`).join(' ');
const aGroup = fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 5 });
const groups = (most: number) => fc.array(aGroup, { maxLength: most });
const NO_ACTS: RingActs = { firstActs: [], outflows: [], startKnown: false, labelKnownAt: null };
const noLoss = (rings: number) => lossBook(Array.from({ length: rings }, () => NO_ACTS));

describe('the alert budget', () => {
  test('opens each day the best that wait, as many as the budget has come to', () => {
    const rings = fc.array(fc.record({ day: fc.integer({ min: -2, max: 11 }), strength: fc.nat(3) }), {
      maxLength: 14,
    });
    fc.assert(
      fc.property(rings, fc.integer({ min: 1, max: 90_000 }), (sketches, people) => {
        const found = sketches.map(({ day, strength }, f) =>
          foundRing(`r${String.fromCharCode(97 + f)}`, `u${f}`, { formedAt: day * DAY + f, strength }),
        );
        const real = found.filter((_, f) => f % 3 === 0).map(({ id }, t) => trueRing(id, `u${3 * t}`));
        const comparison = compareRings(found, truthOf(real));
        const span = { people, from: 0, to: 9 * DAY + 5 };
        const rows = alertBudget(
          comparison,
          span,
          noLoss(real.length),
          (actor) => Number(actor.slice(6)) % 3 !== 0,
        );
        for (const row of rows) {
          // Day by day with exact fractions: places are counted by hand, alerts chosen by looking at all of them.
          const open = new Set<number>();
          let used = 0n;
          for (let day = 0; day < 10 && row.perDay !== null; day++) {
            const due = (BigInt(row.perDay) * BigInt(people) * BigInt(day + 1)) / 100_000n;
            for (let place = used; place < due; place++) {
              const waiting = [...found.keys()].filter((f) => {
                const shown = Math.max(0, Math.min(9, sketches[f].day));
                return !open.has(f) && shown <= day;
              });
              const best = waiting.find((f) =>
                waiting.every(
                  (g) =>
                    f === g ||
                    sketches[f].strength > sketches[g].strength ||
                    (sketches[f].strength === sketches[g].strength && found[f].formedAt < found[g].formedAt),
                ),
              );
              if (best !== undefined) open.add(best);
            }
            used = due;
          }
          const opened = row.perDay === null ? [...found.keys()] : [...open];
          const hits = opened.filter((f) => f % 3 === 0).length;
          expect([row.alerts, row.precision.part, row.recall.part, row.recall.whole]).toEqual([
            opened.length,
            hits,
            hits,
            real.length,
          ]);
          expect(row.innocents).toBe(opened.length - hits);
          expect(row.innocentsPer10kUsers30Days).toBeCloseTo(
            (row.innocents * 10_000 * 30) / (people * 10),
            9,
          );
          expect(row.alertsPerDay).toBeCloseTo((opened.length * 100_000) / (people * 10), 6);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('puts risk before strength, and counts the loss of matched rings', () => {
    const found = [
      foundRing('weak', 'u1', { strength: 1, risk: 90 }),
      foundRing('strong', 'u2', { strength: 9 }),
    ];
    const comparison = compareRings(
      found,
      truthOf([trueRing('t', 'u1'), trueRing('s', 'u2'), trueRing('r', 'u3')]),
    );
    const acts = [30, 50, 20].map((minor): RingActs => ({
      ...NO_ACTS,
      outflows: [
        { at: 1, minor, currency: 'EUR' },
        { at: 1, minor: 1000, currency: 'USD' },
      ].slice(0, minor === 50 ? 2 : 1),
    }));
    const loss = lossBook(acts);
    expect(loss).toMatchObject({ currency: 'EUR', total: 100, others: [{ currency: 'USD', outflows: 1 }] });
    const [one] = alertBudget(comparison, { people: 100_000, from: 0, to: 0 }, loss, () => true);
    expect([one.alerts, one.lossShare, one.innocents]).toEqual([1, 0.3, 1]);
    expect(
      alertBudget(comparison, { people: 0, from: 0, to: 0 }, noLoss(3), () => true)[0].lossShare,
    ).toBeNull();
  });
});

test('blame counts innocents of each kind, by rings and by findings', () => {
  fc.assert(
    fc.property(
      groups(4),
      groups(4),
      groups(3),
      fc.uniqueArray(fc.nat(9), { maxLength: 2 }),
      (findings, real, kinds, lone) => {
        // Every second finding is in a ring of its own; the last of each is a host.
        const all = findings.map((users, f) =>
          makeFinding({
            id: `f${f}`,
            detector: f % 4 < 2 ? 'x' : 'y',
            members: users.map((user, i) => (i === users.length - 1 ? `u${user}:host` : `u${user}`)),
          }),
        );
        const rings = all.flatMap(({ id, members }, f) =>
          f % 2 === 0
            ? [foundRing(id, members.map((m) => `${m.id}:${m.role}`).join(' '), { findings: [id] })]
            : [],
        );
        const truth = truthOf(
          real.map((users, t) => trueRing(`t${t}`, names(users))),
          kinds.map((users, k) => ({ kind: `k${k % 2}`, members: membersOf(names(users)) })),
        );
        const comparison = compareRings(rings, truth);
        const guilty = new Set([...comparison.perpetrators, ...lone.map((user) => `User\0u${user}`)]);
        const report = blame(comparison, all, guilty, 10);
        const accusedBy = (user: number, which: (f: number) => boolean): boolean =>
          findings.some((users, f) => which(f) && users.slice(0, -1).includes(user));
        for (const rate of [...report.kinds, report.everybody]) {
          const innocents = Array.from({ length: 10 }, (_, user) => user).filter(
            (user) =>
              !real.flat().includes(user) &&
              !lone.includes(user) &&
              (rate.kind === 'everybody' ||
                kinds.some((users, k) => `k${k % 2}` === rate.kind && users.includes(user))),
          );
          // A world of rings without any suspect user counts accounts, of which there are none here.
          if (
            rate.kind === 'everybody' &&
            comparison.sides.concat(comparison.trueSides).every((s) => s.users.size === 0)
          )
            continue;
          const count = (which: (f: number) => boolean): number =>
            innocents.filter((user) => accusedBy(user, which)).length;
          const isBound = (f: number): boolean => f % 2 === 0;
          expect([rate.kind, rate.innocents, rate.blamed, rate.flagged]).toEqual([
            rate.kind,
            innocents.length,
            count(isBound),
            count(() => true),
          ]);
          for (const detector of ['x', 'y'])
            expect(rate.detectors.find((one) => one.detector === detector)?.blamed ?? 0).toBe(
              count((f) => isBound(f) && all[f].detector === detector),
            );
        }
      },
    ),
    { numRuns: 400 },
  );
});

test('time to detection follows the history of the ring that matches', () => {
  // Few different hours, so that exactly 24 apart and equal ones happen.
  const hour = fc.nat(10).map((n) => 6 * n);
  const aStep = fc.record({ at: hour, user: fc.nat(4) });
  const acts = fc.array(hour, { maxLength: 5 });
  const money = fc.array(fc.record({ at: hour, minor: fc.nat(9) }), { maxLength: 5 });
  const label = fc.option(hour);
  fc.assert(
    fc.property(
      fc.array(aStep, { minLength: 1, maxLength: 6 }),
      acts,
      money,
      label,
      (joins, acted, spent, knownAt) => {
        const steps = joins.toSorted((a, b) => a.at - b.at);
        const users = [...new Set(steps.map(({ user }) => user))];
        // User 4 is no perpetrator; the true ring has users 0 to 3.
        const ring = foundRing('f', names(users), {
          history: steps.map(({ at, user }) => step(at * HOUR, `u${user}`, 'grew')),
        });
        const comparison = compareRings([ring], truthOf([trueRing('t', 'u0 u1 u2 u3')]));
        const ringActs: RingActs = {
          firstActs: acted
            .toSorted((a, b) => a - b)
            .map((at, i) => ({ actor: `User\0u${i}`, at: at * HOUR })),
          outflows: spent.map(({ at, minor }) => ({ at: at * HOUR, minor, currency: 'EUR' })),
          startKnown: true,
          labelKnownAt: knownAt === null ? null : knownAt * HOUR,
        };
        const activity = { rings: [ringActs], from: 0, to: 60 * HOUR };
        const time = detectionTime(comparison, activity, lossBook(activity.rings));

        const isMatched = comparison.foundOf.has(0);
        const withThree = steps.find(
          (_, i) =>
            new Set(
              steps
                .slice(0, i + 1)
                .map((one) => one.user)
                .filter((user) => user < 4),
            ).size >= 3,
        )?.at;
        const foundAt = isMatched ? (withThree ?? null) : null;
        const third = acted.toSorted((a, b) => a - b)[2] ?? null;
        const delay = foundAt === null || third === null ? null : foundAt - third;
        expect(time.rings[0]).toMatchObject({
          ring: isMatched ? 'f' : null,
          foundAt: foundAt === null ? null : foundAt * HOUR,
          hours: delay,
        });
        expect([time.timed, time.found, time.medianHours, time.p90Hours]).toEqual([
          third === null ? 0 : 1,
          delay === null ? 0 : 1,
          delay,
          delay,
        ]);
        expect(time.within24Hours.part).toBe(delay !== null && delay <= 24 ? 1 : 0);
        const total = spent.reduce((all, { minor }) => all + minor, 0);
        const left = spent.reduce(
          (all, { at, minor }) => (foundAt !== null && at > foundAt ? all + minor : all),
          0,
        );
        expect(time.preventableOfAll).toBe(total === 0 ? null : left / total);
        expect(time.preventable).toBe(foundAt === null || total === 0 ? null : left / total);
        expect(time.beforeLabelOfAll.part).toBe(
          foundAt !== null && (knownAt === null || foundAt < knownAt) ? 1 : 0,
        );
      },
    ),
    { numRuns: 500 },
  );
});

test('accounts that join count as their owners', () => {
  const owners = new Map(['1', '2', '3'].map((n) => [`a${n}`, [`u${n}`]]));
  const ring = foundRing('f', 'a1 a2 a3', {
    history: [step(1, 'a1 a2'), step(2, 'u1'), step(3, 'a3')],
  });
  const comparison = compareRings([ring], truthOf([trueRing('t', 'u1 u2 u3')]), owners);
  const activity = { rings: [NO_ACTS], from: 0, to: 9 };
  expect(detectionTime(comparison, activity, noLoss(1)).rings[0].foundAt).toBe(3);
});

test('bands of size take in every ring once', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 70 }), { maxLength: 5 });
  fc.assert(
    fc.property(sizes, sizes, (found, real) => {
      const users = (size: number, from: number): string =>
        names(Array.from({ length: size }, (_, user) => from * 100 + user));
      const comparison = compareRings(
        found.map((size, f) => foundRing(`f${f}`, users(size, f))),
        truthOf(real.map((size, t) => trueRing(`t${t}`, users(size, t)))),
      );
      const limits: Readonly<Record<string, readonly [number, number]>> = {
        '1-2': [1, 2],
        '3-5': [3, 5],
        '6-15': [6, 15],
        '16-60': [16, 60],
        'above 60': [61, 70],
      };
      const bands = sizeBands(comparison);
      expect(bands.reduce((all, { precision }) => all + precision.whole, 0)).toBe(found.length);
      for (const { band, precision, recall } of bands) {
        const [low, high] = limits[band];
        const within = (list: readonly number[]): number[] =>
          [...list.keys()].filter((i) => list[i] >= low && list[i] <= high);
        expect([precision.whole, recall.whole]).toEqual([within(found).length, within(real).length]);
        expect(precision.part).toBe(within(found).filter((f) => comparison.truthOf.has(f)).length);
        expect(recall.part).toBe(within(real).filter((t) => comparison.foundOf.has(t)).length);
      }
    }),
    { numRuns: 150 },
  );
});

test('a quantile is the smallest value that enough values do not exceed', () => {
  const values = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 9 });
  fc.assert(
    fc.property(values, fc.constantFrom(0.1, 0.25, 0.5, 0.75, 1), (list, share) => {
      const enough = list.filter(
        (value) => list.filter((other) => other <= value).length >= share * list.length,
      );
      expect(
        quantile(
          list.toSorted((a, b) => a - b),
          share,
        ),
      ).toBe(enough.length === 0 ? null : Math.min(...enough));
    }),
  );
});
