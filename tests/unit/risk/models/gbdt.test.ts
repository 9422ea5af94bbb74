import { describe, expect, it } from 'vitest';
import { averagePrecision } from '../../../../src/risk/metrics/average-precision.ts';
import { brierScore } from '../../../../src/risk/metrics/brier.ts';
import { featureMatrix, takeColumns, takeRows } from '../../../../src/risk/models/feature-matrix.ts';
import type { GbdtOptions } from '../../../../src/risk/models/gbdt/options.ts';
import { gbdtMargins, gbdtProbabilities, trainGbdt } from '../../../../src/risk/models/gbdt/train-gbdt.ts';
import { trainingSet } from '../../../../src/risk/models/training-set.ts';
import { referenceData, referenceValues } from '../../../support/reference-data.ts';

interface Case {
  readonly trees: number;
  readonly learning_rate: number;
  readonly num_leaves: number;
  readonly lambda_l2: number;
  readonly min_data_in_leaf?: number;
  readonly scale_pos_weight?: number;
  readonly averagePrecision: number;
  readonly brier: number;
}
const reference = referenceValues<{
  readonly positives: readonly number[];
  readonly sums: readonly number[];
  readonly cases: readonly Case[];
}>('gbdt');
const training = referenceData(12_000, 1);
const test = referenceData(12_000, 2);

function optionsOf(one: Case): Partial<GbdtOptions> {
  return {
    trees: one.trees,
    learningRate: one.learning_rate,
    leaves: one.num_leaves,
    lambda: one.lambda_l2,
    minRowsInLeaf: one.min_data_in_leaf ?? 20,
    positiveWeight: one.scale_pos_weight ?? 1,
  };
}

describe('boosted trees beside LightGBM', () => {
  it('see the same data', () => {
    const count = (labels: Uint8Array): number => labels.filter((label) => label === 1).length;
    expect([count(training.labels), count(test.labels)]).toEqual(reference.positives);
    for (const [i, sum] of reference.sums.entries()) {
      const values = training.matrix.columns[i].filter((value) => !Number.isNaN(value));
      expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(sum, 6);
    }
  });

  it.each(reference.cases)('reach its average precision and Brier score with settings %#', (one) => {
    const { model } = trainGbdt(training, optionsOf(one));
    const probabilities = gbdtProbabilities(model, test.matrix);
    const ours = averagePrecision(probabilities, test.labels);
    expect(Math.abs(ours - one.averagePrecision)).toBeLessThan(0.01);
    expect(Math.abs(brierScore(probabilities, test.labels) - one.brier)).toBeLessThan(0.001);
  });
});

