import { rngFor, type Rng } from '../kernel/rng.ts';
import { DAY } from '../kernel/time.ts';

/** A fraudulent transaction: when it is planned, and the number by which `EntityIds.planned` names its event. */
export interface Strike {
  readonly at: number;
  readonly planned: number;
}

/** A user with fraud outside any ring, while it is planned: the fraudster, or whose account it happens on. */
export class Loner {
  readonly number: number;
  readonly kind: string;
  readonly user: number;
  readonly rng: Rng;
  /** Epoch milliseconds at which the fraud is to happen: between 35 % and 95 % of the window. */
  readonly strikesAt: number;
  readonly #strikes: Strike[] = [];

  constructor(
    seed: number,
    number: number,
    plan: { kind: string; user: number; start: number; days: number },
  ) {
    this.number = number;
    this.kind = plan.kind;
    this.user = plan.user;
    this.rng = rngFor(seed, 'loner', number);
    this.strikesAt = Math.floor(plan.start + (0.35 + 0.6 * this.rng.unit()) * plan.days * DAY);
  }

  /** Notes a fraudulent transaction. */
  struck(strike: Strike): void {
    this.#strikes.push(strike);
  }

  /** In the order in which they were planned. */
  get strikes(): readonly Strike[] {
    return this.#strikes;
  }
}
