import { DueHeap } from './due-heap.ts';
import { EntityRows } from './entity-rows.ts';
import { PairIndex } from './pair-index.ts';
import { WindowCounts } from './window-counts.ts';
import {
  COUNT,
  DUE,
  FIRST_USE,
  grown,
  LAST_USE,
  LEFT,
  LEFT_LIST,
  LIST_WORDS,
  RIGHT,
  RIGHT_LIST,
  TIE_INSTANTS,
  TIE_WORDS,
  TieLists,
  type ListPlace,
  type TieRows,
} from './tie-lists.ts';

const NONE = -1;
const FIRST_CAPACITY = 64;

/** Told when ties come and go. */
export interface TieWatch {
  made?(tie: number, left: number, right: number): void;
  ended?(tie: number, left: number, right: number): void;
}

/** Where the lists of either side are kept: among what else is known of the owners, or apart. */
export interface TieSides {
  readonly left?: ListPlace;
  readonly right?: ListPlace;
  /** Spans, in milliseconds, over which uses will be counted. */
  readonly windows?: readonly number[];
}

/**
 * Ties between things on the left and things on the right (users and devices, payers and payees): one for each pair,
 * with first and last use and how often. A tie lives until its span has gone by without a use; one that is used again
 * after that is new. What is held for ever has a last use of infinity.
 *
 * The ties of each side are in lists, the latest used first, so that the users of a device in 24 hours are the first of
 * its list. `expire` ends all that died by an instant, and is to be told of every instant, so that nobody who looks at a tie
 * has to ask whether it is alive. A tie waits in a heap until it would die had it not been used again, and is looked at
 * then: once in a span at most.
 *
 * Memory: about 110 bytes a tie alive, 8 for each left and right. Only numbers may be asked for that have been in a tie, or
 * that the rows of their side were made to reach. A use costs O(1), a late one O(ties used since);
 * ending a tie O(log n).
 */
export class TieTable {
  readonly #span: number;
  readonly #watch: TieWatch;
  readonly #index = new PairIndex();
  readonly #lefts: TieLists;
  readonly #rights: TieLists;
  /** By the last use that is known of when a tie is put in: it is due no earlier. */
  readonly #waiting = new DueHeap();
  #rows = rowsOf(new Int32Array(FIRST_CAPACITY * TIE_WORDS));
  #capacity = FIRST_CAPACITY;
  readonly #free: number[] = [];
  #made = 0;
  readonly #leftCounts: WindowCounts;
  readonly #rightCounts: WindowCounts;
  #now = -Infinity;
  /** What was used before is dead. */
  #from = -Infinity;

  constructor(span: number, sides: TieSides = {}, watch: TieWatch = {}) {
    const { left = apart(), right = apart(), windows = [] } = sides;
    this.#span = span;
    this.#watch = watch;
    this.#lefts = new TieLists(LEFT_LIST, left);
    this.#rights = new TieLists(RIGHT_LIST, right);
    this.#leftCounts = new WindowCounts(this.#lefts, windows);
    this.#rightCounts = new WindowCounts(this.#rights, windows);
  }

  /** Ties alive. */
  get size(): number {
    return this.#index.size;
  }

