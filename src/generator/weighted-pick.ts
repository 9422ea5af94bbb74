import type { Rng } from '../kernel/rng.ts';

/** Draws indices with probability proportional to fixed weights. Building O(n), drawing O(log n). */
export class WeightedPick {
  readonly #upTo: Float64Array;

  /** @param weights at least one, none negative, their sum above zero */
  constructor(weights: ArrayLike<number>) {
    this.#upTo = new Float64Array(weights.length);
    let sum = 0;
    for (let i = 0; i < weights.length; i++) this.#upTo[i] = sum += weights[i];
  }

  draw(rng: Rng): number {
    const target = rng.unit() * this.#upTo[this.#upTo.length - 1];
    let low = 0;
    let high = this.#upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#upTo[middle] > target) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
