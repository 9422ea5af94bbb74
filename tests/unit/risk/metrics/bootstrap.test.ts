import { describe, expect, it } from 'vitest';
import { rngFor } from '../../../../src/kernel/rng.ts';
import { bootstrapInterval } from '../../../../src/risk/metrics/bootstrap.ts';

const rng = rngFor(1, 'bootstrap test');
const values = Float64Array.from({ length: 400 }, () => 5 + 2 * rng.normal());
const meanOf =
  (list: ArrayLike<number>) =>
  (rows: Uint32Array): number =>
    rows.reduce((sum, row) => sum + list[row], 0) / rows.length;

describe('the bootstrap', () => {
  it('gives a mean about the interval that its standard error gives', () => {
    const { estimate, low, high, samples } = bootstrapInterval(400, meanOf(values), { samples: 2_000 });
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / 400);
    expect(samples).toBe(2_000);
    expect((high - low) / 2).toBeCloseTo((1.96 * sd) / 20, 1);
    expect((high + low) / 2).toBeCloseTo(estimate, 1);
    expect(bootstrapInterval(400, meanOf(values), { samples: 2_000 })).toEqual({
      estimate,
      low,
      high,
      samples,
    });
  });

  it('holds the truth about as often as it says', () => {
    let held = 0;
    for (let world = 0; world < 200; world++) {
      const draw = rngFor(world, 'world');
      const sample = Float64Array.from({ length: 100 }, () => draw.normal());
      const { low, high } = bootstrapInterval(100, meanOf(sample), { samples: 300, level: 0.9, seed: world });
      held += Number(low <= 0 && high >= 0);
    }
    expect(held / 200).toBeGreaterThan(0.84);
    expect(held / 200).toBeLessThan(0.95);
  });

  it('is wider by group when the rows of a group are alike', () => {
    const groups = Array.from({ length: 400 }, (_, i) => i % 10);
    const alike = Float64Array.from(groups, (group, i) => group + values[i] * 0.1);
    const width = (given: object): number => {
      const { low, high } = bootstrapInterval(400, meanOf(alike), { samples: 500, ...given });
      return high - low;
    };
    expect(width({ groups })).toBeGreaterThan(4 * width({}));
  });

  it('leaves out samples on which there is nothing to measure', () => {
    const measure = (rows: Uint32Array): number => (rows.includes(0) ? 1 : NaN);
    const { samples, low } = bootstrapInterval(5, measure, { samples: 1_000 });
    // All but (4/5)^5 of them.
    expect(samples).toBeGreaterThan(600);
    expect(samples).toBeLessThan(740);
    expect(low).toBe(1);
    expect(bootstrapInterval(3, () => NaN).low).toBeNaN();
  });
});
