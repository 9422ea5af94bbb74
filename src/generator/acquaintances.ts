import { rngFor, type Rng } from '../kernel/rng.ts';
import type { Level } from './level.ts';
import type { Population } from './population.ts';
import { WeightedPick } from './weighted-pick.ts';

/** Neighbours who can be payees live at most this many places away; the best known of a few is taken. */
const NEAR = 75;
const PROPOSED = 3;

/**
 * Whom users send money to: the same few people on all days, worked out when asked for. Who pays many is paid by many
 * (one popularity per user), so that both directions have long tails. 8 bytes a user.
 */
export class Acquaintances {
  readonly #seed: number;
  readonly #population: Population;
  readonly #nearShare: number;
  readonly #popular: WeightedPick;

  constructor(seed: number, population: Population, level: Level) {
    this.#seed = seed;
    this.#population = population;
    this.#nearShare = level.life.nearPayees;
    this.#popular = new WeightedPick(population.payees);
  }

  /** One of a user's payees; may be the user itself in a very small world. */
  payee(user: number, rng: Rng): number {
    const number = rng.int(0, this.#population.payees[user] - 1);
    const own = rngFor(this.#seed, 'payee', user, number);
    return own.chance(this.#nearShare) ? this.#neighbour(user, own) : this.#popular.draw(own);
  }

  #neighbour(user: number, rng: Rng): number {
    const { payees, size } = this.#population;
    let best = -1;
    for (let proposed = 0; proposed < PROPOSED; proposed++) {
      const place = user + rng.int(1, NEAR) * (rng.chance(0.5) ? 1 : -1);
      const other = Math.min(size - 1, Math.max(0, place));
      if (best < 0 || payees[other] > payees[best]) best = other;
    }
    return best;
  }
}
