import { expect, it } from 'vitest';
import { rngFor } from '../../../../src/kernel/rng.ts';
import { fitPlatt } from '../../../../src/risk/models/calibrator.ts';
import { featureMatrix } from '../../../../src/risk/models/feature-matrix.ts';
import { trainingSet, type TrainingSet } from '../../../../src/risk/models/training-set.ts';
import { fitScorer } from '../../../../src/risk/training/fit-scorer.ts';

/** One column that tells frauds in part; a share of the rows is labelled 1. */
function madeUp(name: string, rows: number, share: number): TrainingSet {
  const rng = rngFor(5, name);
  const labels = Uint8Array.from({ length: rows }, () => Number(rng.chance(share)));
  const column = Float64Array.from(labels, (label) => rng.normal() + label);
  return trainingSet(featureMatrix(['x'], [column]), labels);
}

const meanRisk = (scorer: ReturnType<typeof fitScorer>, { matrix }: TrainingSet): number => {
  const risks = scorer.margins(matrix).map(scorer.riskOf);
  return risks.reduce((sum, one) => sum + one, 0) / risks.length;
};

it.each(['gbdt', 'logistic-regression'] as const)(
  'calibrates %s on all that is learned from where folds are given, not on the part to choose by alone',
  (model) => {
    const fit = madeUp('fit', 4_000, 0.08);
    const choose = madeUp('choose', 2_000, 0.04);
    const fresh = madeUp('fresh', 4_000, 0.07);
    const parameters = model === 'gbdt' ? { trees: 40, leaves: 4 } : undefined;
    const folds = Uint8Array.from(fit.labels, (_, i) => i % 2);
    const alone = meanRisk(fitScorer({ model, parameters }, fit, choose), fresh);
    const all = meanRisk(fitScorer({ model, parameters, folds }, fit, choose), fresh);
    expect(alone).toBeLessThan(5.5);
    expect(all).toBeGreaterThan(5.8);
    expect(all).toBeLessThan(8.5);
  },
);

it('gives the same model with and without folds, and leaves a fold without frauds out', () => {
  const fit = madeUp('fit', 2_000, 0.1);
  const choose = madeUp('choose', 1_000, 0.1);
  const parameters = { trees: 20, leaves: 4 };
  const plain = fitScorer({ model: 'gbdt', parameters }, fit, choose);
  // The second fold is all legitimate: nothing can be said of it.
  const folds = Uint8Array.from(fit.labels, (label, i) => (label === 0 && i % 2 === 0 ? 1 : 0));
  const rotated = fitScorer({ model: 'gbdt', parameters, folds: new Uint8Array(2_000) }, fit, choose);
  expect([...rotated.margins(fit.matrix)]).toEqual([...plain.margins(fit.matrix)]);
  expect(meanRisk(fitScorer({ model: 'gbdt', parameters, folds }, fit, choose), choose)).toBeGreaterThan(8);
});

it('counts rows by their weights when it calibrates, as if they were there so many times', () => {
  const probabilities = [0.1, 0.2, 0.7, 0.4, 0.9];
  const labels = Uint8Array.of(0, 0, 1, 0, 1);
  const weights = Float64Array.of(3, 1, 1, 2, 1);
  const times = (list: ArrayLike<number>): number[] =>
    Array.from(list).flatMap((one, i) => Array.from({ length: weights[i] }, () => one));
  const weighed = fitPlatt(probabilities, labels, weights);
  const repeated = fitPlatt(times(probabilities), Uint8Array.from(times(labels)));
  expect(weighed.slope).toBeCloseTo(repeated.slope, 8);
  expect(weighed.intercept).toBeCloseTo(repeated.intercept, 8);
});
