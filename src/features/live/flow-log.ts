const FORGET_EVERY = 64;

/**
 * Instants with a number each, and how many there were and what they add up to since any instant. Numbers are whole, so
 * sums are exact up to 2^53 whatever is put in or taken out.
 *
 * Memory: 16 bytes for each entry of the span, and up to {@link FORGET_EVERY} more. Time O(log n) a question, O(1) for an
 * entry after all others, O(n) for a late one and for one taken out.
 */
export class FlowLog {
  readonly #span: number;
  #at: number[] = [];
  /** Sum of all up to and with an entry, since the log began. */
  #sums: number[] = [];
  /** The same of those let go of. */
  #gone = 0;

  /** @param span how far back anybody will ask from the latest instant, in milliseconds */
  constructor(span: number) {
    this.#span = span;
  }

  add(at: number, value = 0): void {
    const size = this.#at.length;
    if (size === 0 || this.#at[size - 1] <= at) {
      this.#at.push(at);
      this.#sums.push(this.#before(size) + value);
    } else {
      const place = this.#first(at + 1);
      this.#at.splice(place, 0, at);
      this.#sums.splice(place, 0, this.#before(place) + value);
      for (let i = place + 1; i <= size; i++) this.#sums[i] += value;
    }
    if (this.#at.length % FORGET_EVERY === 0) this.#forget();
  }

  /** Takes one such entry out, if there is any. */
  remove(at: number, value = 0): void {
    for (let i = this.#first(at); i < this.#at.length && this.#at[i] === at; i++) {
      if (this.#sums[i] - this.#before(i) !== value) continue;
      this.#at.splice(i, 1);
      this.#sums.splice(i, 1);
      for (let later = i; later < this.#sums.length; later++) this.#sums[later] -= value;
      return;
    }
  }

  /** How many stand at or after an instant. */
  since(from: number): number {
    return this.#at.length - this.#first(from);
  }

  sumSince(from: number): number {
    return this.#before(this.#at.length) - this.#before(this.#first(from));
  }

  /** The latest instant and its number; NaN when there is none. */
  get lastAt(): number {
    return this.#at.at(-1) ?? NaN;
  }

  get lastValue(): number {
    const last = this.#at.length - 1;
    return last < 0 ? NaN : this.#sums[last] - this.#before(last);
  }

  #before(place: number): number {
    return place === 0 ? this.#gone : this.#sums[place - 1];
  }

  #forget(): void {
    const old = Math.min(this.#first(this.lastAt - this.#span), this.#at.length - 1);
    if (old === 0) return;
    this.#gone = this.#sums[old - 1];
    this.#at = this.#at.slice(old);
    this.#sums = this.#sums.slice(old);
  }

  #first(from: number): number {
    let low = 0;
    let high = this.#at.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#at[middle] < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
