import type { Event, EventOf } from '../graph/model/event.ts';
import { checkout } from './checkout.ts';
import { CURRENCY } from './countries.ts';
import { DRAFT, Drafts, OUTCOMES, type Draft } from './drafts.ts';
import type { EntityIds } from './entity-ids.ts';
import type { Network } from './network.ts';
import type { Spot } from './script.ts';
import type { Stage } from './stage.ts';

export const SOURCE = 'ringfence-world';

/** An event that waits for its day to end, and the account whose balance it tells (-1 for none). */
interface Waiting {
  readonly event: Event;
  readonly account: number;
}

export interface Transfer {
  /** Who orders it, -1 for a standing order of nobody's. */
  readonly user: number;
  readonly from: number;
  readonly to: number;
  readonly minor: number;
  readonly spot: Spot;
  readonly leaves?: number;
  /** Of its event ({@link EntityIds.planned}), where something else names it; else the next. */
  readonly number?: number;
}

export interface Purchase {
  readonly user: number;
  readonly account: number;
  readonly merchant: number;
  readonly minor: number;
  readonly spot: Spot;
  readonly number?: number;
}

type Outcome = (typeof OUTCOMES)[number];

/** Events handed out at once, at most. */
const BATCH = 256;

interface Head<Kind extends Event['kind']> {
  readonly source: string;
  readonly id: string;
  readonly kind: Kind;
  readonly at: number;
  readonly observedAt: number;
}

/**
 * Makes events and hands them out in event order, a day at a time. Keeps one balance per account, the acts of a day as
 * numbers, and the few events that were made ahead of their day. Event ids come from a counter in random order: they
 * say nothing.
 */
export class EventWriter {
  readonly #stage: Stage;
  readonly #ids: EntityIds;
  readonly #network: Network;
  readonly #balances: Float64Array;
  readonly #drafts = new Drafts();
  readonly #rails: string[] = [];
  #waiting: Waiting[] = [];
  #count = 0;

  constructor(stage: Stage, openingBalances: Float64Array) {
    this.#stage = stage;
    this.#ids = stage.ids;
    this.#network = stage.network;
    this.#balances = openingBalances.slice();
  }

  /**
   * All that happens before `until`, in event order and in small parts; what is later stays. Nothing may be added
   * before the last part is taken.
   */
  *take(until: number): Generator<Event[]> {
    const waiting = this.#waiting.filter(({ event }) => event.at < until);
    const due = this.#inOrder(until, waiting);
    for (let from = 0; from < due.length; from += BATCH)
      yield Array.from(due.subarray(from, from + BATCH), (place) =>
        place < 0 ? this.#state(waiting[~place]) : this.#act(this.#drafts.row(place)),
      );
    this.#waiting = this.#waiting.filter(({ event }) => event.at >= until);
    this.#drafts.dropBefore(until);
  }

