import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averagePrecision } from '../../../../src/risk/metrics/average-precision.ts';
import type { GbdtOptions } from '../../../../src/risk/models/gbdt/options.ts';
import { gbdtMargins, trainGbdt } from '../../../../src/risk/models/gbdt/train-gbdt.ts';
import { crossValidate } from '../../../../src/risk/models/tuning/cross-validate.ts';
import { groupedFolds, stratifiedFolds } from '../../../../src/risk/models/tuning/folds.ts';
import { gridSearch } from '../../../../src/risk/models/tuning/grid-search.ts';
import { referenceData } from '../../../support/reference-data.ts';

const set = referenceData(1_500, 9);

function perFold(folds: Uint8Array, labels: Uint8Array, label: number): number[] {
  const counts: number[] = [];
  for (const [row, fold] of folds.entries())
    counts[fold] = (counts[fold] ?? 0) + Number(labels[row] === label);
  return counts;
}

describe('folds', () => {
  it('share out the rows of each label evenly', () => {
    const folds = stratifiedFolds(set.labels, 5, 1);
    for (const label of [0, 1]) {
      const counts = perFold(folds, set.labels, label);
      expect(counts).toHaveLength(5);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
    expect(stratifiedFolds(set.labels, 5, 1)).toEqual(folds);
    expect(stratifiedFolds(set.labels, 5, 2)).not.toEqual(folds);
  });

  it('never cut a group, and share out label 1 when groups allow it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.boolean()), { minLength: 100, maxLength: 200 }),
        fc.integer(),
        (rows, seed) => {
          const groups = rows.map(([group]) => group);
          fc.pre(new Set(groups).size >= 4);
          const labels = Uint8Array.from(rows, ([, label]) => Number(label));
          const folds = groupedFolds(groups, labels, 4, seed);
          const of = new Map<number, number>();
          for (const [row, group] of groups.entries()) {
            expect(of.get(group) ?? folds[row]).toBe(folds[row]);
            of.set(group, folds[row]);
          }
          const counts = perFold(folds, labels, 1);
          const largest = Math.max(
            ...[...of.keys()].map(
              (group) => groups.filter((one, i) => one === group && labels[i] === 1).length,
            ),
          );
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(largest);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('are refused when there are too few rows or groups', () => {
    expect(() => stratifiedFolds(Uint8Array.of(1, 0, 0), 2, 1)).toThrow(/2 for 1 rows of the rarer label/);
    expect(() => groupedFolds([1, 1, 1], Uint8Array.of(1, 0, 0), 2, 1)).toThrow(/2 for 1 groups/);
    expect(() => stratifiedFolds(set.labels, 1, 1)).toThrow(/folds: 1/);
  });
});

describe('cross-validation', () => {
  it('scores no row by a model that has seen it', () => {
    const folds = stratifiedFolds(set.labels, 5, 1);
    const seen: Set<string>[] = [];
    const key = (column: Float64Array, row: number): string => String(column[row]);
    crossValidate(set, folds, (part) => {
      const rows = new Set(part.labels.keys().map((row) => key(part.matrix.columns[0], row)));
      seen.push(rows);
      return (matrix) =>
        Float64Array.from({ length: matrix.rows }, (_, row) => {
          expect(rows.has(key(matrix.columns[0], row))).toBe(false);
          return 0;
        });
    });
    expect(seen).toHaveLength(5);
    expect(seen.every(({ size }) => size === 1_200)).toBe(true);
  });

  it('puts every score at its row', () => {
    const folds = stratifiedFolds(set.labels, 3, 1);
    const scores = crossValidate(set, folds, () => (matrix) => matrix.columns[1]);
    expect(scores).toEqual(set.matrix.columns[1]);
  });
});

describe('grid search', () => {
  const folds = stratifiedFolds(set.labels, 3, 1);
  const trainer = (options: Partial<GbdtOptions>) => (part: typeof set) => {
    const { model } = trainGbdt(part, { trees: 15, ...options });
    return (matrix: typeof set.matrix) => gbdtMargins(model, matrix);
  };

  it('tries every combination and puts the best first', () => {
    const results = gridSearch<GbdtOptions>(
      set,
      folds,
      { leaves: [2, 12], learningRate: [0.001, 0.2] },
      trainer,
    );
    expect(results).toHaveLength(4);
    expect(results[0].options).toEqual({ leaves: 12, learningRate: 0.2 });
    const means = results.map((result) => result.averagePrecision);
    expect(means).toEqual(means.toSorted((a, b) => b - a));
    const scores = crossValidate(set, folds, trainer(results[0].options));
    const first = (_: number, row: number): boolean => folds[row] === 0;
    expect(results[0].folds[0]).toBe(averagePrecision(scores.filter(first), set.labels.filter(first)));
    expect(results[0].folds).toHaveLength(3);
  });

  it('refuses what would take for ever', () => {
    const many = Array.from({ length: 15 }, (_, i) => i + 2);
    expect(() => gridSearch<GbdtOptions>(set, folds, { leaves: many, depth: many }, trainer)).toThrow(
      /depth: more than 200/,
    );
    expect(() => gridSearch<GbdtOptions>(set, folds, { leaves: [] }, trainer)).toThrow(/leaves: no values/);
  });
});
