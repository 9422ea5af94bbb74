import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EntityRef } from '../../src/graph/model/entity.ts';
import type { Finding } from '../../src/graph/model/finding.ts';
import { ringId } from '../../src/graph/model/ring.ts';
import { formRings } from '../../src/rings/form-rings.ts';
import { aFindingSet } from '../support/arbitrary-findings.ts';
import { naiveRings } from '../support/naive-rings.ts';
import { makeFinding } from '../support/ring-findings.ts';

for (const [name, maxRingSize, most, runs] of [
  ['components that need no splitting', 100, 8, 500],
  ['components that are split', 2, 8, 1000],
  ['components that are split now and then', 4, 8, 1000],
  ['components that meet when they are too large already', 1, 18, 500],
] as const) {
  test(`rings, aliases and histories of ${name} are those of a naive replay`, () => {
    fc.assert(
      fc.property(aFindingSet(most), (findings) => {
        expectNaive(findings, maxRingSize);
      }),
      { numRuns: runs },
    );
  });
}

const DAY = 86_400_000;

test('a divided component that meets a larger undivided one waits for an eighth of new steps', () => {
  const findings = [
    ...Array.from({ length: 20 }, (_, i) => makeFinding({ id: `a${i}`, at: i, members: ['u1', 'u2'] })),
    makeFinding({ id: 'b0', at: 30, members: ['u3', 'u4', 'u5'] }),
    makeFinding({ id: 'b1', at: 31, members: ['u5', 'u6', 'u7'] }),
    makeFinding({ id: 'x', at: DAY, members: ['u2', 'u3'] }),
    makeFinding({ id: 'elsewhere', at: 2 * DAY, members: ['u8', 'u9'] }),
    makeFinding({ id: 'y', at: 3 * DAY, members: ['u1', 'u2'] }),
  ];
  const [first] = expectNaive(findings, 3);
  const causes = first.history.slice(20).map(({ change, finding }) => `${change} by ${finding}`);
  expect(causes).toEqual(['grew by y']);
});

test('components that were each divided count their steps together when they meet', () => {
  expectNaive(
    [
      ...clump('a', 0, 10),
      ...clump('b', 100, 10),
      ...[1, 2, 3].map((day) =>
        makeFinding({ id: `x${day}`, at: day * DAY, members: [`ua${day}`, `ub${day}`] }),
      ),
      makeFinding({ id: 'last', at: 4 * DAY, members: ['ua1', 'ub1'] }),
    ],
    2,
  );
});

test('components that were each divided count their unseen steps together when they meet', () => {
  expectNaive(
    [
      ...clump('a', 0, 16),
      ...clump('b', 100, 16),
      ...clump('a', DAY, 2),
      ...clump('b', DAY + 100, 2),
      makeFinding({ id: 'meet', at: 2 * DAY, members: ['ua1', 'ub1'] }),
      ...clump('a', 3 * DAY, 1),
    ],
    2,
  );
});

/** Findings that share the same three users. */
function clump(name: string, at: number, n: number): Finding[] {
  return Array.from({ length: n }, (_, i) =>
    makeFinding({ id: `${name}${at + i}`, at: at + i, members: [`u${name}1`, `u${name}2`, `u${name}3`] }),
  );
}

/** Holds rings, aliases and histories equal to those of the naive replay. */
function expectNaive(
  findings: readonly Finding[],
  maxRingSize: number,
): ReturnType<typeof formRings>['rings'] {
  const naive = naiveRings(findings, maxRingSize);
  const { rings, aliases } = formRings(findings, { maxRingSize });
  expect(
    rings.map((ring) => ({
      id: ring.id,
      findings: ring.findings,
      members: ring.members
        .filter(({ type, role }) => (type === 'User' || type === 'Account') && role !== 'identifier')
        .map(text),
      parent: ring.parent,
      history: ring.history.map((step) => ({ ...step, joined: step.joined.map(text) })),
    })),
  ).toEqual(
    naive.rings.map((ring) => ({
      ...ring,
      id: ringId(ring.findings[0]),
      parent: ring.parent && ringId(ring.parent),
      history: ring.history.map(({ other, ...step }) =>
        other === undefined ? step : { ...step, other: ringId(other) },
      ),
    })),
  );
  expect(new Map(aliases.map(({ id, ring }) => [id, ring]))).toEqual(
    new Map(naive.aliases.map(([old, holder]) => [ringId(old), ringId(holder)])),
  );
  return rings;
}

function text({ type, id }: EntityRef): string {
  return `${type} ${id}`;
}
