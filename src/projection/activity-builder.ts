import type { ActivityTables } from '../graph/activity.ts';
import { Float64Column, Int32Column } from '../graph/columns.ts';
import { Interner } from '../graph/interner.ts';
import type { Event, EventKey, EventOf } from '../graph/model/event.ts';

/** Collects {@link ActivityTables}: 28 bytes a payment, 20 a statement, 8 a connection and an act, 4 and its key a settlement. */
export class ActivityBuilder {
  readonly #users: Interner;
  readonly #accounts: Interner;
  readonly #currencies: Interner;
  readonly #merchants = new Interner();
  readonly #payments = {
    event: new Int32Column(),
    account: new Int32Column(),
    merchant: new Int32Column(),
    user: new Int32Column(),
    minor: new Float64Column(),
    currency: new Int32Column(),
  };
  readonly #statements = {
    event: new Int32Column(),
    account: new Int32Column(),
    minor: new Float64Column(),
    currency: new Int32Column(),
  };
  readonly #settled = new Int32Column();
  readonly #statuses: EventOf<'settlement'>['status'][] = [];
  readonly #of: EventKey[] = [];
  readonly #acts = { event: new Int32Column(), user: new Int32Column() };
  readonly #connections = { event: new Int32Column(), user: new Int32Column() };

  constructor(shared: { users: Interner; accounts: Interner; currencies: Interner }) {
    this.#users = shared.users;
    this.#accounts = shared.accounts;
    this.#currencies = shared.currencies;
  }

  add(event: Event, position: number): void {
    this.#addAct(event, position);
    switch (event.kind) {
      case 'payment':
        return this.#addPayment(event, position);
      case 'transfer': {
        const { fromAfter, toAfter } = event.balances ?? {};
        const received = event.received ?? event.amount;
        if (fromAfter !== undefined)
          this.#addStatement(position, event.from, fromAfter, event.amount.currency);
        if (toAfter !== undefined) this.#addStatement(position, event.to, toAfter, received.currency);
        return;
      }
      case 'balance':
        return this.#addStatement(position, event.account, event.ledger.minor, event.ledger.currency);
      case 'settlement':
        this.#settled.push(position);
        this.#statuses.push(event.status);
        this.#of.push(event.of);
        return;
      case 'bank-connection':
        this.#connections.event.push(position);
        this.#connections.user.push(this.#users.add(event.user));
    }
  }

  #addAct(event: Event, position: number): void {
    if (!('user' in event) || event.user === undefined) return;
    if (event.kind === 'session' && event.outcome !== undefined && event.outcome !== 'success') return;
    this.#acts.event.push(position);
    this.#acts.user.push(this.#users.add(event.user));
  }

  #addPayment(event: EventOf<'payment'>, position: number): void {
    this.#payments.event.push(position);
    this.#payments.account.push(this.#accounts.add(event.account));
    this.#payments.merchant.push(this.#merchants.add(event.merchant));
    this.#payments.user.push(event.user === undefined ? -1 : this.#users.add(event.user));
    this.#payments.minor.push(event.amount.minor);
    this.#payments.currency.push(this.#currencies.add(event.amount.currency));
  }

  #addStatement(position: number, account: string, minor: number, currency: string): void {
    this.#statements.event.push(position);
    this.#statements.account.push(this.#accounts.add(account));
    this.#statements.minor.push(minor);
    this.#statements.currency.push(this.#currencies.add(currency));
  }

  finish(): ActivityTables {
    const [payments, statements, connections] = [this.#payments, this.#statements, this.#connections];
    return {
      merchants: this.#merchants,
      payments: {
        event: payments.event.finish(),
        account: payments.account.finish(),
        merchant: payments.merchant.finish(),
        user: payments.user.finish(),
        minor: payments.minor.finish(),
        currency: payments.currency.finish(),
      },
      statements: {
        event: statements.event.finish(),
        account: statements.account.finish(),
        minor: statements.minor.finish(),
        currency: statements.currency.finish(),
      },
      settlements: { event: this.#settled.finish(), status: this.#statuses, of: this.#of },
      bankConnections: { event: connections.event.finish(), user: connections.user.finish() },
      acts: { event: this.#acts.event.finish(), user: this.#acts.user.finish() },
    };
  }
}
