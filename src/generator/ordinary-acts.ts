import type { EventOf } from '../graph/model/event.ts';
import type { Rng } from '../kernel/rng.ts';
import { DAY, SECOND } from '../kernel/time.ts';
import type { EventWriter } from './event-writer.ts';
import { countryOfUser } from './population.ts';
import type { Spot } from './script.ts';
import type { Stage } from './stage.ts';

/** Share of stolen-card payments that their owners dispute. */
const STOLEN_NOTICED = 0.6;

/**
 * How anybody sends money or buys, in daily life and by plan alike: nothing in the form of an act may tell whether it
 * was planned.
 */
export class OrdinaryActs {
  readonly #stage: Stage;
  readonly #writer: EventWriter;

  constructor(stage: Stage, writer: EventWriter) {
    this.#stage = stage;
    this.#writer = writer;
  }

  /** Opens the app, then orders a transfer within two minutes. */
  send(
    at: number,
    transfer: {
      user: number;
      from: number;
      to: number;
      minor: number;
      spot: Spot;
      leaves?: number;
      id?: string;
    },
    rng: Rng,
  ): void {
    this.#writer.session(at, transfer.user, transfer.spot);
    const rail = rng.chance(0.6) ? 'instant' : 'credit-transfer';
    this.#writer.transfer(at + rng.int(20, 120) * SECOND, { ...transfer, rail });
  }

  /** Pays with a stolen card: most come back when the owner reads the statement, 15 to 120 days later. */
  buyStolen(
    at: number,
    purchase: { user: number; account: number; merchant: number; minor: number; spot: Spot },
    rng: Rng,
  ): void {
    const event = this.#payment(at, purchase);
    // 10.4: fraud, card not present.
    if (rng.chance(STOLEN_NOTICED))
      this.#writer.settlement(event, event.at + (15 + 105 * rng.unit()) * DAY, 'charged-back', '10.4');
  }

  #payment(
    at: number,
    purchase: { user: number; account: number; merchant: number; minor: number; spot: Spot },
  ): EventOf<'payment'> {
    const { economy, population } = this.#stage;
    return this.#writer.payment(at, {
      ...purchase,
      category: economy.merchant(purchase.merchant).type,
      country: countryOfUser(population, purchase.user),
    });
  }

  /** Pays a merchant; of payments made online some settlements are reported, and few come back months later. */
  buy(
    at: number,
    purchase: { user: number; account: number; merchant: number; minor: number; spot: Spot; id?: string },
    rng: Rng,
  ): void {
    const { level } = this.#stage;
    const event = this.#payment(at, purchase);
    if (purchase.spot.device < 0) return;
    if (rng.chance(level.life.settled))
      this.#writer.settlement(event, event.at + DAY + rng.int(0, DAY), 'settled');
    else if (rng.chance(level.life.chargedBack))
      // 15 to 120 days later: most fall outside a short window. 4853: goods not as described.
      this.#writer.settlement(event, event.at + rng.int(15, 120) * DAY, 'charged-back', '4853');
  }
}
