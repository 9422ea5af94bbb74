import { rankedCounts } from './ranked-counts.ts';

/**
 * Area under the ROC curve: the chance that a row labelled 1 scores above one labelled 0, ties counting half (Mann and
 * Whitney 1947; Hanley and McNeil 1982). NaN when one of the labels is missing. Time O(n log n).
 */
export function rocAuc(scores: ArrayLike<number>, labels: Uint8Array): number {
  const { rows, positives, allRows, allPositives } = rankedCounts(scores, labels);
  const allNegatives = allRows - allPositives;
  let area = 0;
  for (let i = 0; i < rows.length; i++) {
    const before = i === 0 ? 0 : positives[i - 1];
    const negatives = rows[i] - positives[i] - (i === 0 ? 0 : rows[i - 1] - before);
    area += (negatives * (positives[i] + before)) / 2;
  }
  return area / (allPositives * allNegatives);
}
