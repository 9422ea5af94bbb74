const NONE = -1;
const FIRST_CAPACITY = 64;

/** Doubly linked lists of ties, one for each of many owners, in typed arrays: 8 bytes a tie and 12 an owner. */
export class TieLists {
  #next = new Int32Array(FIRST_CAPACITY);
  #previous = new Int32Array(FIRST_CAPACITY);
  #head = new Int32Array(FIRST_CAPACITY).fill(NONE);
  #tail = new Int32Array(FIRST_CAPACITY).fill(NONE);
  #size = new Int32Array(FIRST_CAPACITY);

  /** Makes room for a tie and an owner of that number. */
  reach(tie: number, owner: number): void {
    if (tie >= this.#next.length) {
      this.#next = grown(this.#next, tie + 1);
      this.#previous = grown(this.#previous, tie + 1);
    }
    if (owner >= this.#head.length) {
      this.#head = grown(this.#head, owner + 1, NONE);
      this.#tail = grown(this.#tail, owner + 1, NONE);
      this.#size = grown(this.#size, owner + 1);
    }
  }

  /** First tie of an owner, -1 when there is none; owners never heard of have none. */
  head(owner: number): number {
    return owner >= 0 && owner < this.#head.length ? this.#head[owner] : NONE;
  }

  tail(owner: number): number {
    return owner >= 0 && owner < this.#tail.length ? this.#tail[owner] : NONE;
  }

  /** The tie after one, -1 after the last. */
  next(tie: number): number {
    return this.#next[tie];
  }

  size(owner: number): number {
    return owner >= 0 && owner < this.#size.length ? this.#size[owner] : 0;
  }

  /** Puts a tie before the first of the owner's that is not later than it. Time O(later ones). */
  insert(tie: number, owner: number, isLater: (other: number) => boolean): void {
    let before = NONE;
    let after = this.#head[owner];
    while (after !== NONE && isLater(after)) {
      before = after;
      after = this.#next[after];
    }
    this.#next[tie] = after;
    this.#previous[tie] = before;
    if (before === NONE) this.#head[owner] = tie;
    else this.#next[before] = tie;
    if (after === NONE) this.#tail[owner] = tie;
    else this.#previous[after] = tie;
    this.#size[owner]++;
  }

  remove(tie: number, owner: number): void {
    const before = this.#previous[tie];
    const after = this.#next[tie];
    if (before === NONE) this.#head[owner] = after;
    else this.#next[before] = after;
    if (after === NONE) this.#tail[owner] = before;
    else this.#previous[after] = before;
    this.#size[owner]--;
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
