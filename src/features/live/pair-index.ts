const NONE = -1;
const FIRST_SLOTS = 64;
/** Words of a slot: left, right, the number or -1, one unused; so that a slot lies in one line of the cache. */
const WORDS = 4;
const WORD_BITS = 2;
const RIGHT = 1;
const VALUE = 2;

/**
 * Numbers by pairs of numbers: open addressing with linear probing, deletion by shifting back (Knuth, volume 3, 6.4).
 * 16 bytes a slot, at most two thirds of the slots in use. Time O(1) expected.
 */
export class PairIndex {
  #slots = emptySlots(FIRST_SLOTS);
  #mask = FIRST_SLOTS - 1;
  size = 0;

  /** The number of a pair, -1 when there is none. */
  find(left: number, right: number): number {
    return this.#slots[this.#slot(left, right) + VALUE];
  }

  /** Gives a pair that has no number one. */
  add(left: number, right: number, value: number): void {
    if ((this.size + 1) * 3 > (this.#mask + 1) * 2) this.#grow();
    this.#put(left, right, value);
    this.size++;
  }

  /** Takes a pair out, which has to be there. */
  remove(left: number, right: number): void {
    const slots = this.#slots;
    const mask = this.#mask;
    let hole = this.#slot(left, right) / WORDS;
    for (let next = (hole + 1) & mask; slots[next * WORDS + VALUE] !== NONE; next = (next + 1) & mask) {
      const home = hash(slots[next * WORDS], slots[next * WORDS + RIGHT]) & mask;
      // It may move into the hole unless its home lies between the two.
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      slots.copyWithin(hole * WORDS, next * WORDS, (next + 1) * WORDS);
      hole = next;
    }
    slots[hole * WORDS + VALUE] = NONE;
    this.size--;
  }

  #put(left: number, right: number, value: number): void {
    const slot = this.#slot(left, right);
    this.#slots[slot] = left;
    this.#slots[slot + RIGHT] = right;
    this.#slots[slot + VALUE] = value;
  }

  /** The first word of the slot where a pair is, or where it would go. */
  #slot(left: number, right: number): number {
    const slots = this.#slots;
    const last = this.#mask * WORDS;
    let slot = (hash(left, right) << WORD_BITS) & last;
    while (slots[slot + VALUE] !== NONE && (slots[slot] !== left || slots[slot + RIGHT] !== right))
      slot = (slot + WORDS) & last;
    return slot;
  }

  #grow(): void {
    const old = this.#slots;
    this.#mask = 2 * this.#mask + 1;
    this.#slots = emptySlots(this.#mask + 1);
    for (let slot = 0; slot < old.length; slot += WORDS)
      if (old[slot + VALUE] !== NONE) this.#put(old[slot], old[slot + RIGHT], old[slot + VALUE]);
  }
}

function emptySlots(count: number): Int32Array<ArrayBuffer> {
  return new Int32Array(count * WORDS).fill(NONE);
}

/** Mixes two numbers (multipliers of Steele and others' SplitMix and of MurmurHash3's finaliser). */
function hash(left: number, right: number): number {
  let mixed = Math.imul(left, 0x9e3779b1) ^ Math.imul(right + 0x7f4a7c15, 0x85ebca6b);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 13);
}
