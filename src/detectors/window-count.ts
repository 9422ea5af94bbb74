import type { Episode } from './episode-fold.ts';
import { WindowSweep, type WindowRule } from './window-sweep.ts';

/**
 * The uses of one subject in event order, one row each. Plain columns, so that a query's rows can be fed in as well as
 * a graph's. An event that is several uses (by joint owners, or of both things of a pair) has several rows: who is
 * counted at its last row is who is counted at the event, and the rows before can only say less of the same.
 */
export interface SubjectUses {
  /** Any number that rises in event order; the same in all rows of an event. */
  readonly event: ArrayLike<number>;
  /** Epoch milliseconds, never falling. */
  readonly at: ArrayLike<number>;
  readonly user: ArrayLike<number>;
  /**
   * What the use is of: 1 for the subject, or the first of a pair, 2 for the second of a pair; 0 is a use that makes
   * nobody count, though it can be a completing event.
   */
  readonly side: ArrayLike<number>;
}

/**
 * Counts distinct users in a sliding window over whole subjects, one after the other ({@link WindowSweep}).
 *
 * Events in the result are row numbers. Time O(rows) a subject; memory 24 bytes a user, taken once, and 25 bytes a row
 * in the largest window.
 */
export class WindowCount {
  readonly #sweep: WindowSweep;

  /** @param users users are the numbers 0 to users - 1. */
  constructor(users: number) {
    this.#sweep = new WindowSweep(users);
  }

  /** The subject's episodes in order. */
  episodes({ at, user, side }: SubjectUses, rule: WindowRule): Episode[] {
    for (let row = 0; row < at.length; row++) this.#sweep.take(row, at[row], user[row], side[row], rule);
    return this.#sweep.finish(rule.sides);
  }
}
