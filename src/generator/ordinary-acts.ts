import type { Rng } from '../kernel/rng.ts';
import { DAY, SECOND } from '../kernel/time.ts';
import type { EventWriter, Purchase, Transfer } from './event-writer.ts';
import { countryOfUser } from './population.ts';
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
  send(at: number, transfer: Transfer, rng: Rng): void {
    this.#writer.session(at, transfer.user, transfer.spot);
    const rail = rng.chance(0.6) ? 'instant' : 'credit-transfer';
    this.#writer.transfer(at + rng.int(20, 120) * SECOND, { ...transfer, rail });
  }

  /** Pays with a stolen card: most come back when the owner reads the statement, 15 to 120 days later. */
  buyStolen(at: number, purchase: Purchase, rng: Rng): void {
    const payment = this.#payment(at, purchase);
    // 10.4: fraud, card not present.
    if (rng.chance(STOLEN_NOTICED))
      this.#writer.settlement(
        payment,
        Math.floor(at) + (15 + 105 * rng.unit()) * DAY,
        'charged-back',
        '10.4',
      );
  }

  /** @returns the number of its event */
  #payment(at: number, purchase: Purchase): number {
    const country = countryOfUser(this.#stage.population, purchase.user);
    return this.#writer.payment(at, { ...purchase, country });
  }

  /** Pays a merchant; of payments made online some settlements are reported, and few come back months later. */
  buy(at: number, purchase: Purchase, rng: Rng): void {
    const { level } = this.#stage;
    const payment = this.#payment(at, purchase);
    if (purchase.spot.device < 0) return;
    if (rng.chance(level.life.settled))
      this.#writer.settlement(payment, Math.floor(at) + DAY + rng.int(0, DAY), 'settled');
    else if (rng.chance(level.life.chargedBack))
      // 15 to 120 days later: most fall outside a short window. 4853: goods not as described.
      this.#writer.settlement(payment, Math.floor(at) + rng.int(15, 120) * DAY, 'charged-back', '4853');
  }
}
