import { compareBytes } from '../kernel/bytes.ts';

/** Gives strings the numbers 0, 1, 2, … in the order in which they are first seen. */
export class Interner {
  readonly #numbers = new Map<string, number>();
  readonly #ids: string[] = [];

  get size(): number {
    return this.#ids.length;
  }

  /** The number of an id, given now if it is new. */
  add(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    this.#numbers.set(id, this.#ids.length);
    return this.#ids.push(id) - 1;
  }

  /** The number of an id, or -1 when it was never seen. */
  find(id: string): number {
    return this.#numbers.get(id) ?? -1;
  }

  id(number: number): string {
    return this.#ids[number];
  }

  ids(): readonly string[] {
    return this.#ids;
  }

  /** rank[number] = place of the id among all ids in byte order. Time O(n log n). */
  byteRanks(): Int32Array {
    const order = Array.from(this.#ids.keys()).sort((a, b) => compareBytes(this.#ids[a], this.#ids[b]));
    const rank = new Int32Array(order.length);
    order.forEach((number, place) => (rank[number] = place));
    return rank;
  }
}
