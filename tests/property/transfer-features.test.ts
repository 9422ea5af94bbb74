import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onConservedCycle } from '../../src/features/transfers/conserved-cycles.ts';
import type { TransferFeature } from '../../src/features/transfers/feature.ts';
import { TRANSFER_FEATURES, transferFeatures } from '../../src/features/transfers/features.ts';
import { AS_OF_RULES, knownUntil, type AsOfRule } from '../../src/features/transfers/known-until.ts';
import { transferLog } from '../../src/features/transfers/transfer-log.ts';
import { columnsOf, transferLists, type PlainTransfer } from '../support/transfer-logs.ts';

const ACCOUNTS = 5;

/** Names of the features that give other values when all that is not known at their time is cut off the log. */
function changedByCutting(
  list: readonly PlainTransfer[],
  cut: number,
  rule: AsOfRule,
  features: readonly TransferFeature[],
): string[] {
  const ends = [Math.ceil(list.length / 2), list.length];
  const columns = columnsOf(list, ACCOUNTS);
  const known = knownUntil(columns.at, rule, ends);
  const whole = transferFeatures(transferLog(columns), known, features);
  const kept = columnsOf(list.slice(0, cut), ACCOUNTS);
  const part = transferFeatures(
    transferLog(kept),
    known.slice(0, cut).map((last) => Math.min(last, cut - 1)),
    features,
  );
  const settled = Array.from(known.keys()).filter((transfer) => known[transfer] < cut);
  return features
    .filter((_, i) => settled.some((transfer) => !Object.is(whole[i][transfer], part[i][transfer])))
    .map(({ name }) => name);
}

const logsAndCuts = transferLists(ACCOUNTS, 40).chain((list) =>
  fc.record({ list: fc.constant(list), cut: fc.integer({ min: 1, max: list.length }) }),
);

const LEAK: TransferFeature = {
  name: 'planted_leak',
  group: 'graph',
  unit: 'days',
  window: 'none',
  formula: 'Time of the transfer after this one.',
  source: 'R',
  reads: 'known',
  read: ({ transfer }, { at }) => at[transfer + 1] ?? NaN,
};

describe.each(AS_OF_RULES)('features as of %s', (rule) => {
  it('do not change when the log is cut at any place after what is known', () => {
    fc.assert(
      fc.property(logsAndCuts, ({ list, cut }) => {
        expect(changedByCutting(list, cut, rule, TRANSFER_FEATURES)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('would be caught if one of them saw a later transfer', () => {
    const found = fc.check(
      fc.property(
        logsAndCuts,
        ({ list, cut }) => changedByCutting(list, cut, rule, [...TRANSFER_FEATURES, LEAK]).length === 0,
      ),
      { numRuns: 150 },
    );
    expect(found.failed).toBe(true);
  });

  it('say of a conserved cycle only what is known', () => {
    fc.assert(
      fc.property(logsAndCuts, ({ list, cut }) => {
        const columns = columnsOf(list, ACCOUNTS);
        const known = knownUntil(columns.at, rule, [list.length]);
        const whole = onConservedCycle(columns, known);
        const part = onConservedCycle(
          columnsOf(list.slice(0, cut), ACCOUNTS),
          known.slice(0, cut).map((last) => Math.min(last, cut - 1)),
        );
        for (let i = 0; i < cut; i++) if (known[i] < cut) expect(part[i]).toBe(whole[i]);
      }),
      { numRuns: 100 },
    );
  });
});

it('features that say they read nothing later are the same under both rules', () => {
  const before = TRANSFER_FEATURES.filter(({ reads }) => reads === 'before');
  expect(before.length).toBeGreaterThan(10);
  fc.assert(
    fc.property(transferLists(ACCOUNTS, 40), (list) => {
      const columns = columnsOf(list, ACCOUNTS);
      const [strict, review] = AS_OF_RULES.map((rule) =>
        transferFeatures(transferLog(columns), knownUntil(columns.at, rule, [list.length]), before),
      );
      expect(review).toEqual(strict);
    }),
    { numRuns: 100 },
  );
});

it('a review knows 30 days more, and nothing of the next part', () => {
  const DAY = 86_400_000;
  const at = Float64Array.from([0, 1, 30, 31, 32, 90], (day) => day * DAY);
  expect([...knownUntil(at, 'review', [4, 6])]).toEqual([2, 3, 3, 3, 4, 5]);
  expect([...knownUntil(at, 'transfer', [4, 6])]).toEqual([0, 1, 2, 3, 4, 5]);
});
