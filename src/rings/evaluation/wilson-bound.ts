/** The 97.5 % point of the standard normal: each end of a two-sided 95 % interval. */
const Z = 1.959963984540054;

/** A share of a whole, with the 95 % score interval of the proportion it estimates. */
export interface Share {
  readonly part: number;
  readonly whole: number;
  /** `part / whole`; what the caller says for an empty whole. */
  readonly share: number;
  readonly low95: number;
  readonly high95: number;
}

/**
 * A share with its 95 % score interval (Wilson 1927, "Probable inference, the law of succession, and statistical
 * inference", JASA 22:209; recommended for small counts by Brown, Cai, DasGupta 2001, Statistical Science 16:101).
 * Shares of several worlds are pooled by adding their parts and their wholes.
 *
 * @param part 0 to `whole`
 * @param ofNothing the share when there are no cases; its interval is then 0 to 1
 */
export function shareOf(part: number, whole: number, ofNothing = 0): Share {
  if (whole === 0) return { part, whole, share: ofNothing, low95: 0, high95: 1 };
  // The lower end is the mirror image of the upper end of what is left; it is exactly 0 for no hits.
  const low95 = part === 0 ? 0 : 1 - wilsonUpperBound(whole - part, whole);
  return { part, whole, share: part / whole, low95, high95: wilsonUpperBound(part, whole) };
}

/**
 * Upper end of the 95 % score interval of a proportion (see `shareOf`). For no hits in n it is 3.84 / (n + 3.84), so
 * 765 clean cases are needed to show 0.5 %.
 *
 * @param hits 0 to `total`
 * @returns a share from 0 to 1; 1 when there are no cases
 */
export function wilsonUpperBound(hits: number, total: number): number {
  if (total === 0 || hits === total) return 1;
  const share = hits / total;
  const square = Z * Z;
  const centre = share + square / (2 * total);
  const spread = Z * Math.sqrt((share * (1 - share)) / total + square / (4 * total * total));
  return Math.min(1, (centre + spread) / (1 + square / total));
}
