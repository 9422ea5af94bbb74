import { DAY } from '../../kernel/time.ts';

/** The simulations do not say when laundering became known. In life it takes months; three are assumed. */
export const LAUNDERING_LABEL_DELAY = 90 * DAY;

/** `gather_scatter`, `GATHER-SCATTER` and the like as one name: `gather-scatter`. */
export function patternName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
}
