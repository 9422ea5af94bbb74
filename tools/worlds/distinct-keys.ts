import { Float64Column } from '../../src/graph/columns.ts';

/** Numbers packed from parts, kept once each: 8 bytes for each time one is added, until `finish`. */
export class DistinctKeys {
  readonly #column = new Float64Column();

  /** @param key a whole number below 2^53 */
  add(key: number): void {
    this.#column.push(key);
  }

  /** Rising, without repeats. Time O(n log n). */
  finish(): Float64Array {
    const sorted = this.#column.finish().sort();
    let kept = 0;
    for (let i = 0; i < sorted.length; i++)
      if (kept === 0 || sorted[i] !== sorted[kept - 1]) sorted[kept++] = sorted[i];
    return sorted.slice(0, kept);
  }
}

/** Room for users in a packed key: the largest world has a million. */
export const USER_ROOM = 2 ** 20;
/** Room for days. */
export const DAY_ROOM = 2 ** 12;

/** How many keys begin with each first part, where a key is `first * room + rest`. */
export function countByFirst(keys: Float64Array, room: number, firsts: number): Int32Array {
  const counts = new Int32Array(firsts);
  for (const key of keys) counts[Math.floor(key / room)]++;
  return counts;
}
