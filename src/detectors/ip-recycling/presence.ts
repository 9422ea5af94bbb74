import type { BlockUses } from './recycling-sweep.ts';

/**
 * How many people used a block since the window of an episode's crossing opened, member or not, as rows go by.
 * Time O(rows) over all episodes of a block, as windows of two crossings never meet; memory 4 bytes a user.
 */
export class Presence {
  readonly #uses: BlockUses;
  readonly #window: number;
  /** Number of the episode in which a place was last seen. */
  readonly #seenIn: Int32Array;
  #episode = 0;
  /** Users seen since the window of the latest crossing opened. */
  count = 0;

  constructor(uses: BlockUses, window: number) {
    this.#uses = uses;
    this.#window = window;
    this.#seenIn = new Int32Array(uses.firstRow.length);
  }

  /** A crossing at a row, which has not been taken yet. */
  open(crossing: number): void {
    const { at } = this.#uses;
    this.#episode++;
    this.count = 0;
    const opens = at[crossing] - this.#window;
    for (let row = crossing; row >= 0 && at[row] >= opens; row--) this.take(row);
  }

  /** A row, after the crossing. */
  take(row: number): void {
    const place = this.#uses.place[row];
    if (this.#episode === 0 || this.#seenIn[place] === this.#episode) return;
    this.#seenIn[place] = this.#episode;
    this.count++;
  }
}
