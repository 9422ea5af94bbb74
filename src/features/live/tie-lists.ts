import type { EntityRows } from './entity-rows.ts';

const NONE = -1;

/**
 * Words of a tie, which fill one line of the cache: its two ends, how often it was used, its place in both lists, then as
 * instants (two words each) its first and last use and when it is to be looked at for having died.
 */
export const TIE_WORDS = 16;
export const LEFT = 0;
export const RIGHT = 1;
export const COUNT = 2;
/** The words of {@link TieLists} for either side: the next tie, and after it the previous one. */
export const LEFT_LIST = 4;
export const RIGHT_LIST = 6;
/** Where the instants are, in a view of the same memory as 64-bit numbers. */
export const TIE_INSTANTS = TIE_WORDS / 2;
export const FIRST_USE = 4;
export const LAST_USE = 5;
export const DUE = 6;

/** Words of an owner: the first tie of its list plus 1, 0 when there is none, and how many there are. */
export const LIST_WORDS = 2;
const SIZE = 1;

/** The memory of all ties, as whole numbers and as instants. */
export interface TieRows {
  readonly words: Int32Array;
  readonly instants: Float64Array;
}

/** Where lists have their words among those of their owners. */
export interface ListPlace {
  readonly rows: EntityRows;
  readonly column: number;
}

/**
 * Doubly linked lists of ties, one for each of many owners, the latest used first. The links are words of the ties
 * themselves, so that who follows a list finds the tie where it finds the way on; head and size are words of the owners.
 */
export class TieLists {
  readonly #word: number;
  readonly #rows: EntityRows;
  readonly #column: number;

  /** @param word where the links of these lists are among the words of a tie */
  constructor(word: number, { rows, column }: ListPlace) {
    this.#word = word;
    this.#rows = rows;
    this.#column = column;
  }

  /** Makes room for an owner of that number. */
  reach(owner: number): void {
    this.#rows.reach(owner);
  }

  /** First tie of an owner, -1 when there is none. */
  head(owner: number): number {
    return this.#rows.words[this.#at(owner)] - 1;
  }

  size(owner: number): number {
    return this.#rows.words[this.#at(owner) + SIZE];
  }

  /** Puts a tie before the first of the owner's that is not later than it. Time O(later ones). */
  insert({ words, instants }: TieRows, tie: number, owner: number): void {
    const owners = this.#rows.words;
    const word = this.#word;
    const list = this.#at(owner);
    const last = instants[tie * TIE_INSTANTS + LAST_USE];
    let before = NONE;
    let after = owners[list] - 1;
    while (after !== NONE && instants[after * TIE_INSTANTS + LAST_USE] > last) {
      before = after;
      after = words[after * TIE_WORDS + word];
    }
    words[tie * TIE_WORDS + word] = after;
    words[tie * TIE_WORDS + word + 1] = before;
    if (before === NONE) owners[list] = tie + 1;
    else words[before * TIE_WORDS + word] = tie;
    if (after !== NONE) words[after * TIE_WORDS + word + 1] = tie;
    owners[list + SIZE]++;
  }

  remove({ words }: TieRows, tie: number, owner: number): void {
    const owners = this.#rows.words;
    const word = this.#word;
    const list = this.#at(owner);
    const after = words[tie * TIE_WORDS + word];
    const before = words[tie * TIE_WORDS + word + 1];
    if (before === NONE) owners[list] = after + 1;
    else words[before * TIE_WORDS + word] = after;
    if (after !== NONE) words[after * TIE_WORDS + word + 1] = before;
    owners[list + SIZE]--;
  }

  /** The tie after one, -1 after the last. */
  next({ words }: TieRows, tie: number): number {
    return words[tie * TIE_WORDS + this.#word];
  }

  previous({ words }: TieRows, tie: number): number {
    return words[tie * TIE_WORDS + this.#word + 1];
  }

  #at(owner: number): number {
    return owner * this.#rows.stride + this.#column;
  }
}

/** A copy of a list with room for at least so many; it at least doubles, so growing is amortised. */
export function grown<T extends Int32Array | Float64Array | Uint8Array>(
  list: T,
  length: number,
  fill = 0,
): T {
  const Kind = list.constructor as new (length: number) => T;
  const larger = new Kind(Math.max(length, list.length * 2));
  larger.set(list);
  if (fill !== 0) larger.fill(fill, list.length);
  return larger;
}
