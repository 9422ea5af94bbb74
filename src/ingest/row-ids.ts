import { hash } from 'node:crypto';

/** Rows that a repetition is looked for among: identical rows carry the same time, and files are written in order of time. */
const WINDOW = 100_000;

/**
 * Ids for the rows of a table that has none: the first 32 hex digits of the sha256 of what the row says, so that the
 * same row has the same id wherever and however often it is read. Of rows that are alike in all they say, the second
 * gets `…#2`, and so on: two equal payments in one minute are two. Repetitions further apart than 100,000 rows count
 * as one. One object a file. Memory: 200,000 short texts at most.
 */
export class RowIds {
  /** How often each id came among the last rows: the ones before and the ones now. */
  #before = new Map<string, number>();
  #now = new Map<string, number>();

  /** @param cells what the row says, in an order that does not depend on the file's */
  next(cells: readonly string[]): string {
    const id = hash('sha256', JSON.stringify(cells), 'hex').slice(0, 32);
    const count = (this.#now.get(id) ?? this.#before.get(id) ?? 0) + 1;
    this.#now.set(id, count);
    if (this.#now.size >= WINDOW) [this.#before, this.#now] = [this.#now, new Map()];
    return count === 1 ? id : `${id}#${count}`;
  }
}
