import type { ExactCount } from './exact-count.ts';

/** Counts of ways are held in two numbers, low + high * LIMB, both exact; low stays below LIMB. */
export const LIMB = 2 ** 52;

/**
 * A stack of edges, each with the number of ways in which a path gets to it. Plain typed arrays that double when full;
 * 20 bytes an entry. Counts are exact below 2^104; from there on `high` passes {@link LIMB}, which callers must refuse.
 */
export class WayStack {
  edge = new Int32Array(64);
  low = new Float64Array(64);
  high = new Float64Array(64);
  length = 0;

  push(edge: number, low: number, high: number): void {
    if (this.length === this.edge.length) this.#grow();
    this.edge[this.length] = edge;
    this.low[this.length] = low;
    this.high[this.length++] = high;
  }

  /** The ways from place `start` on, added up; null when they leave 2^104. */
  ways(start: number): ExactCount | null {
    let low = 0;
    let high = 0;
    for (let i = start; i < this.length; i++) {
      low += this.low[i];
      high += this.high[i];
      if (low >= LIMB) {
        low -= LIMB;
        high++;
      }
    }
    if (high >= LIMB) return null;
    const ways = low + high * LIMB;
    return ways <= Number.MAX_SAFE_INTEGER ? ways : BigInt(low) + BigInt(high) * BigInt(LIMB);
  }

  #grow(): void {
    const { edge, low, high } = this;
    this.edge = new Int32Array(edge.length * 2);
    this.low = new Float64Array(edge.length * 2);
    this.high = new Float64Array(edge.length * 2);
    this.edge.set(edge);
    this.low.set(low);
    this.high.set(high);
  }
}
