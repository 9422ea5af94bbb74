import type { FeatureMatrix } from '../models/feature-matrix.ts';
import { quantile } from './quantile.ts';

/** From 0.1 on something has moved, from 0.25 on it has moved much: the customary limits (Siddiqi 2006). */
export const PSI_WATCH = 0.1;
export const PSI_WARN = 0.25;

export type DriftLevel = 'steady' | 'watch' | 'warn';

export interface Drift {
  readonly name: string;
  readonly psi: number;
  readonly level: DriftLevel;
}

/** How the values of a column lay when the model was trained: limits of bands, and the share of each, the missing ones last. */
export interface Profile {
  readonly name: string;
  readonly limits: readonly number[];
  readonly shares: readonly number[];
}

/** Shares below this count as this, so that an empty band makes no infinite index. */
const LEAST = 1e-4;

/** Bands between the deciles (fewer where deciles coincide), and one for what is missing. Time O(n log n). */
export function profileOf(name: string, values: ArrayLike<number>, bands = 10): Profile {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const limits = Array.from({ length: bands - 1 }, (_, i) => quantile(sorted, (i + 1) / bands));
  const distinct = sorted.length === 0 ? [] : [...new Set(limits)];
  return { name, limits: distinct, shares: sharesOf(distinct, values) };
}

/**
 * Population stability index: the sum over bands of (now - then) x ln(now / then), the Jeffreys divergence of the two
 * distributions (Kullback and Leibler 1951; Siddiqi 2006). Time O(n log bands).
 */
export function drift({ name, limits, shares }: Profile, values: ArrayLike<number>): Drift {
  const now = sharesOf(limits, values);
  let psi = 0;
  for (const [i, share] of shares.entries()) {
    const [a, b] = [Math.max(share, LEAST), Math.max(now[i], LEAST)];
    psi += (b - a) * Math.log(b / a);
  }
  return { name, psi, level: psi >= PSI_WARN ? 'warn' : psi >= PSI_WATCH ? 'watch' : 'steady' };
}

export function profilesOf(matrix: FeatureMatrix): Profile[] {
  return matrix.names.map((name, i) => profileOf(name, matrix.columns[i]));
}

/** The drift of every profiled column of a matrix, the largest first. A column that is gone counts as all missing. */
export function drifts(profiles: readonly Profile[], matrix: FeatureMatrix): Drift[] {
  const gone = new Float64Array(matrix.rows).fill(NaN);
  return profiles
    .map((profile) => drift(profile, matrix.columns[matrix.names.indexOf(profile.name)] ?? gone))
    .sort((a, b) => b.psi - a.psi);
}

/** Band i holds the values above limit i - 1 and not above limit i. */
function sharesOf(limits: readonly number[], values: ArrayLike<number>): number[] {
  const counts = Array.from({ length: limits.length + 2 }, () => 0);
  for (let i = 0; i < values.length; i++) counts[bandOf(limits, values[i])]++;
  return counts.map((count) => (values.length === 0 ? 0 : count / values.length));
}

function bandOf(limits: readonly number[], value: number): number {
  if (Number.isNaN(value)) return limits.length + 1;
  let [low, high] = [0, limits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= limits[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}
