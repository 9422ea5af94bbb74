import { rankedCounts } from './ranked-counts.ts';

/**
 * Average precision: the sum over the distinct scores, from the highest, of the precision at each times the recall gained
 * there; no interpolation (Zhu 2004; scikit-learn's definition). Rows of one score count together, so that the order
 * inside a tie cannot matter. 0 when no row is labelled 1. Time O(n log n).
 */
export function averagePrecision(scores: ArrayLike<number>, labels: Uint8Array): number {
  const { rows, positives, allPositives } = rankedCounts(scores, labels);
  let sum = 0;
  for (let i = 0; i < rows.length; i++)
    sum += ((positives[i] - (positives[i - 1] ?? 0)) * positives[i]) / rows[i];
  return allPositives === 0 ? 0 : sum / allPositives;
}
