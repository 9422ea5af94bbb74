import { EpisodeFold, type Episode } from './episode-fold.ts';

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

export interface WindowRule {
  /** Milliseconds, both ends included; Infinity for no limit. */
  readonly window: number;
  readonly minUsers: number;
  /** How many sides there are; a user needs a use of each in the window to be counted. */
  readonly sides: 1 | 2;
  /** Asked only where all else is fulfilled; false keeps the event from completing. */
  readonly admits?: (row: number) => boolean;
}

/**
 * Counts distinct users in a sliding window and folds what completes into episodes: a user is counted at an event when
 * every side has a use by the user in the window up to and with the event; an event completes when at least `minUsers`
 * are counted and one of them is who used the subject with it (definitions.md, "Findings").
 *
 * Events in the result are row numbers; a member's evidence is its first row in the window on each side. Serves many subjects one after the other. Time O(rows) a subject; memory 24 bytes a user, taken once,
 * and 8 bytes a row of the largest subject.
 */
export class WindowCount {
  readonly #fold: EpisodeFold;
  readonly #first: UserRows;
  readonly #second: UserRows;

  /** @param users users are the numbers 0 to users - 1. */
  constructor(users: number) {
    this.#fold = new EpisodeFold(users);
    this.#first = new UserRows(users);
    this.#second = new UserRows(users);
  }

  /** The subject's episodes in order. */
  episodes(uses: SubjectUses, rule: WindowRule): Episode[] {
    const { at, user } = uses;
    const evidenceOf = (member: number): number[] => this.#evidence(member, rule.sides);
    let expired = 0;
    for (let row = 0; row < at.length; row++) {
      while (at[expired] < at[row] - rule.window) this.#expire(uses, rule, expired++);
      this.#take(uses, rule, row);
      if (this.#fold.count < rule.minUsers || !this.#fold.isCounted(user[row])) continue;
      if (rule.admits?.(row) ?? true) this.#fold.complete(row, at[row], rule.window, evidenceOf);
    }
    while (expired < at.length) this.#expire(uses, rule, expired++);
    return this.#fold.finish();
  }

  #take({ user, side }: SubjectUses, { sides }: WindowRule, row: number): void {
    this.#queue(side[row])?.push(user[row], row);
    if (!this.#fold.isCounted(user[row]) && this.#isOnAllSides(user[row], sides)) this.#fold.enter(user[row]);
  }

  #expire({ user, side }: SubjectUses, { sides }: WindowRule, row: number): void {
    this.#queue(side[row])?.shift(user[row]);
    if (this.#fold.isCounted(user[row]) && !this.#isOnAllSides(user[row], sides)) this.#fold.leave(user[row]);
  }

  #queue(side: number): UserRows | undefined {
    if (side === 0) return undefined;
    return side === 1 ? this.#first : this.#second;
  }

  #isOnAllSides(user: number, sides: 1 | 2): boolean {
    return this.#first.oldest(user) >= 0 && (sides === 1 || this.#second.oldest(user) >= 0);
  }

  #evidence(user: number, sides: 1 | 2): number[] {
    const rows = [this.#first.oldest(user)];
    if (sides === 2) rows.push(this.#second.oldest(user));
    return rows.sort((a, b) => a - b);
  }
}

/** For each user a queue of rows, all queues in three arrays: push and shift are O(1) and make no objects. */
class UserRows {
  /** Oldest and newest row of a user, -1 when there is none. */
  readonly #oldest: Int32Array;
  readonly #newest: Int32Array;
  /** The same user's next row. */
  #next = new Int32Array(1024);

  constructor(users: number) {
    this.#oldest = new Int32Array(users).fill(-1);
    this.#newest = new Int32Array(users).fill(-1);
  }

  oldest(user: number): number {
    return this.#oldest[user];
  }

  push(user: number, row: number): void {
    if (row >= this.#next.length) {
      const larger = new Int32Array(Math.max(row + 1, this.#next.length * 2));
      larger.set(this.#next);
      this.#next = larger;
    }
    this.#next[row] = -1;
    if (this.#oldest[user] < 0) this.#oldest[user] = row;
    else this.#next[this.#newest[user]] = row;
    this.#newest[user] = row;
  }

  shift(user: number): void {
    this.#oldest[user] = this.#next[this.#oldest[user]];
  }
}