  /** Ends the ties that are dead at an instant; instants never fall. */
  expire(now: number): void {
    this.#now = now;
    this.#from = now - this.#span;
    for (let due = this.#waiting.firstDue; due < this.#from; due = this.#waiting.firstDue) {
      const tie = this.#waiting.pop();
      const place = tie * TIE_INSTANTS + DUE;
      // Else its number waits for an earlier instant too, as one that was given anew, and was looked at then.
      if (this.#rows.instants[place] !== due) continue;
      this.#rows.instants[place] = Infinity;
      if (this.#rows.words[tie * TIE_WORDS + COUNT] === 0) continue;
      if (this.last(tie) < this.#from) this.#end(tie);
      else this.#wait(tie);
    }
  }

  /** Notes a use; one that is itself older than the span says nothing. */
  use(left: number, right: number, at: number): void {
    if (at < this.#from) return;
    let tie = this.find(left, right);
    if (tie === NONE) {
      tie = this.#make(left, right, at);
      this.#watch.made?.(tie, left, right);
      return;
    }
    const rows = this.#rows;
    const place = tie * TIE_INSTANTS;
    rows.words[tie * TIE_WORDS + COUNT]++;
    if (at < rows.instants[place + FIRST_USE]) rows.instants[place + FIRST_USE] = at;
    if (at <= rows.instants[place + LAST_USE]) return;
    this.#delist(tie, left, right);
    rows.instants[place + LAST_USE] = at;
    this.#enlist(tie, left, right);
  }

  /** Takes a use back: the tie ends with its last one. First and last stay as they were. */
  release(left: number, right: number): void {
    const tie = this.find(left, right);
    if (tie !== NONE && --this.#rows.words[tie * TIE_WORDS + COUNT] === 0) this.#end(tie);
  }

  /** Ends a tie, however often it was used. */
  end(left: number, right: number): void {
    const tie = this.find(left, right);
    if (tie !== NONE) this.#end(tie);
  }

  /** The tie of a pair, -1 when there is none. */
  find(left: number, right: number): number {
    return left < 0 || right < 0 ? NONE : this.#index.find(left, right);
  }

  /** The tie of a left that was used last, -1 when it has none. */
  firstOfLeft(left: number): number {
    return this.#lefts.head(left);
  }

  firstOfRight(right: number): number {
    return this.#rights.head(right);
  }

  nextOfLeft(tie: number): number {
    return this.#rows.words[tie * TIE_WORDS + LEFT_LIST];
  }

  nextOfRight(tie: number): number {
    return this.#rows.words[tie * TIE_WORDS + RIGHT_LIST];
  }

  sizeOfLeft(left: number): number {
    return this.#lefts.size(left);
  }

  sizeOfRight(right: number): number {
    return this.#rights.size(right);
  }

  left(tie: number): number {
    return this.#rows.words[tie * TIE_WORDS + LEFT];
  }

  right(tie: number): number {
    return this.#rows.words[tie * TIE_WORDS + RIGHT];
  }

  first(tie: number): number {
    return this.#rows.instants[tie * TIE_INSTANTS + FIRST_USE];
  }

  last(tie: number): number {
    return this.#rows.instants[tie * TIE_INSTANTS + LAST_USE];
  }

  /**
   * How many rights of a left were used since an instant, at most `most`. Time O(1), or O(the answer) when it lies further
   * back than the last time.
   * @param window which of the windows lies back about as far
   */
  countOfLeft(left: number, window: number, from: number, most: number): number {
    return this.#leftCounts.count(this.#rows, left, window, from, most);
  }

  countOfRight(right: number, window: number, from: number, most: number): number {
    return this.#rightCounts.count(this.#rows, right, window, from, most);
  }

  #make(left: number, right: number, at: number): number {
    const tie = this.#free.pop() ?? this.#number();
    const rows = this.#rows;
    rows.words[tie * TIE_WORDS + LEFT] = left;
    rows.words[tie * TIE_WORDS + RIGHT] = right;
    rows.words[tie * TIE_WORDS + COUNT] = 1;
    rows.instants[tie * TIE_INSTANTS + FIRST_USE] = at;
    rows.instants[tie * TIE_INSTANTS + LAST_USE] = at;
    this.#index.add(left, right, tie);
    this.#lefts.reach(left);
    this.#rights.reach(right);
    this.#enlist(tie, left, right);
    this.#wait(tie);
    return tie;
  }

  #enlist(tie: number, left: number, right: number): void {
    const rows = this.#rows;
    this.#lefts.insert(rows, tie, left);
    this.#leftCounts.added(rows, tie, left, this.#now);
    this.#rights.insert(rows, tie, right);
    this.#rightCounts.added(rows, tie, right, this.#now);
  }

  #delist(tie: number, left: number, right: number): void {
    const rows = this.#rows;
    this.#leftCounts.removing(rows, tie, left);
    this.#lefts.remove(rows, tie, left);
    this.#rightCounts.removing(rows, tie, right);
    this.#rights.remove(rows, tie, right);
  }

  /** A number that no tie had before. */
  #number(): number {
    if (this.#made === this.#capacity) {
      this.#capacity *= 2;
      this.#rows = rowsOf(grown(this.#rows.words, this.#capacity * TIE_WORDS));
    }
    this.#rows.instants[this.#made * TIE_INSTANTS + DUE] = Infinity;
    return this.#made++;
  }

  #end(tie: number): void {
    const left = this.left(tie);
    const right = this.right(tie);
    this.#watch.ended?.(tie, left, right);
    this.#index.remove(left, right);
    this.#delist(tie, left, right);
    this.#rows.words[tie * TIE_WORDS + COUNT] = 0;
    this.#free.push(tie);
  }

  /** A number may wait already, early enough, for the tie that had it before. What is held for ever does not wait. */
  #wait(tie: number): void {
    const last = this.last(tie);
    const place = tie * TIE_INSTANTS + DUE;
    if (this.#rows.instants[place] <= last) return;
    this.#rows.instants[place] = last;
    this.#waiting.push(last, tie);
  }
}

function apart(): ListPlace {
  return { rows: new EntityRows(LIST_WORDS), column: 0 };
}

function rowsOf(words: Int32Array): TieRows {
  return { words, instants: new Float64Array(words.buffer) };
}