  /** Places of the drafts that are due, and of the events that wait as -1 and down, by time and id. */
  #inOrder(until: number, waiting: readonly Waiting[]): Int32Array {
    const drafts = this.#drafts;
    const due: number[] = [];
    for (let row = 0; row < drafts.size; row++) if (drafts.at(row) < until) due.push(row);
    const events = due.length;
    waiting.forEach((_, place) => due.push(~place));
    const at = Float64Array.from(due, (place, index) =>
      Math.floor(index < events ? drafts.at(place) : waiting[~place].event.at),
    );
    // Ids are eight hex digits: they have the order of the numbers that they spell.
    const id = Float64Array.from(due, (place, index) =>
      index < events
        ? this.#ids.order(drafts.number(place))
        : parseInt(waiting[~place].event.id.slice(1), 16),
    );
    const order = Int32Array.from(due.keys()).sort((a, b) => at[a] - at[b] || id[a] - id[b]);
    return order.map((index) => due[index]);
  }

  /** A balance report says what has been booked by then. */
  #state({ event, account }: Waiting): Event {
    if (event.kind !== 'balance') return event;
    const minor = this.#balances[account];
    return { ...event, ledger: { minor, currency: CURRENCY }, available: { minor, currency: CURRENCY } };
  }

  #act(draft: Draft): Event {
    if (draft.kind === DRAFT.session) return this.#session(draft);
    return draft.kind === DRAFT.transfer ? this.#transfer(draft) : this.#payment(draft);
  }

  #session({ at, number, user, device, address, detail }: Draft): Event {
    const spot = { device, address };
    const location = this.#stage.geography.locate(user, spot, at);
    return {
      ...this.head('session', at, at, this.#ids.event(number)),
      user: this.#ids.user(user),
      ...this.spot(spot, at),
      outcome: OUTCOMES[detail],
      ...(location ? { location } : {}),
    };
  }

  #transfer({ at, number, user, device, address, from, to, minor, leaves, detail }: Draft): Event {
    const sent = leaves < 0 ? minor : Math.max(1, this.#balances[from] - leaves);
    this.#balances[from] -= sent;
    this.#balances[to] += sent;
    return {
      ...this.head('transfer', at, at, this.#ids.event(number)),
      from: this.#ids.account(from),
      to: this.#ids.account(to),
      amount: { minor: sent, currency: CURRENCY },
      ...(user >= 0 ? { user: this.#ids.user(user) } : {}),
      ...this.spot({ device, address }, at),
      rail: this.#rails[detail],
    };
  }

  /** By card in a shop (no device), or online from a spot. */
  #payment({ at, number, user, device, address, from, to, minor, detail }: Draft): Event {
    const { checkouts, economy, options } = this.#stage;
    const id = this.#ids.event(number);
    const planned = checkouts.get(id);
    this.#balances[from] -= minor;
    return {
      ...this.head('payment', at, at, id),
      account: this.#ids.account(from),
      merchant: this.#ids.merchant(to),
      amount: { minor, currency: CURRENCY },
      user: this.#ids.user(user),
      ...this.spot({ device, address }, at),
      card: this.#ids.card(planned?.card ?? from),
      category: economy.merchant(to).type,
      ...(device >= 0 ? checkout(options.seed, id, detail, planned) : {}),
    };
  }

  /** An event as it is; of a balance report, the account whose balance it will tell. */
  add(event: Event, account = -1): void {
    this.#waiting.push({ event, account });
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

  session(at: number, user: number, { device, address }: Spot, outcome: Outcome = 'success'): void {
    const number = this.#count++;
    const detail = OUTCOMES.indexOf(outcome);
    const none = { from: -1, to: -1, minor: 0, leaves: -1 };
    this.#drafts.add({ kind: DRAFT.session, at, number, user, device, address, ...none, detail });
  }

  /** @param transfer.number of its event, where something else names it. @returns the number of its event */
  transfer(at: number, transfer: Transfer & { readonly rail: string }): number {
    const { user, from, to, minor, spot, rail, leaves = -1, number = this.#count++ } = transfer;
    let detail = this.#rails.indexOf(rail);
    if (detail < 0) detail = this.#rails.push(rail) - 1;
    this.#drafts.add({ kind: DRAFT.transfer, at, number, user, ...spot, from, to, minor, leaves, detail });
    return number;
  }

  /** @returns the number of its event */
  payment(
    at: number,
    { user, account, merchant, minor, spot, country, number }: Purchase & { readonly country: number },
  ): number {
    const of = number ?? this.#count++;
    const money = { from: account, to: merchant, minor, leaves: -1 };
    this.#drafts.add({ kind: DRAFT.payment, at, number: of, user, ...spot, ...money, detail: country });
    return of;
  }

  settlement(of: number, at: number, status: EventOf<'settlement'>['status'], code?: string): void {
    this.add({
      ...this.head('settlement', at),
      of: [SOURCE, this.#ids.event(of)],
      status,
      ...(code ? { code } : {}),
    });
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
