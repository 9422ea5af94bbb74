import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rngFor } from '../../../../src/kernel/rng.ts';
import { featureMatrix } from '../../../../src/risk/models/feature-matrix.ts';
import { binEnds, binMatrix, binOf } from '../../../../src/risk/models/gbdt/bins.ts';

describe('bins', () => {
  it('give every value its own when there are few, ending half-way to the next', () => {
    expect([...binEnds(Float64Array.of(3, 1, NaN, 1, 7), 255, 1)]).toEqual([2, 5, Number.MAX_VALUE]);
    expect([...binEnds(Float64Array.of(NaN, NaN), 255, 1)]).toEqual([Number.MAX_VALUE]);
    expect([...binEnds(Float64Array.of(5, 5, 5), 255, 1)]).toEqual([Number.MAX_VALUE]);
  });

  it('hold about equally many values when there are more values than bins', () => {
    const rng = rngFor(1, 'bins');
    const column = Float64Array.from({ length: 50_000 }, () => rng.logNormal(0, 2));
    const ends = binEnds(column, 100, 3);
    expect(ends).toHaveLength(100);
    const counts = new Int32Array(100);
    for (const value of column) counts[binOf(value, ends)]++;
    expect(Math.min(...counts)).toBeGreaterThan(480);
    expect(Math.max(...counts)).toBeLessThan(520);
  });

  it('give a value that is very frequent a bin to itself', () => {
    const rng = rngFor(2, 'bins');
    const column = Float64Array.from({ length: 10_000 }, () => (rng.chance(0.5) ? 0 : rng.normal()));
    const ends = binEnds(column, 20, 3);
    const zero = binOf(0, ends);
    const inBin = column.filter((value) => binOf(value, ends) === zero);
    expect(ends.length).toBeGreaterThan(15);
    expect(inBin.filter((value) => value !== 0).length).toBeLessThan(600);
  });

  it('part neighbours between which there is no number', () => {
    const next = 1 + Number.EPSILON;
    const ends = binEnds(Float64Array.of(1, next), 255, 1);
    expect([binOf(1, ends), binOf(next, ends)]).toEqual([0, 1]);
  });

  it('keep the order of values, and what is missing apart', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ noDefaultInfinity: true }), fc.integer({ min: 0, max: 9 })), {
          minLength: 1,
        }),
        fc.integer({ min: 2, max: 20 }),
        (values, bins) => {
          const matrix = featureMatrix(['a'], [Float64Array.from(values)]);
          const binned = binMatrix(matrix, bins, 1);
          const ends = binned.upper[0];
          expect(ends.length).toBeLessThanOrEqual(bins);
          for (const [i, value] of values.entries()) {
            const bin = binned.bins[0][i];
            expect(bin === ends.length).toBe(Number.isNaN(value));
            if (Number.isNaN(value)) continue;
            expect(value <= ends[bin] && (bin === 0 || value > ends[bin - 1])).toBe(true);
          }
        },
      ),
    );
  });
});
