import { LAST_USE, TIE_INSTANTS, type TieLists, type TieRows } from './tie-lists.ts';

const NONE = -1;
/** From so many ties on a list is long: counting them one by one would be what costs most of a read. */
const LONG = 64;
/** Ties that one use, one question let go of at most. */
const STEPS_OF_USE = 4;
const STEPS_OF_COUNT = 1_000;

/** Where a window begins in a list: all its ties used since `from` are `count`, the oldest of them is `edge`. */
interface Cursor {
  from: number;
  count: number;
  edge: number;
}

/**
 * How many ties of a list were used in the last of some spans. Short lists are walked; of a long one it is known where
 * each window begins, and moved on with time, so that a count costs what came and went since. Questions about an instant
 * before that, as late events ask them, are answered by walking. Exact.
 *
 * Memory: some 100 bytes for each long list. Time O(1) amortised; never more than O(`most` + 1,000).
 */
export class WindowCounts {
  readonly #lists: TieLists;
  readonly #spans: readonly number[];
  readonly #long: number;
  readonly #cursors = new Map<number, readonly Cursor[]>();

  /** @param spans the windows, in milliseconds */
  constructor(lists: TieLists, spans: readonly number[], long = LONG) {
    this.#lists = lists;
    this.#spans = spans;
    this.#long = long;
  }

  /** To be told of each tie after it came into a list. */
  added(rows: TieRows, tie: number, owner: number, now: number): void {
    const size = this.#lists.size(owner);
    if (size < this.#long) return;
    const cursors = this.#cursors.get(owner);
    if (!cursors) {
      const edge = this.#oldest(rows, owner);
      this.#cursors.set(
        owner,
        this.#spans.map(() => ({ from: -Infinity, count: size, edge })),
      );
      return;
    }
    for (const [i, cursor] of cursors.entries()) {
      if (lastOf(rows, tie) >= cursor.from) {
        cursor.count++;
        if (cursor.edge === NONE || this.#lists.previous(rows, tie) === cursor.edge) cursor.edge = tie;
      }
      this.#advance(rows, cursor, now - this.#spans[i], STEPS_OF_USE);
    }
  }

  /** To be told of each tie before it leaves a list. */
  removing(rows: TieRows, tie: number, owner: number): void {
    const size = this.#lists.size(owner);
    if (size < this.#long) return;
    if (size === this.#long) this.#cursors.delete(owner);
    for (const cursor of this.#cursors.get(owner) ?? []) {
      if (lastOf(rows, tie) < cursor.from) continue;
      cursor.count--;
      if (cursor.edge === tie) cursor.edge = this.#lists.previous(rows, tie);
    }
  }

  /** How many were used since an instant, at most `most`. @param window which of the spans it lies back about */
  count(rows: TieRows, owner: number, window: number, from: number, most: number): number {
    const cursor = this.#cursors.get(owner)?.[window];
    if (cursor && from >= cursor.from && this.#advance(rows, cursor, from, STEPS_OF_COUNT))
      return Math.min(most, cursor.count);
    let count = 0;
    let tie = this.#lists.head(owner);
    for (; tie !== NONE && count < most && lastOf(rows, tie) >= from; count++)
      tie = this.#lists.next(rows, tie);
    return count;
  }

  /** @returns whether it came there; it may stop before after so many steps, but not between two ties of one instant */
  #advance(rows: TieRows, cursor: Cursor, from: number, steps: number): boolean {
    if (from <= cursor.from) return true;
    let left = steps;
    while (cursor.edge !== NONE && lastOf(rows, cursor.edge) < from) {
      const last = lastOf(rows, cursor.edge);
      if (left-- <= 0 && last > cursor.from) {
        cursor.from = last;
        return false;
      }
      cursor.from = last;
      cursor.edge = this.#lists.previous(rows, cursor.edge);
      cursor.count--;
    }
    cursor.from = from;
    return true;
  }

  #oldest(rows: TieRows, owner: number): number {
    let oldest = NONE;
    for (let tie = this.#lists.head(owner); tie !== NONE; tie = this.#lists.next(rows, tie)) oldest = tie;
    return oldest;
  }
}

function lastOf({ instants }: TieRows, tie: number): number {
  return instants[tie * TIE_INSTANTS + LAST_USE];
}
