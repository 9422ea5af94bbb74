import { PairIndex } from './pair-index.ts';
import { COUNT, grown, LEFT, LEFT_LIST, RIGHT, RIGHT_LIST, TIE_WORDS, TieLists } from './tie-lists.ts';

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
 * its list. Memory: about 90 bytes a tie alive, 16 for each left and right. A use costs O(1), a late one O(ties used
 * since); ties that died are let go of when their lists are looked at, and by {@link sweep}.
 */
export class TieTable {
  readonly #span: number;
  readonly #watch: TieWatch;
  readonly #index = new PairIndex();
  readonly #lefts = new TieLists(LEFT_LIST);
  readonly #rights = new TieLists(RIGHT_LIST);
  #ties = new Int32Array(FIRST_CAPACITY * TIE_WORDS);
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
      this.#ties[tie * TIE_WORDS + COUNT]++;
      if (at < this.#first[tie]) this.#first[tie] = at;
      if (at <= this.#last[tie]) return;
      this.#lefts.remove(this.#ties, tie, left);
      this.#rights.remove(this.#ties, tie, right);
      this.#last[tie] = at;
      this.#enlist(tie, left, right);
    }
  }

  /** Takes a use back: the tie ends with its last one. First and last stay as they were. */
  release(left: number, right: number, now: number): void {
    const tie = this.find(left, right, now);
    if (tie !== NONE && --this.#ties[tie * TIE_WORDS + COUNT] === 0) this.#end(tie);
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
    return this.#ties[tie * TIE_WORDS + LEFT_LIST];
  }

  nextOfRight(tie: number): number {
    return this.#ties[tie * TIE_WORDS + RIGHT_LIST];
  }

  sizeOfLeft(left: number, now: number): number {
    this.#prune(this.#lefts, left, now);
    return this.#lefts.size(left);
  }

  /** {@link sizeOfRight}, or more: ties that died may still be among them. */
  mostOfRight(right: number): number {
    return this.#rights.size(right);
  }

  mostOfLeft(left: number): number {
    return this.#lefts.size(left);
  }

  sizeOfRight(right: number, now: number): number {
    this.#prune(this.#rights, right, now);
    return this.#rights.size(right);
  }

  left(tie: number): number {
    return this.#ties[tie * TIE_WORDS + LEFT];
  }

  right(tie: number): number {
    return this.#ties[tie * TIE_WORDS + RIGHT];
  }

  first(tie: number): number {
    return this.#first[tie];
  }

  last(tie: number): number {
    return this.#last[tie];
  }

  /** {@link firstOfLeft} of the list as it stands, with ties that died but were not let go of. */
  headOfLeft(left: number): number {
    return this.#lefts.head(left);
  }

  headOfRight(right: number): number {
    return this.#rights.head(right);
  }

  /** How many rights of a left were used since an instant, at most `most`. Time O(the answer). */
  countOfLeft(left: number, from: number, most: number, now: number): number {
    let count = 0;
    let tie = this.firstOfLeft(left, now);
    for (; tie !== NONE && count < most && this.#last[tie] >= from; tie = this.nextOfLeft(tie)) count++;
    return count;
  }

  countOfRight(right: number, from: number, most: number, now: number): number {
    let count = 0;
    let tie = this.firstOfRight(right, now);
    for (; tie !== NONE && count < most && this.#last[tie] >= from; tie = this.nextOfRight(tie)) count++;
    return count;
  }

  /** Looks at the next few ties in turn and lets go of the dead, so that none stays for long. */
  sweep(now: number, steps: number): void {
    for (let step = 0; step < steps && this.#made > 0; step++) {
      this.#cursor = this.#cursor + 1 < this.#made ? this.#cursor + 1 : 0;
      if (this.#last[this.#cursor] < now - this.#span && this.#ties[this.#cursor * TIE_WORDS + COUNT] > 0)
        this.#end(this.#cursor);
    }
  }

  /** Lets go of all the dead at once. Time O(all ties). */
  sweepAll(now: number): void {
    this.sweep(now, this.#made);
  }

  #make(left: number, right: number, at: number): number {
    const tie = this.#free.pop() ?? this.#made++;
    if (tie >= this.#last.length) this.#grow(tie + 1);
    this.#ties[tie * TIE_WORDS + LEFT] = left;
    this.#ties[tie * TIE_WORDS + RIGHT] = right;
    this.#ties[tie * TIE_WORDS + COUNT] = 1;
    this.#first[tie] = at;
    this.#last[tie] = at;
    this.#index.add(left, right, tie);
    this.#lefts.reach(left);
    this.#rights.reach(right);
    this.#enlist(tie, left, right);
    return tie;
  }

  #enlist(tie: number, left: number, right: number): void {
    this.#lefts.insert(this.#ties, this.#last, tie, left);
    this.#rights.insert(this.#ties, this.#last, tie, right);
  }

  #end(tie: number): void {
    const left = this.left(tie);
    const right = this.right(tie);
    this.#watch.ended?.(tie, left, right);
    this.#index.remove(left, right);
    this.#lefts.remove(this.#ties, tie, left);
    this.#rights.remove(this.#ties, tie, right);
    this.#ties[tie * TIE_WORDS + COUNT] = 0;
    this.#free.push(tie);
  }

  #prune(lists: TieLists, owner: number, now: number): void {
    for (let tie = lists.tail(owner); tie !== NONE && this.#last[tie] < now - this.#span;) {
      this.#end(tie);
      tie = lists.tail(owner);
    }
  }

  #grow(length: number): void {
    this.#ties = grown(this.#ties, length * TIE_WORDS);
    this.#first = grown(this.#first, length);
    this.#last = grown(this.#last, length);
  }
}
