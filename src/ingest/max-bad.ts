/** How many bad rows an import may have and still succeed: a share of the rows read, or a number of them. */
export type MaxBad = { readonly share: number } | { readonly count: number };

export const DEFAULT_MAX_BAD: MaxBad = { share: 0.01 };

/** Shares are computed in floats: 29 of 100 is not over 0.29. */
const TOLERANCE = 1e-9;
/** So many rows have to be read before a file may be given up because of a share. */
const ENOUGH_ROWS = 1_000;
/** More than this share of bad rows means another format, not a few faults. */
const HOPELESS = 0.5;

/** Whether so many bad rows of so many read are over the limit. No rows are never over it. */
export function isOver(limit: MaxBad, bad: number, rows: number): boolean {
  return 'count' in limit ? bad > limit.count : bad > (limit.share + TOLERANCE) * rows;
}

/**
 * Whether to stop before the end of the input: a count once exceeded stays so; a share may still fall with the rows to
 * come, so only when more than half of at least 1,000 rows are bad.
 */
export function isHopeless(limit: MaxBad, bad: number, rows: number): boolean {
  if ('count' in limit) return isOver(limit, bad, rows);
  return rows >= ENOUGH_ROWS && bad > HOPELESS * rows && isOver(limit, bad, rows);
}

/** As a person writes it: `1 %` or `20 rows`. */
export function formatMaxBad(limit: MaxBad): string {
  return 'count' in limit ? `${limit.count} rows` : `${Number((limit.share * 100).toFixed(4))} %`;
}
