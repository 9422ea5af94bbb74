import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Ring } from '../../src/graph/model/ring.ts';
import { matchRings } from '../../src/rings/evaluation/match-rings.ts';
import { maximumMatching, type Candidate } from '../../src/rings/evaluation/maximum-matching.ts';
import { order } from '../support/ring-findings.ts';

/** The most pairs that can be matched, by trying every choice for every left. */
function mostPairs(
  candidates: readonly Candidate[],
  lefts: readonly number[],
  taken: ReadonlySet<number>,
): number {
  if (lefts.length === 0) return 0;
  const [left, ...rest] = lefts;
  const without = mostPairs(candidates, rest, taken);
  const withOne = candidates
    .filter((candidate) => candidate.left === left && !taken.has(candidate.right))
    .map(({ right }) => 1 + mostPairs(candidates, rest, new Set([...taken, right])));
  return Math.max(without, ...withOne);
}

const someCandidates = fc.uniqueArray(
  fc.record({ left: fc.nat(5), right: fc.nat(5), score: fc.constantFrom(0.5, 0.6, 0.7, 1) }),
  { maxLength: 14, selector: ({ left, right }) => left * 10 + right },
);

test('a matching is one to one, made of candidates, and no larger one exists', () => {
  fc.assert(
    fc.property(someCandidates, (candidates) => {
      const matching = maximumMatching(candidates);
      expect(new Set(matching.values()).size).toBe(matching.size);
      for (const [left, right] of matching)
        expect(candidates.some((candidate) => candidate.left === left && candidate.right === right)).toBe(
          true,
        );
      expect(matching.size).toBe(mostPairs(candidates, [0, 1, 2, 3, 4, 5], new Set()));
    }),
    { numRuns: 2000 },
  );
});

test('rings that overlap are matched as the rule says, and as many as can be', () => {
  const aGroup = fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 5 });
  const groups = fc.array(aGroup, { maxLength: 5 });
  fc.assert(
    fc.property(groups, groups, (found, real) => {
      const guilty = new Set(real.flat());
      const pairs = found.flatMap((f, left) =>
        real.flatMap((t, right) => {
          const shared = f.filter((user) => t.includes(user)).length;
          const jaccard = shared / new Set([...f, ...t]).size;
          const purity = f.filter((user) => guilty.has(user)).length / f.length;
          return jaccard >= 0.5 && purity >= 0.8 ? [{ left, right, score: jaccard }] : [];
        }),
      );
      const report = matchRings(found.map(ringOf), {
        rings: real.map((users, t) => ({ id: `t${t}`, kind: 'k', members: ringOf(users, t).members })),
        lookalikes: [],
      });
      for (const { ring, truth, jaccard } of report.matched) {
        const pair = pairs.find(({ left, right }) => ring === `r${left}` && truth === `t${right}`);
        expect(jaccard).toBe(pair?.score);
      }
      expect(report.matched).toHaveLength(mostPairs(pairs, [...found.keys()], new Set()));
      expect(report.falseRings).toHaveLength(found.length - report.matched.length);
      expect(report.missed).toHaveLength(real.length - report.matched.length);
    }),
    { numRuns: 1000 },
  );
});

function ringOf(users: readonly number[], number: number): Ring {
  return {
    id: `r${number}`,
    members: users.map((user) => ({ type: 'User', id: `u${user}`, role: 'member', since: order(0) })),
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
