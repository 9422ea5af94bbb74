import { rngFor, type Rng } from '../kernel/rng.ts';
import type { Population } from './population.ts';

const FREE = 0;
const RING = 1;
const CLAIMED = 2;

/**
 * Hands out users for parts to play. A ring member plays in one ring and in no look-alike; a claimed innocent is one
 * whose registration or identity a look-alike sets, so that no other may. One byte and one number a user.
 */
export class Cast {
  readonly #population: Population;
  readonly #start: number;
  readonly #part: Uint8Array;
  /** All users in random order; the next ring takes the next ones. */
  readonly #order: readonly number[];
  #next = 0;
  #nextFresh = 0;

  constructor(seed: number, population: Population, start: number) {
    this.#population = population;
    this.#start = start;
    this.#part = new Uint8Array(population.size);
    this.#order = rngFor(seed, 'cast').shuffled(Array.from({ length: population.size }, (_, user) => user));
  }

  /** Members for a ring; the caller never asks for more than there are users. */
  recruit(count: number): number[] {
    const members = this.#order.slice(this.#next, this.#next + count);
    this.#next += count;
    for (const member of members) this.#part[member] = RING;
    return members;
  }

  isInnocent(user: number): boolean {
    return this.#part[user] !== RING;
  }

  isFree(user: number): boolean {
    return this.#part[user] === FREE;
  }

  claim(user: number): void {
    this.#part[user] = CLAIMED;
  }

  /** Up to `count` innocents who sign up inside the window, claimed. */
  claimFresh(count: number): number[] {
    const found: number[] = [];
    for (; found.length < count && this.#nextFresh < this.#order.length; this.#nextFresh++) {
      const user = this.#order[this.#nextFresh];
      if (this.#part[user] !== FREE || this.#population.registeredAt[user] < this.#start) continue;
      this.claim(user);
      found.push(user);
    }
    return found;
  }

  /** Up to `count` different innocents who are customers since before the window, from all over. */
  tenured(count: number, rng: Rng): number[] {
    return this.#draw(count, () => rng.int(0, this.#population.size - 1));
  }

  /** The same, from one neighbourhood: at most `reach` places from a random user. */
  neighbours(count: number, reach: number, rng: Rng): number[] {
    const last = this.#population.size - 1;
    const centre = rng.int(0, last);
    return this.#draw(count, () => Math.min(last, Math.max(0, centre + rng.int(-reach, reach))));
  }

  #draw(count: number, propose: () => number): number[] {
    const found = new Set<number>();
    for (let tries = 0; found.size < count && tries < 40 * count; tries++) {
      const user = propose();
      if (this.isInnocent(user) && this.#population.registeredAt[user] < this.#start) found.add(user);
    }
    return [...found];
  }
}
