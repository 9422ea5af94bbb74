import { RingfenceError } from '../../kernel/errors.ts';

/**
 * Rows by falling score, those of one score together, as every measure of a ranking needs them: at each distinct score,
 * how many rows have at least that, and how many of these are labelled 1. A score that is not a number ranks last.
 */
export interface RankedCounts {
  readonly scores: Float64Array;
  readonly rows: Uint32Array;
  readonly positives: Uint32Array;
  readonly allRows: number;
  readonly allPositives: number;
}

/** Time O(n log n). @throws RingfenceError TRAINING_INVALID when there is not one label for each score */
export function rankedCounts(scores: ArrayLike<number>, labels: Uint8Array): RankedCounts {
  requireSameLength(scores, labels);
  const rank = Float64Array.from(scores, (score) => (Number.isNaN(score) ? -Infinity : score));
  const order = new Uint32Array(rank.length).map((_, i) => i).sort((a, b) => compare(rank[b], rank[a]));
  const distinct: number[] = [];
  const rows: number[] = [];
  const positives: number[] = [];
  let positive = 0;
  for (let i = 0; i < order.length;) {
    const score = rank[order[i]];
    for (; i < order.length && rank[order[i]] === score; i++) positive += labels[order[i]];
    distinct.push(score);
    rows.push(i);
    positives.push(positive);
  }
  return {
    scores: Float64Array.from(distinct),
    rows: Uint32Array.from(rows),
    positives: Uint32Array.from(positives),
    allRows: rank.length,
    allPositives: positive,
  };
}

/** Not by difference: infinite scores have none. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function requireSameLength(scores: ArrayLike<number>, labels: ArrayLike<number>): void {
  if (scores.length !== labels.length)
    throw new RingfenceError(
      'TRAINING_INVALID',
      `labels: ${labels.length} for ${scores.length} scores; wanted one for each`,
      {
        field: 'labels',
      },
    );
}
