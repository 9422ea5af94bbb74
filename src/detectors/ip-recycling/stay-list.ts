/**
 * The stays of the users that are counted now, as a list linked in the order in which the stays began, and how many
 * neighbours in it overlap. Where any two stays overlap, some two neighbours do: the later of the two began before the
 * earlier ended, and so did everyone that began between them.
 *
 * Users are their places in the order of first use; a stay is its first and last row of the block. Enter is O(1) for
 * the latest place (and O(counted stays that began later) for an earlier one), the rest always. Memory 12 bytes a place.
 */
export class StayList {
  readonly #first: Int32Array;
  /** Last row so far, of every place, counted or not. */
  readonly #last: Int32Array;
  readonly #previous: Int32Array;
  readonly #next: Int32Array;
  #head = -1;
  #tail = -1;
  #overlaps = 0;

  /** @param first first row of each place, rising. */
  constructor(first: Int32Array) {
    this.#first = first;
    this.#last = first.slice();
    this.#previous = new Int32Array(first.length);
    this.#next = new Int32Array(first.length);
  }

  /** True when each counted stay ended before the next began. */
  get isSequence(): boolean {
    return this.#overlaps === 0;
  }

  /** Notes a further use by a user, counted or not. */
  extend(place: number, row: number, counted: boolean): void {
    const next = counted ? this.#next[place] : -1;
    this.#overlaps -= this.#overlap(place, next);
    this.#last[place] = row;
    this.#overlaps += this.#overlap(place, next);
  }

  /** Adds the stay of a user that is counted from now on. */
  enter(place: number): void {
    let previous = this.#tail;
    while (previous > place) previous = this.#previous[previous];
    const next = previous < 0 ? this.#head : this.#next[previous];
    this.#overlaps -= this.#overlap(previous, next);
    this.#overlaps += this.#overlap(previous, place) + this.#overlap(place, next);
    this.#join(previous, place);
    this.#join(place, next);
  }

  /** Removes the stay of a user that is counted no longer. */
  leave(place: number): void {
    const previous = this.#previous[place];
    const next = this.#next[place];
    this.#overlaps -= this.#overlap(previous, place) + this.#overlap(place, next);
    this.#overlaps += this.#overlap(previous, next);
    this.#join(previous, next);
  }

  #join(previous: number, next: number): void {
    if (previous >= 0) this.#next[previous] = next;
    else this.#head = next;
    if (next >= 0) this.#previous[next] = previous;
    else this.#tail = previous;
  }

  /** 1 when a stay ended after its successor began, else 0; -1 stands for no stay. */
  #overlap(place: number, next: number): number {
    return place >= 0 && next >= 0 && this.#last[place] > this.#first[next] ? 1 : 0;
  }
}
