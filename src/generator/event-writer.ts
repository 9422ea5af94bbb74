import type { Event, EventOf } from '../graph/model/event.ts';
import { checkout } from './checkout.ts';
import { CURRENCY } from './countries.ts';
import type { EntityIds } from './entity-ids.ts';
import type { Network } from './network.ts';
import type { Spot } from './script.ts';
import type { Stage } from './stage.ts';

export const SOURCE = 'ringfence-world';

/** An event that waits for its day to end, and what it does to balances (-1 for no account). */
interface Waiting {
  readonly event: Event;
  readonly debit: number;
  readonly credit: number;
  /** For a transfer that empties an account: what it leaves there, minor units; else -1. */
  readonly leaves: number;
}

interface Head<Kind extends Event['kind']> {
  readonly source: string;
  readonly id: string;
  readonly kind: Kind;
  readonly at: number;
  readonly observedAt: number;
}

/**
 * Makes events and hands them out in event order, a day at a time. Keeps one balance per account, and the few events
 * that were made ahead of their day. Event ids come from a counter in random order: they say nothing.
 */
export class EventWriter {
  readonly #stage: Stage;
  readonly #ids: EntityIds;
  readonly #network: Network;
  readonly #balances: Float64Array;
  #waiting: Waiting[] = [];
  #count = 0;

  constructor(stage: Stage, openingBalances: Float64Array) {
    this.#stage = stage;
    this.#ids = stage.ids;
    this.#network = stage.network;
    this.#balances = openingBalances.slice();
  }

  /** All that happens before `until`, in event order; what is later stays. */
  take(until: number): Event[] {
    const due: Waiting[] = [];
    const later: Waiting[] = [];
    for (const waiting of this.#waiting) (waiting.event.at < until ? due : later).push(waiting);
    this.#waiting = later;
    // The ids are ASCII, where code units and bytes have one order.
    due.sort((a, b) => a.event.at - b.event.at || (a.event.id < b.event.id ? -1 : 1));
    return due.map((waiting) => this.#post(waiting));
  }

  /** Books an event's money; a balance report says what has been booked by then. */
  #post({ event, debit, credit, leaves }: Waiting): Event {
    if (leaves >= 0 && event.kind === 'transfer')
      event.amount = { minor: Math.max(1, this.#balances[debit] - leaves), currency: CURRENCY };
    if (event.kind === 'transfer' || event.kind === 'payment') {
      if (debit >= 0) this.#balances[debit] -= event.amount.minor;
      if (credit >= 0) this.#balances[credit] += event.amount.minor;
    } else if (event.kind === 'balance') {
      const minor = this.#balances[debit];
      event.ledger = { minor, currency: CURRENCY };
      event.available = { minor, currency: CURRENCY };
    }
    return event;
  }

  add(event: Event, debit = -1, credit = -1, leaves = -1): void {
    this.#waiting.push({ event, debit, credit, leaves });
  }

  /** The fields that every event has. */
  head<Kind extends Event['kind']>(kind: Kind, at: number, observedAt = at, id?: string): Head<Kind> {
    return {
      source: SOURCE,
      id: id ?? this.#ids.event(this.#count++),
      kind,
      at: Math.floor(at),
      observedAt: Math.floor(observedAt),
    };
  }

  /** Device and address as an event names them; nothing where there is none. */
  spot({ device, address }: Spot, at: number): { device?: string; ip?: string } {
    const named: { device?: string; ip?: string } = {};
    if (device >= 0) named.device = this.#ids.device(device);
    // The lower half of an IPv6 address changes with the device and each day.
    if (address >= 0) named.ip = this.#network.text(address, device * 31 + Math.floor(at / 86_400_000));
    return named;
  }

  session(at: number, user: number, spot: Spot, outcome: 'success' | 'failure' = 'success'): void {
    const location = this.#stage.geography.locate(user, spot, at);
    this.add({
      ...this.head('session', at),
      user: this.#ids.user(user),
      ...this.spot(spot, at),
      outcome,
      ...(location ? { location } : {}),
    });
  }

  transfer(
    at: number,
    transfer: {
      user: number;
      from: number;
      to: number;
      minor: number;
      spot: Spot;
      rail: string;
      leaves?: number;
      id?: string;
    },
  ): EventOf<'transfer'> {
    const { user, from, to, minor, spot, rail } = transfer;
    const event: EventOf<'transfer'> = {
      ...this.head('transfer', at, at, transfer.id),
      from: this.#ids.account(from),
      to: this.#ids.account(to),
      amount: { minor, currency: CURRENCY },
      ...(user >= 0 ? { user: this.#ids.user(user) } : {}),
      ...this.spot(spot, at),
      rail,
    };
    this.add(event, from, to, transfer.leaves);
    return event;
  }

  /** A payment by card in a shop (no device), or online from a spot. */
  payment(
    at: number,
    payment: {
      user: number;
      account: number;
      merchant: number;
      category: string;
      minor: number;
      spot: Spot;
      country: number;
      id?: string;
    },
  ): EventOf<'payment'> {
    const { user, account, merchant, category, minor, spot } = payment;
    const { checkouts, options } = this.#stage;
    const head = this.head('payment', at, at, payment.id);
    const planned = payment.id === undefined ? undefined : checkouts.get(payment.id);
    const event: EventOf<'payment'> = {
      ...head,
      account: this.#ids.account(account),
      merchant: this.#ids.merchant(merchant),
      amount: { minor, currency: CURRENCY },
      user: this.#ids.user(user),
      ...this.spot(spot, at),
      card: this.#ids.card(planned?.card ?? account),
      category,
      ...(spot.device >= 0 ? checkout(options.seed, head.id, payment.country, planned) : {}),
    };
    this.add(event, account);
    return event;
  }

  settlement(
    of: { readonly source: string; readonly id: string },
    at: number,
    status: EventOf<'settlement'>['status'],
    code?: string,
  ): void {
    this.add({ ...this.head('settlement', at), of: [of.source, of.id], status, ...(code ? { code } : {}) });
  }

  /** What is on an account; filled in when its turn comes. */
  balance(at: number, account: number, id?: string): void {
    const none = { minor: 0, currency: CURRENCY };
    this.add(
      {
        ...this.head('balance', at, at, id),
        account: this.#ids.account(account),
        ledger: none,
        available: none,
      },
      account,
    );
  }
}
