import type { Event, EventOf } from '../../graph/model/event.ts';

interface Balance {
  minor: number;
  readonly currency: string;
  /** Epoch milliseconds of the statement it goes back to. */
  readonly statedAt: number;
}

/**
 * What is on each account, as far as the events given so far tell: the last statement (a balance report, or the balances
 * of a transfer) and what was booked since. Without a statement, or when money of another currency moves, nothing is
 * known. A return books nothing: the next statement tells. One entry per account.
 */
export class AccountBalances {
  readonly #balances = new Map<string, Balance>();

  /** Takes the next event that becomes known; one older than the account's last statement changes nothing. */
  learn(event: Event): void {
    if (event.kind === 'balance') {
      const { minor, currency } = event.available;
      this.#state(event.account, minor, currency, event.at);
    } else if (event.kind === 'payment')
      this.#book(event.account, -event.amount.minor, event.amount.currency, event.at);
    else if (event.kind === 'transfer') this.#transfer(event);
  }

  /** Minor units that are available on an account, in a currency; NaN when not known. */
  available(account: string, currency: string): number {
    const balance = this.#balances.get(account);
    return balance?.currency === currency ? balance.minor : NaN;
  }

  #transfer(event: EventOf<'transfer'>): void {
    const { from, to, amount, balances, at } = event;
    const received = event.received ?? amount;
    if (balances?.fromAfter === undefined) this.#book(from, -amount.minor, amount.currency, at);
    else this.#state(from, balances.fromAfter, amount.currency, at);
    if (balances?.toAfter === undefined) this.#book(to, received.minor, received.currency, at);
    else this.#state(to, balances.toAfter, received.currency, at);
  }

  #state(account: string, minor: number, currency: string, at: number): void {
    const known = this.#balances.get(account);
    if (!known || known.statedAt <= at) this.#balances.set(account, { minor, currency, statedAt: at });
  }

  #book(account: string, minor: number, currency: string, at: number): void {
    const balance = this.#balances.get(account);
    if (!balance || at < balance.statedAt) return;
    if (balance.currency === currency) balance.minor += minor;
    else this.#balances.delete(account);
  }
}
