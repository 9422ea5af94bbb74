import { describe, expect, it } from 'vitest';
import { rngFor } from '../../../../src/kernel/rng.ts';
import { drift, drifts, profileOf, profilesOf } from '../../../../src/risk/metrics/psi.ts';
import { featureMatrix } from '../../../../src/risk/models/feature-matrix.ts';

const rng = rngFor(1, 'psi');
const normal = (shift: number): Float64Array =>
  Float64Array.from({ length: 5_000 }, () => rng.normal() + shift);

describe('the population stability index', () => {
  it('is the sum of differences times log ratios', () => {
    const profile = { name: 'a', limits: [1, 2], shares: [0.5, 0.3, 0.2, 0] };
    const now = [1, 1, 1, 1, 2, 2, 2, 3, 3, 3];
    const wanted = (0.4 - 0.5) * Math.log(0.4 / 0.5) + (0.3 - 0.2) * Math.log(0.3 / 0.2);
    expect(drift(profile, now).psi).toBeCloseTo(wanted, 12);
  });

  it('is about 0 for the same distribution and says how far another one is', () => {
    const profile = profileOf('a', normal(0));
    expect(profile.shares.slice(0, 10).every((share) => Math.abs(share - 0.1) < 0.001)).toBe(true);
    expect(drift(profile, normal(0))).toMatchObject({ level: 'steady' });
    expect(drift(profile, normal(0)).psi).toBeLessThan(0.01);
    // Of two normals one standard deviation d apart the index is d^2 as bands get narrow.
    expect(drift(profile, normal(0.4))).toMatchObject({ level: 'watch' });
    expect(drift(profile, normal(0.8))).toMatchObject({ level: 'warn' });
    expect(drift(profile, normal(0.4)).psi).toBeCloseTo(0.16, 1);
  });

  it('warns when values go missing, or a column does', () => {
    const matrix = featureMatrix(['a', 'b'], [normal(0), normal(0)]);
    const profiles = profilesOf(matrix);
    const holes = matrix.columns[0].map((value, i) => (i % 4 === 0 ? NaN : value));
    expect(drift(profiles[0], holes).level).toBe('warn');
    expect(drifts(profiles, featureMatrix(['b'], [normal(0)]))).toMatchObject([
      { name: 'a', level: 'warn' },
      { name: 'b', level: 'steady' },
    ]);
  });

  it('takes columns of one value, and of none', () => {
    const same = new Float64Array(100).fill(3);
    expect(drift(profileOf('a', same), same).psi).toBe(0);
    expect(drift(profileOf('a', same), new Float64Array(100).fill(4)).level).toBe('warn');
    const none = new Float64Array(100).fill(NaN);
    expect(drift(profileOf('a', none), none).psi).toBe(0);
  });
});
