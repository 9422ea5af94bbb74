import type { Rng } from '../kernel/rng.ts';

const ROUNDS = 4;

/**
 * A keyed bijection of the whole numbers 0 to 2^bits - 1: a balanced Feistel network of four rounds (Luby and
 * Rackoff, 1988). Turns counters into ids that say nothing about the order in which things were made, without a table.
 */
export class Permutation {
  readonly #half: number;
  readonly #mask: number;
  readonly #keys: readonly number[];

  /** @param bits even, 2 to 32 */
  constructor(bits: number, rng: Rng) {
    this.#half = bits / 2;
    this.#mask = 2 ** this.#half - 1;
    this.#keys = Array.from({ length: ROUNDS }, () => rng.int(0, 0xffffffff) | 0);
  }

  /** Where `value` goes. Time O(1), no allocation. */
  of(value: number): number {
    let left = value >>> this.#half;
    let right = value & this.#mask;
    for (let round = 0; round < ROUNDS; round++) {
      const next = left ^ (scramble(right, this.#keys[round]) & this.#mask);
      left = right;
      right = next;
    }
    return ((left << this.#half) | right) >>> 0;
  }
}

/** Any well-mixing function does for a Feistel round; this is a multiply and xor-shift hash. */
function scramble(value: number, key: number): number {
  let h = Math.imul(value ^ key, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca77);
  return h ^ (h >>> 13);
}
