import type { Truncation } from '../graph/model/finding.ts';

/** One part of the work may use at most this share of the budget, so that one dense spot can't use up all. */
const SHARE = 100;

/** Bounds the work of a run in looks at a transfer, in all and for each of its parts, and says what was left out. */
export class VisitBudget {
  readonly #total: number;
  #spent = 0;
  #inPart = 0;
  #unfinished = 0;
  #firstUnfinished = '';

  constructor(total: number) {
    this.#total = total;
  }

  /** Begins another part. */
  beginPart(): void {
    this.#inPart = 0;
  }

  /** Notes so many looks. @returns false when the part has to be given up. */
  spend(visits: number): boolean {
    this.#spent += visits;
    this.#inPart += visits;
    return !this.isOut;
  }

  /** Whether the part has to be given up. */
  get isOut(): boolean {
    return this.#spent > this.#total || this.#inPart > Math.ceil(this.#total / SHARE);
  }

  /** Notes that a part was given up. */
  giveUp(name: string): void {
    if (this.#unfinished++ === 0) this.#firstUnfinished = name;
  }

  /** @param what what the parts are, in the plural */
  truncations(detector: string, what: string): Truncation[] {
    if (this.#unfinished === 0) return [];
    const leftOut = `all that belongs to ${this.#unfinished} of the ${what}, the first of them ${this.#firstUnfinished}`;
    return [{ detector, what, cap: this.#total, leftOut }];
  }
}
