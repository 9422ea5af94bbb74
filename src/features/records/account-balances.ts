import type { Event, EventOf } from '../../graph/model/event.ts';

/**
 * What is on an account, as far as the events given so far tell: the last statement (a balance report, or the balances of a
 * transfer) and what was booked since. Without a statement, or when money of another currency moves, nothing is known.
 */
export class AccountBalance {
  #minor = NaN;
  /** Undefined while nothing is known. */
  #currency: string | undefined;
  /** Epoch milliseconds of the statement it goes back to. */
  #statedAt = -Infinity;

  /** Minor units that are available in a currency; NaN when not known. */
  available(currency: string): number {
    return this.#currency === currency ? this.#minor : NaN;
  }

  /** One older than the last statement changes nothing. */
  state(minor: number, currency: string, at: number): void {
    if (at < this.#statedAt) return;
    this.#minor = minor;
    this.#currency = currency;
    this.#statedAt = at;
  }

  book(minor: number, currency: string, at: number): void {
    if (this.#currency === undefined || at < this.#statedAt) return;
    if (this.#currency === currency) this.#minor += minor;
    else {
      this.#currency = undefined;
      this.#statedAt = -Infinity;
    }
  }
}

/** Books a transaction, or takes the balances that a transfer states. @param payee of a transfer */
export function bookTransaction(
  event: EventOf<'payment' | 'transfer'>,
  payer: AccountBalance,
  payee: AccountBalance | undefined,
): void {
  const { amount, at } = event;
  const balances = event.kind === 'transfer' ? event.balances : undefined;
  if (balances?.fromAfter === undefined) payer.book(-amount.minor, amount.currency, at);
  else payer.state(balances.fromAfter, amount.currency, at);
  if (event.kind === 'payment' || !payee) return;
  const received = event.received ?? amount;
  if (balances?.toAfter === undefined) payee.book(received.minor, received.currency, at);
  else payee.state(balances.toAfter, received.currency, at);
}

/** The balances of all accounts. A return books nothing: the next statement tells. One entry per account. */
export class AccountBalances {
  readonly #balances = new Map<string, AccountBalance>();

  /** Takes the next event that becomes known; one older than the account's last statement changes nothing. */
  learn(event: Event): void {
    if (event.kind === 'balance') {
      const { minor, currency } = event.available;
      this.#of(event.account).state(minor, currency, event.at);
    } else if (event.kind === 'payment') bookTransaction(event, this.#of(event.account), undefined);
    else if (event.kind === 'transfer') bookTransaction(event, this.#of(event.from), this.#of(event.to));
  }

  /** Minor units that are available on an account, in a currency; NaN when not known. */
  available(account: string, currency: string): number {
    return this.#balances.get(account)?.available(currency) ?? NaN;
  }

  #of(account: string): AccountBalance {
    let balance = this.#balances.get(account);
    if (!balance) this.#balances.set(account, (balance = new AccountBalance()));
    return balance;
  }
}
