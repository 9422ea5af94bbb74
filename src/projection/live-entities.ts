import { compareEvents, type EventOf, type EventOrder } from '../graph/model/event.ts';
import type { HubReason } from '../graph/model/finding.ts';
import { placeAfter, type Posting } from './posting.ts';

/** What several users can use: a device, an IP block, a value of an identity, an account that money is sent to. */
export type SharedThing = 'block' | 'device' | 'email' | 'nationalId' | 'payee' | 'phone';

export type Payout = EventOf<'transfer'>;
export type Opening = EventOf<'account-opened'>;
export type Payment = EventOf<'payment'>;
export type BalanceReport = EventOf<'balance'>;

/** A user with everything detectors ask about one. */
export interface LiveUser {
  readonly id: string;
  /** Each thing the user used, with the events that are such uses; the same lists as in {@link LiveThing.users}. */
  readonly links: Map<LiveThing, Posting>;
  readonly registrations: Posting;
  /** Registrations and profile changes that set or clear an identity value. */
  readonly identityChanges: Posting;
  readonly addressChanges: Posting;
  /** Labels that name a role. */
  readonly labels: Posting;
  /** All that names the user as who does it, where the projection keeps whole events. */
  readonly acts: Posting;
  /** Accounts of which the user was ever an owner, with how many openings say so. */
  readonly accounts: Map<LiveAccount, number>;
}

export interface LiveThing {
  readonly kind: SharedThing;
  /** As in the tables of an `EventGraph`: of a phone number `phone:+1…`, of an address its block. */
  readonly id: string;
  /** Who used it, with the events that are such uses. */
  readonly users: Map<LiveUser, Posting>;
  /** Everybody's first use, in event order; null until somebody asks ({@link arrivalsOf}), and after a change. */
  arrivals: Posting | null;
  /** Whether a reference, or an opening that says a type, was ever about it, so that it may be a hub. */
  isSpokenOf: boolean;
  /** The UTC day (days since 1970) of the last answer of `LiveHubs` about it, which stands beside it. */
  hubDay: number;
  hubReason: HubReason | null;
  /** References on a device or block. */
  readonly references: Posting;
  /** Of a payee: the account. */
  readonly account: LiveAccount | null;
}

export interface LiveAccount {
  readonly id: string;
  readonly payee: LiveThing;
  readonly paid: Posting<Payout>;
  readonly received: Posting<Payout>;
  /** To merchants. */
  readonly payments: Posting<Payment>;
  readonly balances: Posting<BalanceReport>;
  readonly openings: Posting<Opening>;
  readonly references: Posting;
  readonly labels: Posting;
}

/** Before all days that times can be on, and a small number, which needs no memory of its own. */
export const NO_DAY = -(2 ** 30);

/** A user of whom nothing is known yet. */
export function newUser(id: string): LiveUser {
  return {
    id,
    links: new Map(),
    registrations: [],
    identityChanges: [],
    addressChanges: [],
    labels: [],
    acts: [],
    accounts: new Map(),
  };
}

/** A thing that nobody used yet; payees come with their accounts ({@link newAccount}). */
export function newThing(kind: SharedThing, id: string): LiveThing {
  return {
    kind,
    id,
    users: new Map(),
    arrivals: null,
    isSpokenOf: false,
    hubDay: NO_DAY,
    hubReason: null,
    references: [],
    account: null,
  };
}

/** An account of which nothing is known yet, and the payee that it is. */
export function newAccount(id: string): LiveAccount {
  const payee: LiveThing & { account: LiveAccount | null } = newThing('payee', id);
  payee.account = {
    id,
    payee,
    paid: [],
    received: [],
    payments: [],
    balances: [],
    openings: [],
    references: [],
    labels: [],
  };
  return payee.account;
}

/** The first uses of a thing by each of its users, in event order. Time O(n log n) after a change, else O(1). */
export function arrivalsOf(thing: LiveThing): Posting {
  thing.arrivals ??= Array.from(thing.users.values(), (uses) => uses[0]).sort(compareEvents);
  return thing.arrivals;
}

/** How many users used a thing up to and with an event. */
export function usersUpTo(thing: LiveThing, order: EventOrder): number {
  return placeAfter(arrivalsOf(thing), order);
}

/** The first of the transfers that accounts paid. Time O(accounts). */
export function eldestOf(accounts: Iterable<LiveAccount>): Payout | null {
  let eldest: Payout | null = null;
  for (const { paid } of accounts)
    if (paid.length > 0 && (!eldest || compareEvents(paid[0], eldest) < 0)) eldest = paid[0];
  return eldest;
}
