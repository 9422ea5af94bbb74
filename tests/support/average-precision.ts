/**
 * Average precision of a score: the sum over thresholds of precision times the recall gained there (scikit-learn's
 * definition; Zhu 2004). Users of one score are raised together, so the order inside a tie cannot matter. A score that is
 * not a number ranks last. Time O(n log n).
 */
export function averagePrecision(scores: ArrayLike<number>, positive: Uint8Array): number {
  const order = Array.from({ length: scores.length }, (_, i) => i);
  const rank = (i: number) => (Number.isNaN(scores[i]) ? -Infinity : scores[i]);
  order.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)));
  const all = positive.reduce((sum, one) => sum + one, 0);
  let [hits, found, sum] = [0, 0, 0];
  for (let i = 0; i < order.length;) {
    const score = rank(order[i]);
    const before = hits;
    for (; i < order.length && rank(order[i]) === score; i++) hits += positive[order[i]];
    found = i;
    sum += ((hits - before) * hits) / found;
  }
  return all === 0 ? 0 : sum / all;
}