describe('training boosted trees', () => {
  const small = { trees: 20, leaves: 8 };

  it('gives the same trees for the same seed, and others for another', () => {
    const options = { ...small, rowShare: 0.7, columnShare: 0.6 };
    const one = trainGbdt(training, options).model.ensemble;
    expect(trainGbdt(training, options).model.ensemble).toEqual(one);
    expect(trainGbdt(training, { ...options, seed: 2 }).model.ensemble).not.toEqual(one);
  });

  it('learns as well from bags of rows and columns', () => {
    const { model } = trainGbdt(training, { trees: 60, rowShare: 0.7, columnShare: 0.7 });
    expect(averagePrecision(gbdtMargins(model, test.matrix), test.labels)).toBeGreaterThan(0.88);
    expect(Math.max(...model.ensemble.cover)).toBe(8_400);
  });

  it('stops when the validation set gets no better, and keeps the trees of its best moment', () => {
    const { model, validation } = trainGbdt(
      training,
      { trees: 400, learningRate: 0.3, patience: 10, stopOn: 'averagePrecision' },
      test,
    );
    expect(validation.length).toBeLessThan(400);
    const best = validation.indexOf(Math.max(...validation)) + 1;
    expect(validation).toHaveLength(best + 10);
    expect(model.ensemble.roots).toHaveLength(best);
    expect(averagePrecision(gbdtMargins(model, test.matrix), test.labels)).toBeCloseTo(
      validation[best - 1],
      12,
    );
  });

  it('watches the logistic loss unless told otherwise', () => {
    const { validation } = trainGbdt(training, { trees: 12 }, test);
    expect(validation).toHaveLength(12);
    for (const [i, loss] of validation.entries()) if (i > 0) expect(loss).toBeLessThan(validation[i - 1]);
  });

  it('keeps leaves as large and trees as small as it was told', () => {
    const { model } = trainGbdt(training, { trees: 5, leaves: 20, depth: 3, minRowsInLeaf: 300 });
    const { feature, cover, roots } = model.ensemble;
    const leaves = [...feature.keys()].filter((node) => feature[node] < 0);
    expect(Math.min(...leaves.map((node) => cover[node]))).toBeGreaterThanOrEqual(300);
    expect(leaves.length / roots.length).toBeLessThanOrEqual(8);
  });

  it('sends what is missing to the side where it fits', () => {
    const rows = 400;
    const column = Float64Array.from({ length: rows }, (_, i) => (i % 4 === 0 ? NaN : i % 2));
    const labels = Uint8Array.from(column, (value) => Number(Number.isNaN(value) || value === 0));
    const { model } = trainGbdt(trainingSet(featureMatrix(['a'], [column]), labels), { trees: 20 });
    const probabilities = gbdtProbabilities(model, featureMatrix(['a'], [Float64Array.of(NaN, 0, 1)]));
    expect(probabilities[0]).toBeGreaterThan(0.7);
    expect(probabilities[1]).toBeGreaterThan(0.7);
    expect(probabilities[2]).toBeLessThan(0.3);
  });

  it('tells what is missing from what is there', () => {
    const column = Float64Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? NaN : i % 3));
    const labels = Uint8Array.from(column, (value) => Number(Number.isNaN(value)));
    const { model } = trainGbdt(trainingSet(featureMatrix(['a'], [column]), labels), { trees: 20 });
    const [missing, there] = gbdtProbabilities(model, featureMatrix(['a'], [Float64Array.of(NaN, 99)]));
    expect(missing).toBeGreaterThan(0.8);
    expect(there).toBeLessThan(0.1);
  });

  it('says the share of label 1 where columns tell nothing', () => {
    const labels = Uint8Array.from({ length: 100 }, (_, i) => Number(i < 10));
    const constant = featureMatrix(['a'], [new Float64Array(100).fill(7)]);
    const { model } = trainGbdt(trainingSet(constant, labels));
    expect(model.ensemble.roots).toHaveLength(0);
    expect(gbdtProbabilities(model, constant)[0]).toBeCloseTo(0.1, 12);
  });

  it('stays finite where the labels are parted without a mistake and nothing is penalised', () => {
    const column = Float64Array.from({ length: 200 }, (_, i) => i);
    const labels = Uint8Array.from(column, (value) => Number(value >= 100));
    const set = trainingSet(featureMatrix(['a'], [column]), labels);
    const free = { learningRate: 1, lambda: 0, minHessianInLeaf: 0, minRowsInLeaf: 1, minInBin: 1 };
    const margins = gbdtMargins(trainGbdt(set, free).model, set.matrix);
    expect(margins.every(Number.isFinite)).toBe(true);
    expect(averagePrecision(margins, labels)).toBe(1);
  });

  it('counts a row of weight 2 like two rows', () => {
    const half = takeRows(
      training.matrix,
      Array.from({ length: 1_000 }, (_, i) => i),
    );
    const labels = training.labels.slice(0, 1_000);
    const twice = Array.from({ length: 2_000 }, (_, i) => i >> 1);
    const options = { trees: 5, leaves: 4, minRowsInLeaf: 1, lambda: 0, minInBin: 1, bins: 20 };
    const weighted = trainGbdt(trainingSet(half, labels, new Float64Array(1_000).fill(2)), options);
    const repeated = trainGbdt(
      trainingSet(
        takeRows(half, twice),
        Uint8Array.from(twice, (row) => labels[row]),
      ),
      options,
    );
    const [a, b] = [weighted, repeated].map(({ model }) => gbdtMargins(model, half));
    for (const [i, margin] of a.entries()) expect(margin).toBeCloseTo(b[i], 9);
  });

  it('names what it cannot train on', () => {
    const refusal = (code: string, field: string) => expect.objectContaining({ code, facts: { field } });
    const none = trainingSet(training.matrix, new Uint8Array(training.labels.length));
    expect(() => trainGbdt(none)).toThrow(refusal('TRAINING_INVALID', 'labels'));
    expect(() => trainGbdt(training, { leaves: 1 })).toThrow(refusal('TRAINING_INVALID', 'leaves'));
    expect(() => trainGbdt(training, { rowShare: 0 })).toThrow(refusal('TRAINING_INVALID', 'rowShare'));
    expect(() => trainGbdt(training, { leafs: 3 } as Partial<GbdtOptions>)).toThrow(
      refusal('TRAINING_INVALID', 'leafs'),
    );
    expect(() => featureMatrix(['a'], [Float64Array.of(1, Infinity)])).toThrow(
      refusal('TRAINING_INVALID', 'a'),
    );
    expect(() => trainingSet(training.matrix, new Uint8Array(3))).toThrow(
      refusal('TRAINING_INVALID', 'labels'),
    );
  });

  it('does not score columns in another order, nor without one', () => {
    const { model } = trainGbdt(training, { trees: 2 });
    const turned = takeColumns(test.matrix, [...test.matrix.names].toReversed());
    expect(() => gbdtMargins(model, turned)).toThrow(/takeColumns/);
    expect(gbdtMargins(model, takeColumns(turned, model.features))).toEqual(gbdtMargins(model, test.matrix));
  });
});
