/** A quantile of rising numbers, between neighbours by a straight line (type 7 of Hyndman and Fan 1996, numpy's default); NaN of none. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return NaN;
  const place = Math.min(Math.max(share, 0), 1) * (sorted.length - 1);
  const low = Math.floor(place);
  const next = sorted[Math.min(low + 1, sorted.length - 1)];
  // Not a + part x (b - a) alone: infinite neighbours have no difference.
  return next === sorted[low] ? next : sorted[low] + (place - low) * (next - sorted[low]);
}
