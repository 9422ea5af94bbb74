/** The 97.5 % point of the standard normal: the upper end of a two-sided 95 % interval. */
const Z = 1.959963984540054;

/**
 * Upper end of the 95 % score interval of a proportion (Wilson 1927, "Probable inference, the law of succession, and
 * statistical inference", JASA 22:209; recommended for small counts by Brown, Cai, DasGupta 2001, Statistical
 * Science 16:101). For no hits in n it is 3.84 / (n + 3.84), so 765 clean cases are needed to show 0.5 %.
 *
 * @param hits 0 to `total`
 * @returns a share from 0 to 1; 1 when there are no cases
 */
export function wilsonUpperBound(hits: number, total: number): number {
  if (total === 0) return 1;
  const share = hits / total;
  const square = Z * Z;
  const centre = share + square / (2 * total);
  const spread = Z * Math.sqrt((share * (1 - share)) / total + square / (4 * total * total));
  return Math.min(1, (centre + spread) / (1 + square / total));
}
