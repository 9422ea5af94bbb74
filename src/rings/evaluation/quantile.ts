/**
 * The smallest value that at least a share of all values does not exceed ("nearest rank", the inverse of the empirical
 * distribution function: type 1 of Hyndman and Fan 1996, "Sample quantiles in statistical packages", The American
 * Statistician 50:361). It is always one of the values.
 *
 * @param sorted rising
 * @param share over 0, up to 1
 * @returns null of no values
 */
export function quantile(sorted: readonly number[], share: number): number | null {
  if (sorted.length === 0) return null;
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
