import type { TransferTable } from '../../graph/event-graph.ts';
import { isWithin, type RetentionBounds } from '../retention.ts';

/** Sums of what arrived and what was sent in moving windows, exact; transfers by row. Time O(1) a change. */
export class MoneySums {
  readonly #transfers: TransferTable;
  readonly #bounds: RetentionBounds;
  #arrived = 0n;
  #sent = 0n;
  /** Number of transfers by currency: two currencies cannot be compared. */
  readonly #currencies = new Map<number, number>();

  constructor(transfers: TransferTable, bounds: RetentionBounds) {
    this.#transfers = transfers;
    this.#bounds = bounds;
  }

  /** @param times 1 to add a transfer that arrives, -1 to take it out again */
  arrive(row: number, times: 1 | -1): void {
    const { receivedMinor, receivedCurrency } = this.#transfers;
    this.#arrived += BigInt(times * receivedMinor[row]);
    this.#count(receivedCurrency[row], times);
  }

  /** @param times 1 to add a transfer that is sent, -1 to take it out again */
  send(row: number, times: 1 | -1): void {
    const { minor, currency } = this.#transfers;
    this.#sent += BigInt(times * minor[row]);
    this.#count(currency[row], times);
  }

  get keepsWithin(): boolean {
    if (this.#bounds.minRetention === null && this.#bounds.maxRetention === null) return true;
    return this.#currencies.size <= 1 && isWithin(this.#arrived, this.#sent, this.#bounds);
  }

  #count(currency: number, times: 1 | -1): void {
    const count = (this.#currencies.get(currency) ?? 0) + times;
    if (count === 0) this.#currencies.delete(currency);
    else this.#currencies.set(currency, count);
  }
}
