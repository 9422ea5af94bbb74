import { DAY } from '../../kernel/time.ts';
import { firstEdgeSince } from '../../graph/temporal-graph.ts';

/**
 * What is known when the features of a transfer are read. `transfer`: it, and all before it in event order, as when it
 * is to be let through or stopped. `review`: all up to {@link REVIEW_DAYS} days after it, as when its alert is
 * reviewed, and nothing after the end of its part of a split.
 */
export const AS_OF_RULES = ['transfer', 'review'] as const;
export type AsOfRule = (typeof AS_OF_RULES)[number];

/** The longest window of the features; suspicious activity is to be reported within 30 days (31 CFR 1020.320). */
export const REVIEW_DAYS = 30;

/**
 * Of each transfer the last one that is known with it.
 * @param at never falling
 * @param ends one past the last transfer of each part, rising; the last is the number of transfers
 */
export function knownUntil(at: Float64Array, rule: AsOfRule, ends: readonly number[]): Int32Array {
  if (rule === 'transfer') return new Int32Array(at.length).map((_, transfer) => transfer);
  const known = new Int32Array(at.length);
  let part = 0;
  for (let transfer = 0; transfer < at.length; transfer++) {
    while (transfer >= ends[part]) part++;
    known[transfer] = Math.min(ends[part], firstEdgeSince({ at }, at[transfer] + REVIEW_DAYS * DAY + 1)) - 1;
  }
  return known;
}
