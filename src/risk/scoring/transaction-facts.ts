import type { ScoredEvent } from '../../features/live/scored-event.ts';
import { formatMajor } from '../../kernel/money.ts';
import type { Fact, Facts } from '../rules/facts.ts';

/** A transaction as rules see it: its vector by name, and EVENT_FACTS. Nothing is copied. */
export class TransactionFacts implements Facts {
  readonly #places: ReadonlyMap<string, number>;
  readonly #values: Float64Array;
  readonly #event: ScoredEvent;
  readonly #exponent: number;

  /** @param exponent decimals of the amount's currency */
  constructor(places: ReadonlyMap<string, number>, values: Float64Array, event: ScoredEvent, exponent = 2) {
    this.#places = places;
    this.#values = values;
    this.#event = event;
    this.#exponent = exponent;
  }

  get(name: string): Fact | undefined {
    const place = this.#places.get(name);
    if (place !== undefined) return this.#values[place];
    const { kind, amount } = this.#event;
    if (name === 'kind') return kind;
    if (name === 'currency') return amount.currency;
    return name === 'amount_shown'
      ? `${formatMajor(amount.minor, this.#exponent)} ${amount.currency}`
      : undefined;
  }
}
