import { rankedCounts } from './ranked-counts.ts';

/** What calling everything at or above a score positive gives. */
export interface CurvePoint {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
}

/** The precision-recall curve, one point for each distinct score from the highest. Recall is 0 when nothing is labelled 1. Time O(n log n). */
export function precisionRecallCurve(scores: ArrayLike<number>, labels: Uint8Array): CurvePoint[] {
  const { scores: distinct, rows, positives, allPositives } = rankedCounts(scores, labels);
  return Array.from(distinct, (threshold, i) => ({
    threshold,
    precision: positives[i] / rows[i],
    recall: allPositives === 0 ? 0 : positives[i] / allPositives,
  }));
}

/**
 * The share labelled 1 among the k highest scores. Of the rows of one score that straddle the k-th place, the share of
 * that place's rows is taken, as any order among them is as good. k above the number of rows means all of them.
 */
export function precisionAtK(scores: ArrayLike<number>, labels: Uint8Array, k: number): number {
  const { rows, positives, allRows } = rankedCounts(scores, labels);
  const wanted = Math.min(k, allRows);
  if (wanted <= 0) return 0;
  const last = rows.findIndex((count) => count >= wanted);
  const [rowsBefore, positivesBefore] = last === 0 ? [0, 0] : [rows[last - 1], positives[last - 1]];
  const share = (wanted - rowsBefore) / (rows[last] - rowsBefore);
  return (positivesBefore + share * (positives[last] - positivesBefore)) / wanted;
}

/** Harmonic mean of precision and recall when scores of at least `threshold` are called positive; 0 when none is found. */
export function f1At(scores: ArrayLike<number>, labels: Uint8Array, threshold: number): number {
  let [called, found, all] = [0, 0, 0];
  for (let i = 0; i < labels.length; i++) {
    const yes = scores[i] >= threshold;
    called += Number(yes);
    found += Number(yes && labels[i] === 1);
    all += labels[i];
  }
  return found === 0 ? 0 : (2 * found) / (called + all);
}

/** The threshold of the highest F1, the highest of equals; choose it on other rows than those you report on. */
export function bestF1(
  scores: ArrayLike<number>,
  labels: Uint8Array,
): { readonly threshold: number; readonly f1: number } {
  const { scores: distinct, rows, positives, allPositives } = rankedCounts(scores, labels);
  let best = { threshold: Infinity, f1: 0 };
  for (let i = 0; i < rows.length; i++) {
    const f1 = (2 * positives[i]) / (rows[i] + allPositives);
    if (f1 > best.f1) best = { threshold: distinct[i], f1 };
  }
  return best;
}
