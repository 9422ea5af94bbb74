import { describe, expect, it } from 'vitest';
import { featureMatrix, readRow } from '../../../../src/risk/models/feature-matrix.ts';
import { solveCholesky } from '../../../../src/risk/models/logistic/cholesky.ts';
import {
  explainLogistic,
  logisticMargins,
  trainLogistic,
} from '../../../../src/risk/models/logistic/train-logistic.ts';
import { trainingSet } from '../../../../src/risk/models/training-set.ts';
import { referenceData, referenceValues } from '../../../support/reference-data.ts';

interface Case {
  readonly l2: number;
  readonly positiveWeight: number | 'balanced';
  readonly coefficients: readonly number[];
  readonly intercept: number;
}
const set = referenceData(3_000, 4);

describe('logistic regression', () => {
  it.each(referenceValues<{ cases: readonly Case[] }>('logistic').cases)(
    'has the coefficients of scikit-learn with l2 $l2, positives $positiveWeight',
    ({ l2, positiveWeight, coefficients, intercept }) => {
      const { model, converged, steps } = trainLogistic(set, { l2, positiveWeight });
      expect(converged).toBe(true);
      expect(steps).toBeLessThan(20);
      for (const [i, value] of model.coefficients.entries())
        expect(Math.abs(value - coefficients[i]), `column ${i}`).toBeLessThan(1e-4);
      expect(Math.abs(model.intercept - intercept)).toBeLessThan(1e-4);
    },
  );

  it('explains a row by parts that add up to its margin', () => {
    const { model } = trainLogistic(set);
    const margins = logisticMargins(model, set.matrix);
    const values = new Float64Array(10);
    for (let row = 0; row < 50; row++) {
      readRow(set.matrix, row, values);
      const sum = explainLogistic(model, values, new Float64Array(10)).reduce(
        (a, b) => a + b,
        model.intercept,
      );
      expect(sum).toBeCloseTo(margins[row], 10);
    }
  });

  it('gives a column without spread, or a missing value, no say', () => {
    const columns = [
      ...set.matrix.columns,
      new Float64Array(3_000).fill(0.1),
      new Float64Array(3_000).fill(NaN),
    ];
    const matrix = featureMatrix([...set.matrix.names, 'same', 'none'], columns);
    const { model } = trainLogistic(trainingSet(matrix, set.labels));
    for (const value of model.coefficients.slice(-2)) expect(Math.abs(value)).toBeLessThan(1e-20);
    const row = new Float64Array(12);
    readRow(
      matrix,
      set.matrix.columns[6].findIndex((value) => Number.isNaN(value)),
      row,
    );
    expect(explainLogistic(model, row, new Float64Array(12))[6]).toBeCloseTo(0, 20);
  });

  it('ends where the classes are parted without a mistake', () => {
    const column = Float64Array.from({ length: 40 }, (_, i) => i);
    const apart = trainingSet(
      featureMatrix(['a'], [column]),
      Uint8Array.from(column, (value) => Number(value >= 20)),
    );
    const { model, converged } = trainLogistic(apart, { l2: 1e-3 });
    expect(converged).toBe(true);
    expect(model.coefficients[0]).toBeGreaterThan(5);
    expect(model.coefficients[0]).toBeLessThan(100);
  });

  it('counts a weight of 2 like the row twice', () => {
    const twice = trainLogistic(trainingSet(set.matrix, set.labels, new Float64Array(3_000).fill(2)), {
      l2: 2,
    });
    const once = trainLogistic(set, { l2: 1 });
    for (const [i, value] of once.model.coefficients.entries())
      expect(value).toBeCloseTo(twice.model.coefficients[i], 8);
  });

  it('names the parameter that is out of range', () => {
    for (const [given, field] of [
      [{ l2: 0 }, 'l2'],
      [{ maxSteps: 0 }, 'maxSteps'],
      [{ positiveWeight: -1 }, 'positiveWeight'],
      [{ c: 1 } as object, 'c'],
    ] as const)
      expect(() => trainLogistic(set, given)).toThrow(expect.objectContaining({ facts: { field } }));
  });
});

describe('the solver of linear equations', () => {
  it('solves what is positive definite and refuses what is not', () => {
    const solved = solveCholesky(Float64Array.of(4, 0, 2, 3), Float64Array.of(8, 8));
    expect(solved![0]).toBeCloseTo(1, 12);
    expect(solved![1]).toBeCloseTo(2, 12);
    expect(solveCholesky(Float64Array.of(1, 0, 2, 1), Float64Array.of(1, 1))).toBeNull();
  });
});
