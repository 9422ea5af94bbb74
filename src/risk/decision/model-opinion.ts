/** What a model says of one transaction, before rules. */
export interface ModelOpinion {
  /** What the model adds up: log-odds, or log2 of the anomaly score. */
  readonly margin: number;
  /** The margin of a transaction of which nothing is known. */
  readonly base: number;
  /** What each feature adds, in the model's order; null when nobody asked for reasons. base + all = margin. */
  readonly shares: Float64Array | null;
  readonly features: readonly string[];
  /** From a margin to a risk of 0 to 100; never falls. */
  readonly riskOf: (margin: number) => number;
}

/**
 * Risk points of each feature: its share of the way from the base's risk to this one,
 * points = share x (g(f) - g(base)) / (f - base), g being `riskOf`. They add up to g(f) - g(base). Where f is the base the
 * factor is the slope of g there, so that shares which cancel out are still shown.
 */
export function featurePoints({ margin, base, shares, riskOf }: ModelOpinion): Float64Array {
  const way = margin - base;
  const factor =
    Math.abs(way) > SMALLEST_WAY
      ? (riskOf(margin) - riskOf(base)) / way
      : (riskOf(base + SMALLEST_WAY) - riskOf(base - SMALLEST_WAY)) / (2 * SMALLEST_WAY);
  return (shares ?? new Float64Array(0)).map((share) => share * factor);
}

const SMALLEST_WAY = 1e-6;
