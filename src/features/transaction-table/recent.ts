const FORGET_EVERY = 64;

/** Instants of the last `span` milliseconds, with a number each. Late ones are put in their place. */
export class RecentTimes {
  readonly #span: number;
  #at: number[] = [];
  #value: number[] = [];

  /** @param span how far back anybody will ask from the latest instant, in milliseconds */
  constructor(span: number) {
    this.#span = span;
  }

  /** Time O(1) for an instant after all others, O(kept) for a late one. */
  add(at: number, value = 0): void {
    let place = this.#at.length;
    while (place > 0 && this.#at[place - 1] > at) place--;
    if (place === this.#at.length) {
      this.#at.push(at);
      this.#value.push(value);
    } else {
      this.#at.splice(place, 0, at);
      this.#value.splice(place, 0, value);
    }
    if (this.#at.length % FORGET_EVERY === 0) this.#forget(this.#at[this.#at.length - 1]);
  }

  /** How many stand at or after `from`. */
  since(from: number): number {
    return this.#at.length - this.#first(from);
  }

  sumSince(from: number): number {
    let sum = 0;
    for (let i = this.#first(from); i < this.#value.length; i++) sum += this.#value[i];
    return sum;
  }

  /** The latest instant, undefined when there is none left. */
  get last(): number | undefined {
    return this.#at.at(-1);
  }

  /** Lets go of what is older than the span before `now`, in bulk; the latest stays. */
  #forget(now: number): void {
    const old = Math.min(this.#first(now - this.#span), this.#at.length - 1);
    this.#at = this.#at.slice(old);
    this.#value = this.#value.slice(old);
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

/** First and last use of things by name. */
export class Uses {
  readonly #first = new Map<string, number>();
  readonly #last = new Map<string, number>();

  add(name: string, at: number): void {
    const first = this.#first.get(name);
    if (first === undefined || at < first) this.#first.set(name, at);
    const last = this.#last.get(name);
    if (last === undefined || at > last) this.#last.set(name, at);
  }

  /** When a thing was first used, undefined if never. */
  first(name: string): number | undefined {
    return this.#first.get(name);
  }

  get size(): number {
    return this.#first.size;
  }

  /** Names last used at or after `from`. Time O(names). */
  since(from: number): string[] {
    const names: string[] = [];
    for (const [name, last] of this.#last) if (last >= from) names.push(name);
    return names;
  }

  /** How many were last used at or after `from`, with one more that counts in any case. Time O(names). */
  countSinceWith(from: number, name: string | undefined): number {
    let count = name === undefined || this.#last.get(name)! >= from ? 0 : 1;
    for (const last of this.#last.values()) if (last >= from) count++;
    return count;
  }
}

/** The value that was set last by the order of its instant; a later call wins a tie. */
export class Latest<T> {
  #value: T | undefined;
  #at = -Infinity;

  set(value: T, at: number): void {
    if (at < this.#at) return;
    this.#value = value;
    this.#at = at;
  }

  get value(): T | undefined {
    return this.#value;
  }

  /** Undefined when nothing was set. */
  get at(): number | undefined {
    return this.#at === -Infinity ? undefined : this.#at;
  }
}
