import { grown } from './tie-lists.ts';

const FIRST_CAPACITY = 64;

/**
 * Numbers by the instants at which each is due, the earliest first: a binary heap in two typed arrays, 12 bytes an entry.
 * `push` of what is due last, as most things are, costs O(1), all else O(log n).
 */
export class DueHeap {
  #due = new Float64Array(FIRST_CAPACITY);
  #numbers = new Int32Array(FIRST_CAPACITY);
  size = 0;

  /** Infinity when there is none. */
  get firstDue(): number {
    return this.size === 0 ? Infinity : this.#due[0];
  }

  push(due: number, number: number): void {
    if (this.size === this.#due.length) {
      this.#due = grown(this.#due, this.size + 1);
      this.#numbers = grown(this.#numbers, this.size + 1);
    }
    let place = this.size++;
    for (; place > 0; place = (place - 1) >> 1) {
      const above = (place - 1) >> 1;
      if (this.#due[above] <= due) break;
      this.#move(above, place);
    }
    this.#put(place, due, number);
  }

  /** Takes the first out, which has to be there. */
  pop(): number {
    const first = this.#numbers[0];
    const due = this.#due[--this.size];
    const number = this.#numbers[this.size];
    let place = 0;
    for (let below = 1; below < this.size; below = 2 * place + 1) {
      if (below + 1 < this.size && this.#due[below + 1] < this.#due[below]) below++;
      if (this.#due[below] >= due) break;
      this.#move(below, place);
      place = below;
    }
    this.#put(place, due, number);
    return first;
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#due[from], this.#numbers[from]);
  }

  #put(place: number, due: number, number: number): void {
    this.#due[place] = due;
    this.#numbers[place] = number;
  }
}
