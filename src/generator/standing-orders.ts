import { rngFor } from '../kernel/rng.ts';
import { HOUR, MINUTE } from '../kernel/time.ts';

const PERIODS = ['day', 'week', 'month'] as const;

export interface StandingOrder {
  readonly from: number;
  readonly to: number;
  readonly minor: number;
  readonly every: (typeof PERIODS)[number];
  /** Day of the month (1 to 28), or of the week (0 Sunday to 6 Saturday), in UTC; 0 for `day`. */
  readonly on: number;
  /** UTC hour of day at the earliest; it runs within the hour after. */
  readonly hour: number;
  /** How far amounts stray: 0.1 is up to 10 % either way. */
  readonly spread: number;
  readonly rail: 'payroll' | 'direct-debit' | 'standing-order' | 'internal';
}

const RAILS = ['payroll', 'direct-debit', 'standing-order', 'internal'] as const;

/** An order that runs on a day, with its amount that day. */
export interface DueOrder {
  readonly order: number;
  readonly from: number;
  readonly to: number;
  readonly minor: number;
  readonly at: number;
  readonly rail: StandingOrder['rail'];
}

/**
 * Payments that come round: wages, rent, bills, savings, nightly sweeps. One row each however long the window is,
 * about 50 bytes.
 */
export class StandingOrders {
  readonly #seed: number;
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #minor: number[] = [];
  /** Period, day and rail in one number: compared for every order on every day. */
  readonly #when: number[] = [];
  readonly #hour: number[] = [];
  readonly #spread: number[] = [];

  constructor(seed: number) {
    this.#seed = seed;
  }

  get size(): number {
    return this.#from.length;
  }

  add(order: StandingOrder): void {
    this.#from.push(order.from);
    this.#to.push(order.to);
    this.#minor.push(order.minor);
    this.#when.push(PERIODS.indexOf(order.every) * 1000 + order.on * 10 + RAILS.indexOf(order.rail));
    this.#hour.push(order.hour);
    this.#spread.push(order.spread);
  }

  /** The orders of one day, which starts at `dayStart`; time O(all orders). */
  *due(day: number, dayStart: number): Generator<DueOrder> {
    const date = new Date(dayStart);
    const today = [0, 1000 + date.getUTCDay() * 10, 2000 + date.getUTCDate() * 10];
    for (let order = 0; order < this.#when.length; order++) {
      const rail = this.#when[order] % 10;
      if (!today.includes(this.#when[order] - rail)) continue;
      const rng = rngFor(this.#seed, 'order', order, day);
      const stray = 1 + this.#spread[order] * (2 * rng.unit() - 1);
      yield {
        order,
        from: this.#from[order],
        to: this.#to[order],
        minor: Math.max(1, Math.round(this.#minor[order] * stray)),
        at: dayStart + this.#hour[order] * HOUR + rng.int(0, 59 * MINUTE),
        rail: RAILS[rail],
      };
    }
  }
}
