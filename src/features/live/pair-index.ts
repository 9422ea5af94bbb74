const NONE = -1;
const FIRST_SLOTS = 64;

/**
 * Numbers by pairs of numbers: open addressing with linear probing, deletion by shifting back (Knuth, volume 3, 6.4).
 * 12 bytes a slot, at most two thirds of the slots in use. Time O(1) expected.
 */
export class PairIndex {
  #left = new Int32Array(FIRST_SLOTS);
  #right = new Int32Array(FIRST_SLOTS);
  #value = new Int32Array(FIRST_SLOTS).fill(NONE);
  size = 0;

  /** The number of a pair, -1 when there is none. */
  find(left: number, right: number): number {
    return this.#value[this.#slot(left, right)];
  }

  /** Gives a pair that has no number one. */
  add(left: number, right: number, value: number): void {
    if ((this.size + 1) * 3 > this.#value.length * 2) this.#grow();
    const slot = this.#slot(left, right);
    this.#left[slot] = left;
    this.#right[slot] = right;
    this.#value[slot] = value;
    this.size++;
  }

  /** Takes a pair out, which has to be there. */
  remove(left: number, right: number): void {
    const mask = this.#value.length - 1;
    let hole = this.#slot(left, right);
    for (let next = (hole + 1) & mask; this.#value[next] !== NONE; next = (next + 1) & mask) {
      const home = hash(this.#left[next], this.#right[next]) & mask;
      // It may move into the hole unless its home lies between the two.
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      this.#left[hole] = this.#left[next];
      this.#right[hole] = this.#right[next];
      this.#value[hole] = this.#value[next];
      hole = next;
    }
    this.#value[hole] = NONE;
    this.size--;
  }

  /** Where a pair is, or where it would go. */
  #slot(left: number, right: number): number {
    const mask = this.#value.length - 1;
    let slot = hash(left, right) & mask;
    while (this.#value[slot] !== NONE && (this.#left[slot] !== left || this.#right[slot] !== right))
      slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [left, right, value] = [this.#left, this.#right, this.#value];
    this.#left = new Int32Array(value.length * 2);
    this.#right = new Int32Array(value.length * 2);
    this.#value = new Int32Array(value.length * 2).fill(NONE);
    for (let i = 0; i < value.length; i++) {
      if (value[i] === NONE) continue;
      const slot = this.#slot(left[i], right[i]);
      this.#left[slot] = left[i];
      this.#right[slot] = right[i];
      this.#value[slot] = value[i];
    }
  }
}

/** Mixes two numbers (multipliers of Steele and others' SplitMix and of MurmurHash3's finaliser). */
function hash(left: number, right: number): number {
  let mixed = Math.imul(left, 0x9e3779b1) ^ Math.imul(right + 0x7f4a7c15, 0x85ebca6b);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 13);
}
