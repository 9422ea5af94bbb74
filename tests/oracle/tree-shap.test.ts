import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rngFor } from '../../src/kernel/rng.ts';
import { readRow } from '../../src/risk/models/feature-matrix.ts';
import { trainGbdt } from '../../src/risk/models/gbdt/train-gbdt.ts';
import { gaussLegendre } from '../../src/risk/models/trees/gauss-legendre.ts';
import { sumOfLeaves, TreeTable, type TreeEnsemble } from '../../src/risk/models/trees/tree-ensemble.ts';
import { TreeExplainer } from '../../src/risk/models/trees/tree-explainer.ts';
import { bruteForceShapley } from '../support/brute-force-shapley.ts';
import { randomTrees } from '../support/random-trees.ts';
import { referenceData, referenceValues } from '../support/reference-data.ts';

describe('explanations of trees', () => {
  it('are the Shapley values by their definition, over all subsets of columns', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 25 }),
        (seed, columns, splits) => {
          const ensemble = randomTrees(seed, 3, columns, splits);
          const rng = rngFor(seed, 'row');
          const row = Float64Array.from({ length: columns }, () =>
            rng.chance(0.2) ? NaN : rng.int(0, 8) / 8,
          );
          const explainer = new TreeExplainer(ensemble, columns);
          const values = explainer.explain(row, new Float64Array(columns));
          const wanted = bruteForceShapley(ensemble, row);
          expect(explainer.base).toBeCloseTo(wanted.base, 10);
          for (const [i, value] of values.entries()) expect(value).toBeCloseTo(wanted.values[i], 9);
          const sum = values.reduce((a, b) => a + b, explainer.base);
          expect(sum).toBeCloseTo(sumOfLeaves(ensemble, row), 10);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('stay exact on paths of more columns than five points are exact for', () => {
    for (const depth of [8, 9, 10, 11, 12, 17, 21]) {
      const table = new TreeTable();
      let node = table.root(0, 2 ** depth);
      for (let column = 0; column < depth; column++) {
        const half = 2 ** (depth - column - 1);
        const left = table.split(node, { feature: column, threshold: 0.5, missingLeft: true }, [
          half,
          half / 2,
        ]);
        table.setValue(left + 1, column);
        node = left;
      }
      table.setValue(node, 100);
      const ensemble = table.finish(0);
      const row = Float64Array.from({ length: depth }, (_, i) => (i % 3 === 2 ? 1 : 0));
      const values = new TreeExplainer(ensemble, depth).explain(row, new Float64Array(depth));
      if (depth <= 12) {
        const wanted = bruteForceShapley(ensemble, row).values;
        for (const [i, value] of values.entries()) expect(value).toBeCloseTo(wanted[i], 9);
      }
      const sum = values.reduce((a, b) => a + b, new TreeExplainer(ensemble, depth).base);
      expect(sum).toBeCloseTo(sumOfLeaves(ensemble, row), 9);
    }
  });

  it('add up to the margin on a model of many leaves', () => {
    const set = referenceData(6_000, 8);
    const { model } = trainGbdt(set, { trees: 30, minRowsInLeaf: 5 });
    const explainer = new TreeExplainer(model.ensemble, 10);
    const row = new Float64Array(10);
    const values = new Float64Array(10);
    for (let i = 0; i < 300; i++) {
      readRow(set.matrix, i, row);
      const sum = explainer.explain(row, values).reduce((a, b) => a + b, explainer.base);
      expect(sum).toBeCloseTo(sumOfLeaves(model.ensemble, row), 10);
    }
  });

  it('are those of the shap package for a model of LightGBM', () => {
    const { base, margins, values, ensemble: table } = referenceValues<ShapReference>('shap');
    const ensemble: TreeEnsemble = {
      base: table.base,
      roots: Int32Array.from(table.roots),
      feature: Int32Array.from(table.feature),
      threshold: Float64Array.from(table.threshold),
      left: Int32Array.from(table.left),
      right: Int32Array.from(table.right),
      missingLeft: Uint8Array.from(table.missingLeft),
      value: Float64Array.from(table.value),
      cover: Float64Array.from(table.cover),
    };
    const { matrix } = referenceData(4_000, 3);
    const explainer = new TreeExplainer(ensemble, 10);
    expect(explainer.base).toBeCloseTo(base, 8);
    const row = new Float64Array(10);
    for (const [i, wanted] of values.entries()) {
      readRow(matrix, i, row);
      expect(sumOfLeaves(ensemble, row)).toBeCloseTo(margins[i], 9);
      const ours = explainer.explain(row, new Float64Array(10));
      for (const [column, value] of ours.entries())
        expect(Math.abs(value - wanted[column]), `row ${i}, column ${column}`).toBeLessThan(1e-6);
    }
  });
});

type Listed<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends number ? number : readonly number[];
};

interface ShapReference {
  readonly base: number;
  readonly margins: readonly number[];
  readonly values: readonly (readonly number[])[];
  readonly ensemble: Listed<TreeEnsemble>;
}

it('integrates polynomials of degree 2n - 1 over [0, 1] exactly with n points', () => {
  for (let n = 1; n <= 16; n++) {
    const { points, weights } = gaussLegendre(n);
    for (let degree = 0; degree < 2 * n; degree++) {
      const integral = points.reduce((sum, point, i) => sum + weights[i] * point ** degree, 0);
      expect(integral).toBeCloseTo(1 / (degree + 1), 13);
    }
  }
});
