import type { Interner } from '../../graph/interner.ts';
import { payingAccount, type ScoredEvent } from './scored-event.ts';
import type { Things } from './things.ts';

/** Numbers of what a transaction names; -1 for what it does not. */
export interface Named {
  readonly account: number;
  readonly payee: number;
  readonly merchant: number;
  readonly device: number;
  readonly block: number;
}

/** Looks up what transactions name, once for each: the last one looked at is mostly the one that is taken next. */
export class Namer {
  readonly #things: Things;
  readonly #merchants: Interner;
  #event: ScoredEvent | null = null;
  #named: Named | null = null;

  constructor(things: Things, merchants: Interner) {
    this.#things = things;
    this.#merchants = merchants;
  }

  of(event: ScoredEvent): Named {
    if (this.#event !== event || this.#named === null) this.#named = this.#lookUp(event);
    this.#event = event;
    return this.#named;
  }

  #lookUp(event: ScoredEvent): Named {
    const things = this.#things;
    return {
      account: things.numberOf('account', payingAccount(event)),
      payee: event.kind === 'transfer' ? things.numberOf('account', event.to) : -1,
      merchant: event.kind === 'payment' ? this.#merchants.add(event.merchant) : -1,
      device: event.device === undefined ? -1 : things.numberOf('device', event.device),
      block: things.blockNumber(event.ip),
    };
  }
}
