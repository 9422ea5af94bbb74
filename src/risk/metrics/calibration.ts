import { logit } from '../models/logit.ts';
import { fitMargin } from '../models/logistic/fit-margin.ts';
import { requireSameLength } from './ranked-counts.ts';

/** The rows whose probability is at least `from` and below `to` (the last band takes its upper end in). */
export interface CalibrationBand {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Rows labelled 1, and how many the probabilities promised. */
  readonly observed: number;
  readonly expected: number;
  /** Observed over expected; null where nothing was expected. */
  readonly ratio: number | null;
}

/** Observed against expected by bands of probability; `cuts` are the inner limits, rising. Time O(n x bands). */
export function calibrationBands(
  probabilities: ArrayLike<number>,
  labels: Uint8Array,
  cuts: readonly number[],
): CalibrationBand[] {
  requireSameLength(probabilities, labels);
  const limits = [0, ...cuts, 1];
  const sums = limits.slice(1).map(() => ({ rows: 0, observed: 0, expected: 0 }));
  for (let i = 0; i < labels.length; i++) {
    const above = cuts.findIndex((cut) => probabilities[i] < cut);
    const band = sums[above < 0 ? cuts.length : above];
    band.rows++;
    band.observed += labels[i];
    band.expected += probabilities[i];
  }
  return sums.map((band, i) => ({
    from: limits[i],
    to: limits[i + 1],
    ...band,
    ratio: band.expected > 0 ? band.observed / band.expected : null,
  }));
}

/**
 * Calibration slope and intercept (Cox 1958): the logistic regression of the label on the log-odds of the probability. A slope
 * of 1 with intercept 0 is perfect; below 1 the probabilities are too extreme, above 1 too timid.
 */
export function calibrationSlope(
  probabilities: ArrayLike<number>,
  labels: Uint8Array,
): { readonly slope: number; readonly intercept: number } {
  requireSameLength(probabilities, labels);
  const margins = Float64Array.from(probabilities, logit);
  return fitMargin(margins, Float64Array.from(labels));
}
