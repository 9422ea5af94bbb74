import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rngFor } from '../../src/kernel/rng.ts';
import { featureMatrix } from '../../src/risk/models/feature-matrix.ts';
import { gbdtMargins, trainGbdt } from '../../src/risk/models/gbdt/train-gbdt.ts';
import { trainingSet } from '../../src/risk/models/training-set.ts';
import { naiveGbdtMargins } from '../support/naive-gbdt.ts';

it('grows the trees of a plain reading that tries every split', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 2, max: 7 }),
      fc.integer({ min: 1, max: 5 }),
      (seed, columns, leaves, minRowsInLeaf) => {
        const rng = rngFor(seed, 'naive');
        const rows = 60;
        const matrix = featureMatrix(
          Array.from({ length: columns }, (_, i) => `c${i}`),
          Array.from({ length: columns }, () =>
            Float64Array.from({ length: rows }, () => (rng.chance(0.15) ? NaN : rng.int(0, 12))),
          ),
        );
        const labels = Uint8Array.from({ length: rows }, (_, i) =>
          Number(i < 5 || (i > 9 && rng.chance(matrix.columns[0][i] > 6 ? 0.7 : 0.2))),
        );
        // Weights that differ leave no two splits with the same gain by chance.
        const weights = Float64Array.from({ length: rows }, () => 0.5 + rng.unit());
        const set = trainingSet(matrix, labels, weights);
        const options = { trees: 4, leaves, learningRate: 0.3, lambda: 0.5, minRowsInLeaf, minGain: 1e-6 };
        const { model } = trainGbdt(set, { ...options, minInBin: 1, minHessianInLeaf: 0 });
        const wanted = naiveGbdtMargins(set, options);
        for (const [i, margin] of gbdtMargins(model, matrix).entries())
          expect(margin).toBeCloseTo(wanted[i], 7);
      },
    ),
    { numRuns: 40 },
  );
});
