import { describe, expect, it } from 'vitest';
import { rngFor } from '../../../../src/kernel/rng.ts';
import { featureMatrix, readRow, type FeatureMatrix } from '../../../../src/risk/models/feature-matrix.ts';
import {
  isolationScore,
  isolationScores,
  meanPath,
  scoreOfPaths,
  trainIsolationForest,
} from '../../../../src/risk/models/isolation/isolation-forest.ts';
import { sumOfLeaves, type TreeEnsemble } from '../../../../src/risk/models/trees/tree-ensemble.ts';
import { referenceData, referenceValues } from '../../../support/reference-data.ts';

interface Reference {
  readonly trees: Readonly<
    Record<'roots' | 'feature' | 'threshold' | 'left' | 'right' | 'cover', readonly number[]>
  >;
  readonly sample: number;
  readonly scores: readonly number[];
  readonly fullScores: readonly number[];
}
const reference = referenceValues<Reference>('isolation');

/** As the reference sees it: numbers of 32 bits, 0.5 for what is missing. */
const matrix: FeatureMatrix = (() => {
  const { names, columns } = referenceData(2_000, 5).matrix;
  return featureMatrix(
    names,
    columns.map((column) => column.map((value) => Math.fround(Number.isNaN(value) ? 0.5 : value))),
  );
})();

function given({ trees }: Reference): TreeEnsemble {
  const depth = new Int32Array(trees.feature.length);
  const value = new Float64Array(trees.feature.length);
  for (const [node, feature] of trees.feature.entries()) {
    if (feature < 0) value[node] = depth[node] + meanPath(trees.cover[node]);
    else for (const child of [trees.left[node], trees.right[node]]) depth[child] = depth[node] + 1;
  }
  return {
    base: 0,
    value,
    roots: Int32Array.from(trees.roots),
    feature: Int32Array.from(trees.feature),
    threshold: Float64Array.from(trees.threshold),
    left: Int32Array.from(trees.left),
    right: Int32Array.from(trees.right),
    missingLeft: new Uint8Array(value.length),
    cover: Float64Array.from(trees.cover),
  };
}

/** The correlation of ranks; scores without ties. */
function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const ranks = (list: ArrayLike<number>): number[] => {
    const order = Array.from({ length: list.length }, (_, i) => i).sort((x, y) => list[x] - list[y]);
    const rank: number[] = [];
    for (const [place, i] of order.entries()) rank[i] = place;
    return rank;
  };
  const [x, y] = [ranks(a), ranks(b)];
  const squares = x.reduce((sum, rank, i) => sum + (rank - y[i]) ** 2, 0);
  return 1 - (6 * squares) / (x.length * (x.length ** 2 - 1));
}

describe('the isolation forest', () => {
  it('scores the trees of scikit-learn as scikit-learn does', () => {
    const ensemble = given(reference);
    const row = new Float64Array(10);
    for (const [i, wanted] of reference.scores.entries()) {
      readRow(matrix, i, row);
      const score = scoreOfPaths(sumOfLeaves(ensemble, row), ensemble.roots.length, reference.sample);
      expect(score).toBeCloseTo(wanted, 9);
    }
  });

  it('ranks rows as scikit-learn does, with trees of its own', () => {
    const scores = isolationScores(trainIsolationForest(matrix), matrix);
    const other = isolationScores(trainIsolationForest(matrix, { seed: 2 }), matrix);
    const agreement = spearman(scores, reference.fullScores);
    expect(agreement).toBeGreaterThan(0.9);
    // No further from scikit-learn than from itself with another seed.
    expect(agreement).toBeGreaterThan(spearman(scores, other) - 0.03);
    const mean = (list: ArrayLike<number>): number =>
      Array.from(list).reduce((a, b) => a + b, 0) / list.length;
    expect(mean(scores)).toBeCloseTo(mean(reference.fullScores), 2);
  });

  it('puts a row that lies apart on top', () => {
    const rng = rngFor(3, 'blob');
    const columns = [0, 1].map(() =>
      Float64Array.from({ length: 500 }, (_, i) => (i === 7 ? 12 : rng.normal())),
    );
    const blob = featureMatrix(['a', 'b'], columns);
    const model = trainIsolationForest(blob);
    const scores = isolationScores(model, blob);
    expect(scores.indexOf(Math.max(...scores))).toBe(7);
    expect(scores[7]).toBeGreaterThan(0.7);
  });

  it('leaves the wanted share of the training rows above its threshold', () => {
    const model = trainIsolationForest(matrix, { contamination: 0.05 });
    const above = isolationScores(model, matrix).filter((score) => score > model.threshold);
    expect(above).toHaveLength(100);
  });

  it('takes rows that miss values, and columns without any', () => {
    const { names, columns } = referenceData(2_000, 5).matrix;
    const holes = featureMatrix(
      [...names, 'none', 'same'],
      [...columns, new Float64Array(2_000).fill(NaN), new Float64Array(2_000).fill(3)],
    );
    const model = trainIsolationForest(holes, { trees: 20 });
    expect(model.ensemble.feature.every((feature) => feature < 10)).toBe(true);
    const scores = isolationScores(model, holes);
    expect(scores.every((score) => score > 0 && score < 1)).toBe(true);
    const row = new Float64Array(12);
    readRow(holes, 3, row);
    expect(isolationScore(model, row)).toBe(scores[3]);
  });

  it('is the same for the same seed, and grows no deeper than the log of its sample', () => {
    const one = trainIsolationForest(matrix, { trees: 10 });
    expect(trainIsolationForest(matrix, { trees: 10 })).toEqual(one);
    const { feature, left, right } = one.ensemble;
    const depth = new Int32Array(feature.length);
    for (const [node, column] of feature.entries())
      if (column >= 0) for (const child of [left[node], right[node]]) depth[child] = depth[node] + 1;
    expect(Math.max(...depth)).toBe(8);
  });

  it('names what it cannot be grown on', () => {
    expect(() => trainIsolationForest(matrix, { sample: 1 })).toThrow(/sample: 1; wanted a whole number/);
    expect(() => trainIsolationForest(matrix, { contamination: 0 })).toThrow(/contamination/);
    expect(() => trainIsolationForest(featureMatrix(['a'], [Float64Array.of(1)]))).toThrow(/rows: 1/);
  });
});

describe('the mean path of a search that finds nothing', () => {
  it('is 0 for one row, 1 for two, and about 10.24 for 256', () => {
    expect([meanPath(1), meanPath(2)]).toEqual([0, 1]);
    expect(meanPath(256)).toBeCloseTo(10.244_770_9, 6);
  });
});
