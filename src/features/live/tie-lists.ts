const NONE = -1;
const FIRST_CAPACITY = 64;

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

/** Words of an owner: the head and the size of its list. */
const WORDS = 2;
const SIZE = 1;

/** The memory of all ties, as whole numbers and as instants. */
export interface TieRows {
  readonly words: Int32Array;
  readonly instants: Float64Array;
}

/**
 * Doubly linked lists of ties, one for each of many owners, the latest used first. The links are words of the ties
 * themselves, so that who follows a list finds the tie where it finds the way on. 8 bytes an owner.
 */
export class TieLists {
  readonly #word: number;
  #owners = emptyLists(FIRST_CAPACITY);

  /** @param word where the links of these lists are among the words of a tie */
  constructor(word: number) {
    this.#word = word;
  }

  /** Makes room for an owner of that number. */
  reach(owner: number): void {
    if (owner * WORDS < this.#owners.length) return;
    const larger = emptyLists(Math.max(owner + 1, (2 * this.#owners.length) / WORDS));
    larger.set(this.#owners);
    this.#owners = larger;
  }

  /** First tie of an owner, -1 when there is none; owners never heard of have none. */
  head(owner: number): number {
    return this.#has(owner) ? this.#owners[owner * WORDS] : NONE;
  }

  size(owner: number): number {
    return this.#has(owner) ? this.#owners[owner * WORDS + SIZE] : 0;
  }

  /** Puts a tie before the first of the owner's that is not later than it. Time O(later ones). */
  insert({ words, instants }: TieRows, tie: number, owner: number): void {
    const owners = this.#owners;
    const word = this.#word;
    const list = owner * WORDS;
    const last = instants[tie * TIE_INSTANTS + LAST_USE];
    let before = NONE;
    let after = owners[list];
    while (after !== NONE && instants[after * TIE_INSTANTS + LAST_USE] > last) {
      before = after;
      after = words[after * TIE_WORDS + word];
    }
    words[tie * TIE_WORDS + word] = after;
    words[tie * TIE_WORDS + word + 1] = before;
    if (before === NONE) owners[list] = tie;
    else words[before * TIE_WORDS + word] = tie;
    if (after !== NONE) words[after * TIE_WORDS + word + 1] = tie;
    owners[list + SIZE]++;
  }

  remove({ words }: TieRows, tie: number, owner: number): void {
    const owners = this.#owners;
    const word = this.#word;
    const list = owner * WORDS;
    const after = words[tie * TIE_WORDS + word];
    const before = words[tie * TIE_WORDS + word + 1];
    if (before === NONE) owners[list] = after;
    else words[before * TIE_WORDS + word] = after;
    if (after !== NONE) words[after * TIE_WORDS + word + 1] = before;
    owners[list + SIZE]--;
  }

  #has(owner: number): boolean {
    return owner >= 0 && owner * WORDS < this.#owners.length;
  }
}

function emptyLists(owners: number): Int32Array<ArrayBuffer> {
  const lists = new Int32Array(owners * WORDS);
  for (let owner = 0; owner < owners; owner++) lists[owner * WORDS] = NONE;
  return lists;
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
