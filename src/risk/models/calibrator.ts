import { requireSameLength } from '../metrics/ranked-counts.ts';
import { refused } from './feature-matrix.ts';
import { logit, sigmoid } from './logit.ts';
import { fitMargin } from './logistic/fit-margin.ts';
import { countPositive, requireBothClasses } from './training-set.ts';

/** Turns a model's score into a probability that can be taken at its word. JSON as it stands. */
export type Calibrator = PlattCalibrator | IsotonicCalibrator;

/** The sigmoid of slope x log-odds + intercept. */
export interface PlattCalibrator {
  readonly kind: 'platt';
  readonly slope: number;
  readonly intercept: number;
}

/** Rising steps, joined by straight lines; level outside the first and last score. */
export interface IsotonicCalibrator {
  readonly kind: 'isotonic';
  readonly scores: readonly number[];
  readonly probabilities: readonly number[];
}

/**
 * Platt's scaling (1999) of probabilities by their log-odds, with his targets (n + 1) / (n + 2) and 1 / (m + 2) in place of
 * 1 and 0. Two numbers: right for few labels. Fit it on rows the model was not trained on.
 * @param weights how many rows each stands for; null for one each
 * @throws RingfenceError TRAINING_INVALID without rows of both labels
 */
export function fitPlatt(
  probabilities: ArrayLike<number>,
  labels: Uint8Array,
  weights: Float64Array | null = null,
): PlattCalibrator {
  requireSameLength(probabilities, labels);
  requireBothClasses(labels);
  const positive = countPositive(labels);
  const all = weights?.reduce((sum, weight) => sum + weight, 0) ?? labels.length;
  const [yes, no] = [(positive + 1) / (positive + 2), 1 / (all - positive + 2)];
  const targets = Float64Array.from(labels, (label) => (label === 1 ? yes : no));
  return { kind: 'platt', ...fitMargin(Float64Array.from(probabilities, logit), targets, weights) };
}

/**
 * Isotonic regression by pool adjacent violators (Ayer and others 1955; Zadrozny and Elkan 2002): the rising function with
 * the least squared error. Needs about a thousand labels. Equal scores are one point. Time O(n log n).
 * @throws RingfenceError TRAINING_INVALID for no rows or a score that is not a number
 */
export function fitIsotonic(scores: ArrayLike<number>, labels: Uint8Array): IsotonicCalibrator {
  requireSameLength(scores, labels);
  if (labels.length === 0) throw refused('labels', 'no rows to calibrate on');
  const order = Uint32Array.from(labels.keys()).sort((a, b) => scores[a] - scores[b]);
  const pooled: Pool[] = [];
  for (let i = 0; i < order.length;) {
    const score = scores[order[i]];
    if (Number.isNaN(score)) throw refused('scores', `NaN in row ${order[i]}`);
    const pool = { from: score, to: score, sum: 0, rows: 0 };
    for (; i < order.length && scores[order[i]] === score; i++, pool.rows++) pool.sum += labels[order[i]];
    pooled.push(pool);
    poolViolators(pooled);
  }
  const ends = pooled.flatMap(({ from, to, sum, rows }) =>
    (from === to ? [from] : [from, to]).map((score) => ({ score, probability: sum / rows })),
  );
  return {
    kind: 'isotonic',
    scores: ends.map(({ score }) => score),
    probabilities: ends.map(({ probability }) => probability),
  };
}

interface Pool {
  readonly from: number;
  to: number;
  sum: number;
  rows: number;
}

/** Joins the last pool with those before it until the means rise. */
function poolViolators(pools: Pool[]): void {
  while (pools.length > 1) {
    const [before, last] = pools.slice(-2);
    if (before.sum * last.rows < last.sum * before.rows) break;
    pools.pop();
    before.to = last.to;
    before.sum += last.sum;
    before.rows += last.rows;
  }
}

/** The calibrated probability of a score. Time O(log steps). */
export function calibrate(calibrator: Calibrator, score: number): number {
  if (calibrator.kind === 'platt') return sigmoid(calibrator.slope * logit(score) + calibrator.intercept);
  const { scores, probabilities } = calibrator;
  let [low, high] = [0, scores.length - 1];
  if (!(score > scores[low])) return probabilities[low];
  if (score >= scores[high]) return probabilities[high];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (scores[middle] <= score) low = middle;
    else high = middle;
  }
  const part = (score - scores[low]) / (scores[high] - scores[low]);
  return probabilities[low] + part * (probabilities[high] - probabilities[low]);
}
