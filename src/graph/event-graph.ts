import type { ActivityTables } from './activity.ts';
import type { RowGroups } from './columns.ts';
import type { Interner } from './interner.ts';
import type { EntityRef } from './model/entity.ts';
import type { EventKey, EventOrder } from './model/event.ts';
import type { IpKind } from './model/ip.ts';
import type { Role } from './model/finding.ts';

/**
 * All that detectors see: the events of a store as of a time, as typed arrays.
 *
 * Events are numbered 0, 1, 2, … in event order (at, source, id), so "not after e in order" is `position <= e`.
 * Every other table is sorted by event position. Entities are numbered by interners. -1 means "none".
 */
export interface EventGraph {
  /** Epoch milliseconds, or null for everything stored. */
  readonly asOf: number | null;
  /** Set when it holds only what candidates of one detector are about, so that nothing can be said of all transfers. */
  readonly isPartial?: true;
  readonly events: EventTable;
  readonly users: Interner;
  readonly devices: Interner;
  /** IP blocks (see `ipBlock`). */
  readonly blocks: Interner;
  readonly accounts: Interner;
  /** `kind:normalised value`, see `identifierId`. */
  readonly identifiers: Interner;
  readonly deviceUses: UseTable;
  readonly blockUses: UseTable;
  readonly identityChanges: IdentityChangeTable;
  /** Postal addresses, normalised (see `normaliseAddress`). */
  readonly addresses: Interner;
  readonly addressChanges: AddressChangeTable;
  readonly registrations: RegistrationTable;
  readonly ownerships: OwnershipTable;
  readonly transfers: TransferTable;
  /** Facts about devices, blocks and accounts, in event order. */
  readonly references: readonly Reference[];
  /** Labels that name a role, in event order. */
  readonly roleLabels: readonly RoleLabel[];
  /** Null unless it was asked for, see `activityOf`. */
  readonly activity: ActivityTables | null;
}

export interface EventTable {
  readonly count: number;
  /** Epoch milliseconds, rising. */
  readonly at: Float64Array;
  readonly observedAt: Float64Array;
  /** Index into EVENT_KINDS. */
  readonly kind: Uint8Array;
  key(position: number): EventKey;
  order(position: number): EventOrder;
}

/** A registration, session, payment or transfer that names a user and a device (or an address). */
export interface UseTable {
  readonly event: Int32Array;
  readonly user: Int32Array;
  /** Device or block. */
  readonly target: Int32Array;
  readonly byTarget: RowGroups;
  readonly byUser: RowGroups;
}

/** A registration or profile-change that sets an identifier of a user; `identifier` is -1 where it clears it. */
export interface IdentityChangeTable {
  readonly event: Int32Array;
  readonly user: Int32Array;
  /** 0 phone, 1 email, 2 nationalId: index into IDENTIFIER_KINDS. */
  readonly kind: Uint8Array;
  readonly identifier: Int32Array;
  readonly byIdentifier: RowGroups;
  readonly byUser: RowGroups;
}
export const IDENTIFIER_KINDS = ['phone', 'email', 'nationalId'] as const;

/** A registration or profile-change that sets a user's postal address; `address` is -1 where it clears it. */
export interface AddressChangeTable {
  readonly event: Int32Array;
  readonly user: Int32Array;
  readonly address: Int32Array;
  readonly byUser: RowGroups;
}

export interface RegistrationTable {
  readonly event: Int32Array;
  readonly user: Int32Array;
  readonly byUser: RowGroups;
}

/** account-opened events: HAS_ACCOUNT. */
export interface OwnershipTable {
  readonly event: Int32Array;
  readonly account: Int32Array;
  readonly user: Int32Array;
  readonly byAccount: RowGroups;
}

/** TRANSFERS_TO, one row per transfer. */
export interface TransferTable {
  readonly event: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Who ordered it, -1 when not said. */
  readonly user: Int32Array;
  /** What left the payer, minor units. */
  readonly minor: Float64Array;
  /** Index into `currencies`. */
  readonly currency: Int32Array;
  /** What reached the payee; equal to what left unless the event says `received`. */
  readonly receivedMinor: Float64Array;
  readonly receivedCurrency: Int32Array;
  readonly currencies: readonly string[];
}

export interface Reference {
  readonly event: number;
  /** Blocks for addresses. */
  readonly on: 'device' | 'block' | 'account';
  readonly target: number;
  readonly ipKind?: IpKind;
  readonly accountType?: string;
  /** Until when (epoch ms) an allow-list entry holds. */
  readonly allowedUntil?: number;
}

export interface RoleLabel {
  readonly event: number;
  readonly subject: EntityRef;
  readonly role: Role;
}

/**
 * At of the user's earliest registration known at an event: not after it in order and, unless it is the event
 * itself, observed by then. `undefined` when there is none.
 */
export function registeredAt(graph: EventGraph, user: number, position: number): number | undefined {
  const { byUser, event } = graph.registrations;
  const { at, observedAt } = graph.events;
  const start = byUser.start[user];
  const registration = (i: number): number => event[byUser.rows[start + i]];
  const known = firstKnown(
    byUser.start[user + 1] - start,
    (i) => registration(i) - position,
    (i) => observedAt[registration(i)] <= at[position],
  );
  return known < 0 ? undefined : at[registration(known)];
}

/**
 * Which of some statements, in event order, is the first that is known at an event: not after it in order and, unless
 * it is the event itself, observed by then; -1 for none.
 *
 * @param order negative when a statement is before the event, 0 when it is the event, positive when it is after it
 */
export function firstKnown(
  statements: number,
  order: (i: number) => number,
  wasObserved: (i: number) => boolean,
): number {
  for (let i = 0; i < statements; i++) {
    const place = order(i);
    if (place > 0) return -1;
    if (place === 0 || wasObserved(i)) return i;
  }
  return -1;
}

/**
 * The postal address that a user had as of an event, by number; -1 for none known. What was observed later than the
 * event happened was not known then.
 */
export function addressAsOf(graph: EventGraph, user: number, position: number): number {
  const { byUser, event, address } = graph.addressChanges;
  const { at, observedAt } = graph.events;
  for (let i = byUser.start[user + 1] - 1; i >= byUser.start[user]; i--) {
    const change = event[byUser.rows[i]];
    if (change === position || (change < position && observedAt[change] <= at[position]))
      return address[byUser.rows[i]];
  }
  return -1;
}

/** The users known as owners of an account as of an event, by number; joint owners are all in. */
export function ownersAsOf(graph: EventGraph, account: number, position: number): number[] {
  const { byAccount, event, user } = graph.ownerships;
  const owners: number[] = [];
  for (let i = byAccount.start[account]; i < byAccount.start[account + 1]; i++) {
    const row = byAccount.rows[i];
    if (event[row] > position) break;
    if (!owners.includes(user[row])) owners.push(user[row]);
  }
  return owners;
}
