import fc from 'fast-check';
import { expect, it } from 'vitest';
import { averagePrecision } from '../../src/risk/metrics/average-precision.ts';
import { bestF1, precisionAtK } from '../../src/risk/metrics/precision-recall.ts';
import { rocAuc } from '../../src/risk/metrics/roc-auc.ts';
import { calibrate, fitIsotonic } from '../../src/risk/models/calibrator.ts';

/** Few distinct scores, so that ties are the rule. */
const scored = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.boolean()), { minLength: 2, maxLength: 9 })
  .filter((rows) => rows.some(([, label]) => label) && rows.some(([, label]) => !label))
  .map((rows) => ({
    scores: rows.map(([score]) => score),
    labels: Uint8Array.from(rows, ([, label]) => Number(label)),
  }));

const at = (scores: number[], labels: Uint8Array, threshold: number) => {
  const called = [...scores.keys()].filter((i) => scores[i] >= threshold);
  const found = called.filter((i) => labels[i] === 1).length;
  const all = labels.filter((label) => label === 1).length;
  return { precision: found / called.length, recall: found / all, f1: (2 * found) / (called.length + all) };
};

it('counts average precision and F1 as calling every threshold by itself does', () => {
  fc.assert(
    fc.property(scored, ({ scores, labels }) => {
      const thresholds = [...new Set(scores)].toSorted((a, b) => b - a);
      let [sum, recall, f1] = [0, 0, 0];
      for (const threshold of thresholds) {
        const point = at(scores, labels, threshold);
        sum += (point.recall - recall) * point.precision;
        recall = point.recall;
        f1 = Math.max(f1, point.f1);
      }
      expect(averagePrecision(scores, labels)).toBeCloseTo(sum, 12);
      const best = bestF1(scores, labels);
      expect(best.f1).toBeCloseTo(f1, 12);
      expect(at(scores, labels, best.threshold).f1).toBeCloseTo(f1, 12);
    }),
  );
});

it('counts the area under the curve as comparing every pair does', () => {
  fc.assert(
    fc.property(scored, ({ scores, labels }) => {
      let [won, pairs] = [0, 0];
      for (const [i, a] of scores.entries())
        for (const [j, b] of scores.entries())
          if (labels[i] === 1 && labels[j] === 0) {
            pairs++;
            won += a > b ? 1 : a === b ? 0.5 : 0;
          }
      expect(rocAuc(scores, labels)).toBeCloseTo(won / pairs, 12);
    }),
  );
});

it('takes the precision of the first k as the mean over every order of the ties', () => {
  fc.assert(
    fc.property(scored, fc.integer({ min: 1, max: 9 }), ({ scores, labels }, k) => {
      fc.pre(k <= scores.length && scores.length <= 6);
      const orders = permutations([...scores.keys()]).filter((order) =>
        order.every((row, i) => i === 0 || scores[order[i - 1]] >= scores[row]),
      );
      const mean =
        orders.reduce(
          (sum, order) => sum + order.slice(0, k).filter((row) => labels[row] === 1).length / k,
          0,
        ) / orders.length;
      expect(precisionAtK(scores, labels, k)).toBeCloseTo(mean, 12);
    }),
  );
});

it('fits the rising function with the least squared error', () => {
  fc.assert(
    fc.property(scored, ({ scores, labels }) => {
      const fitted = fitIsotonic(scores, labels);
      const distinct = [...new Set(scores)].toSorted((a, b) => a - b);
      const means = distinct.map((score) => {
        const rows = [...scores.keys()].filter((row) => scores[row] === score);
        return { sum: rows.filter((row) => labels[row] === 1).length, rows: rows.length };
      });
      // The min-max formula (Robertson, Wright and Dykstra 1988): the largest over starts of the least over ends of the mean.
      for (const [i, score] of distinct.entries()) {
        let best = -Infinity;
        for (let from = 0; from <= i; from++) {
          let least = Infinity;
          for (let to = i; to < distinct.length; to++) {
            const part = means.slice(from, to + 1);
            const rows = part.reduce((sum, one) => sum + one.rows, 0);
            least = Math.min(least, part.reduce((sum, one) => sum + one.sum, 0) / rows);
          }
          best = Math.max(best, least);
        }
        expect(calibrate(fitted, score)).toBeCloseTo(best, 12);
      }
    }),
  );
});

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
