import { PairIndex } from './pair-index.ts';
import { grown, TieLists } from './tie-lists.ts';

const NONE = -1;
const FIRST_CAPACITY = 64;

/** Told when ties come and go. */
export interface TieWatch {
  made?(tie: number, left: number, right: number): void;
  ended?(tie: number, left: number, right: number): void;
}

/**
 * Ties between things on the left and things on the right (users and devices, payers and payees): one for each pair,
 * with first and last use and how often. A tie lives until its span has gone by without a use; one that is used again
 * after that is new. What is held for ever has a last use of infinity.
 *
 * The ties of each side are in lists, the latest used first, so that the users of a device in 24 hours are the first of
 * its list. Memory: about 80 bytes a tie alive, 12 for each left and right. A use costs O(1), a late one O(ties used
 * since); ties that died are let go of when their lists are looked at, and by {@link sweep}.
 */
export class TieTable {
  readonly #span: number;
  readonly #watch: TieWatch;
  readonly #index = new PairIndex();
  readonly #lefts = new TieLists();
  readonly #rights = new TieLists();
  #left = new Int32Array(FIRST_CAPACITY);
  #right = new Int32Array(FIRST_CAPACITY);
  #count = new Int32Array(FIRST_CAPACITY);
  #first = new Float64Array(FIRST_CAPACITY);
  #last = new Float64Array(FIRST_CAPACITY);
  readonly #free: number[] = [];
  #made = 0;
  #cursor = 0;

  constructor(span: number, watch: TieWatch = {}) {
    this.#span = span;
    this.#watch = watch;
  }

  /** Ties alive or not yet let go of. */
  get size(): number {
    return this.#index.size;
  }

  /**
   * Notes a use; one that is itself older than the span says nothing.
   * @param now the latest instant that anything is known of
   */
  use(left: number, right: number, at: number, now: number): void {
    if (at < now - this.#span) return;
    let tie = this.find(left, right, now);
    if (tie === NONE) {
      tie = this.#make(left, right, at);
      this.#watch.made?.(tie, left, right);
    } else {
      this.#count[tie]++;
      if (at < this.#first[tie]) this.#first[tie] = at;
      if (at <= this.#last[tie]) return;
      this.#lefts.remove(tie, left);
      this.#rights.remove(tie, right);
      this.#last[tie] = at;
      this.#enlist(tie, left, right);
    }
  }

  /** Takes a use back: the tie ends with its last one. First and last stay as they were. */
  release(left: number, right: number, now: number): void {
    const tie = this.find(left, right, now);
    if (tie !== NONE && --this.#count[tie] === 0) this.#end(tie);
  }

  /** Ends a tie, however often it was used. */
  end(left: number, right: number): void {
    const tie = this.#index.find(left, right);
    if (tie !== NONE) this.#end(tie);
  }

  /** The tie of a pair, -1 when there is none alive. */
  find(left: number, right: number, now: number): number {
    if (left < 0 || right < 0) return NONE;
    const tie = this.#index.find(left, right);
    if (tie === NONE || this.#last[tie] >= now - this.#span) return tie;
    this.#end(tie);
    return NONE;
  }

  /** The tie of a left that was used last, -1 when it has none. */
  firstOfLeft(left: number, now: number): number {
    this.#prune(this.#lefts, left, now);
    return this.#lefts.head(left);
  }

  firstOfRight(right: number, now: number): number {
    this.#prune(this.#rights, right, now);
    return this.#rights.head(right);
  }

  nextOfLeft(tie: number): number {
    return this.#lefts.next(tie);
  }

  nextOfRight(tie: number): number {
    return this.#rights.next(tie);
  }

  sizeOfLeft(left: number, now: number): number {
    this.#prune(this.#lefts, left, now);
    return this.#lefts.size(left);
  }

  sizeOfRight(right: number, now: number): number {
    this.#prune(this.#rights, right, now);
    return this.#rights.size(right);
  }

  left(tie: number): number {
    return this.#left[tie];
  }

  right(tie: number): number {
    return this.#right[tie];
  }

  first(tie: number): number {
    return this.#first[tie];
  }

  last(tie: number): number {
    return this.#last[tie];
  }

  /** How many rights of a left were used since an instant, at most `most`. Time O(the answer). */
  countOfLeft(left: number, from: number, most: number, now: number): number {
    let count = 0;
    let tie = this.firstOfLeft(left, now);
    for (; tie !== NONE && count < most && this.#last[tie] >= from; tie = this.#lefts.next(tie)) count++;
    return count;
  }

  countOfRight(right: number, from: number, most: number, now: number): number {
    let count = 0;
    let tie = this.firstOfRight(right, now);
    for (; tie !== NONE && count < most && this.#last[tie] >= from; tie = this.#rights.next(tie)) count++;
    return count;
  }

  /** Looks at the next few ties in turn and lets go of the dead, so that none stays for long. */
  sweep(now: number, steps: number): void {
    for (let step = 0; step < steps && this.#made > 0; step++) {
      this.#cursor = (this.#cursor + 1) % this.#made;
      if (this.#count[this.#cursor] > 0 && this.#last[this.#cursor] < now - this.#span)
        this.#end(this.#cursor);
    }
  }

  #make(left: number, right: number, at: number): number {
    const tie = this.#free.pop() ?? this.#made++;
    if (tie >= this.#left.length) this.#grow(tie + 1);
    this.#left[tie] = left;
    this.#right[tie] = right;
    this.#count[tie] = 1;
    this.#first[tie] = at;
    this.#last[tie] = at;
    this.#index.add(left, right, tie);
    this.#lefts.reach(tie, left);
    this.#rights.reach(tie, right);
    this.#enlist(tie, left, right);
    return tie;
  }

  #enlist(tie: number, left: number, right: number): void {
    const last = this.#last;
    const at = last[tie];
    const isLater = (other: number): boolean => last[other] > at;
    this.#lefts.insert(tie, left, isLater);
    this.#rights.insert(tie, right, isLater);
  }

  #end(tie: number): void {
    const left = this.#left[tie];
    const right = this.#right[tie];
    this.#watch.ended?.(tie, left, right);
    this.#index.remove(left, right);
    this.#lefts.remove(tie, left);
    this.#rights.remove(tie, right);
    this.#count[tie] = 0;
    this.#free.push(tie);
  }

  #prune(lists: TieLists, owner: number, now: number): void {
    for (let tie = lists.tail(owner); tie !== NONE && this.#last[tie] < now - this.#span;) {
      this.#end(tie);
      tie = lists.tail(owner);
    }
  }

  #grow(length: number): void {
    this.#left = grown(this.#left, length);
    this.#right = grown(this.#right, length);
    this.#count = grown(this.#count, length);
    this.#first = grown(this.#first, length);
    this.#last = grown(this.#last, length);
  }
}
