import { expect, it } from 'vitest';
import { rngFor } from '../../../src/kernel/rng.ts';

const draw = (seed: number, ...keys: (string | number)[]): number[] => {
  const rng = rngFor(seed, ...keys);
  return Array.from({ length: 5 }, () => rng.int(0, 1_000_000));
};

it('gives the same numbers for the same seed and keys, and others for others', () => {
  expect(draw(1, 'user', 7)).toEqual(draw(1, 'user', 7));
  const different = [
    draw(1, 'user', 8),
    draw(2, 'user', 7),
    draw(1, 'resu', 7),
    draw(1, 'user', 7, 0),
    draw(1),
  ];
  for (const other of different) expect(other).not.toEqual(draw(1, 'user', 7));
});

it('spreads neighbouring keys evenly', () => {
  const bins = Array.from({ length: 10 }, () => 0);
  for (let key = 0; key < 10_000; key++) bins[rngFor(5, key).int(0, 9)]++;
  const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  // 99.9 % quantile of chi-square with 9 degrees of freedom; the seed is fixed, so this can't flicker.
  expect(chiSquare).toBeLessThan(27.9);
});

it('has the moments its distributions promise', () => {
  const rng = rngFor(3, 'moments');
  const mean = (next: () => number): number =>
    Array.from({ length: 20_000 }, next).reduce((a, b) => a + b) / 20_000;
  expect(mean(() => rng.normal())).toBeCloseTo(0, 1);
  expect(mean(() => rng.exponential(4))).toBeCloseTo(4, 0);
  expect(mean(() => rng.poisson(3))).toBeCloseTo(3, 1);
  expect(mean(() => rng.poisson(100))).toBeCloseTo(100, 0);
  expect(mean(() => Math.log(rng.logNormal(2, 0.5)))).toBeCloseTo(2, 1);
  expect(mean(() => (rng.chance(0.2) ? 1 : 0))).toBeCloseTo(0.2, 1);
});
