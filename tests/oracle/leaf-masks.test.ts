import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rngFor } from '../../src/kernel/rng.ts';
import { LeafMasks } from '../../src/risk/models/trees/leaf-masks.ts';
import { sumOfLeaves } from '../../src/risk/models/trees/tree-ensemble.ts';
import { randomTrees } from '../support/random-trees.ts';

const COLUMNS = 4;

/** Values on thresholds, between and beyond them, and missing ones. */
function randomRow(seed: number): Float64Array {
  const rng = rngFor(seed, 'row');
  return Float64Array.from({ length: COLUMNS }, () => (rng.chance(0.2) ? NaN : rng.int(-1, 8) / 8));
}

it.each([
  { about: 'no tree of more than 32 leaves', splits: 31 },
  { about: 'trees of 33 leaves and more, which are walked', splits: 60 },
])('masks give the sum that walking gives, to the last bit: $about', ({ splits }) => {
  const seen = new Set<number>();
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 20 }), (seed, trees) => {
      const ensemble = randomTrees(seed, trees, COLUMNS, splits);
      const masks = new LeafMasks(ensemble, COLUMNS);
      for (let row = 0; row < 5; row++) {
        const values = randomRow(seed + row);
        const sum = masks.sum(values);
        expect(Object.is(sum, sumOfLeaves(ensemble, values))).toBe(true);
        seen.add(sum);
      }
    }),
    { numRuns: 200 },
  );
  expect(seen.size).toBeGreaterThan(500);
});

it('counts the 32 leaves of a full mask, the first and the last of them too', () => {
  const reached = new Set<number>();
  for (let seed = 0; seed < 40; seed++) {
    const ensemble = randomTrees(seed, 1, 1, 31, 31);
    expect(ensemble.value.length).toBe(63);
    const masks = new LeafMasks(ensemble, 1);
    for (const x of [-1, 0, 0.25, 0.3, 0.5, 0.75, 2, NaN]) {
      const row = Float64Array.of(x);
      expect(masks.sum(row)).toBe(sumOfLeaves(ensemble, row));
      reached.add(masks.sum(row));
    }
  }
  expect(reached.size).toBeGreaterThan(40);
});
