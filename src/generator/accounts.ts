import { rngFor } from '../kernel/rng.ts';
import { MINUTE } from '../kernel/time.ts';
import type { Level } from './level.ts';
import type { Population } from './population.ts';

export const ACCOUNT_TYPES = ['current', 'savings', 'business', 'employer', 'biller', 'landlord'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

/** All accounts, by number. The first are the users' own, in the order of users; about 40 bytes each. */
export class Accounts {
  readonly #population: Population;
  /** Users' first account; user u has `#first[u]` to `#first[u + 1] - 1`. */
  readonly #first: Int32Array;
  readonly #owner: number[] = [];
  readonly #type: number[] = [];
  /** NaN: with the owner's registration. */
  readonly #openedAt: number[] = [];
  readonly #known: boolean[] = [];

  constructor(seed: number, population: Population, level: Level) {
    this.#population = population;
    this.#first = new Int32Array(population.size + 1);
    for (let user = 0; user < population.size; user++) {
      const count = 1 + rngFor(seed, 'accounts', user).weighted(level.population.accounts);
      for (let i = 0; i < count; i++) this.open(user, i === 0 ? 'current' : 'savings', NaN);
      this.#first[user + 1] = this.size;
    }
  }

  get size(): number {
    return this.#owner.length;
  }

  /** Opens one more account of a user. */
  open(user: number, type: AccountType, at: number): number {
    return this.#add(user, type, at, false);
  }

  /** An account whose owner is no user; `known` says whether reference data tells its type. */
  institution(type: AccountType, known: boolean): number {
    return this.#add(-1, type, NaN, known);
  }

  #add(owner: number, type: AccountType, at: number, known: boolean): number {
    this.#type.push(ACCOUNT_TYPES.indexOf(type));
    this.#openedAt.push(at);
    this.#known.push(known);
    return this.#owner.push(owner) - 1;
  }

  /** A user's everyday account. */
  main(user: number): number {
    return this.#first[user];
  }

  /** The second of a user's own accounts, or -1. */
  second(user: number): number {
    return this.#first[user] + 1 < this.#first[user + 1] ? this.#first[user] + 1 : -1;
  }

  /** -1 for institutions. */
  owner(account: number): number {
    return this.#owner[account];
  }

  type(account: number): AccountType {
    return ACCOUNT_TYPES[this.#type[account]];
  }

  isKnown(account: number): boolean {
    return this.#known[account];
  }

  /** Epoch milliseconds; only for accounts with an owner. */
  openedAt(account: number): number {
    if (!Number.isNaN(this.#openedAt[account])) return this.#openedAt[account];
    const owner = this.#owner[account];
    return this.#population.registeredAt[owner] + (1 + account - this.#first[owner]) * MINUTE;
  }
}
