import type { EventGraph } from './event-graph.ts';
import type { Interner } from './interner.ts';
import type { EventKey, EventOf } from './model/event.ts';

/**
 * What only few detectors read: payments, what was on accounts, settlements and bank connections. A graph has it when
 * it was asked for (`Detector.readsActivity`), so that nobody else pays for it. Rows are in event order, events are
 * positions, entities are numbers as in {@link EventGraph}; -1 means "none".
 */
export interface ActivityTables {
  readonly merchants: Interner;
  readonly payments: PaymentTable;
  readonly statements: StatementTable;
  readonly settlements: SettlementTable;
  readonly bankConnections: BankConnectionTable;
  readonly acts: ActTable;
}

/** One row per payment. */
export interface PaymentTable {
  readonly event: Int32Array;
  readonly account: Int32Array;
  readonly merchant: Int32Array;
  /** Who paid, -1 when not said. */
  readonly user: Int32Array;
  /** Minor units. */
  readonly minor: Float64Array;
  /** Index into the transfers' `currencies`. */
  readonly currency: Int32Array;
}

/** What is on an account after an event: a balance report's ledger, or what a transfer says of either side after it. */
export interface StatementTable {
  readonly event: Int32Array;
  readonly account: Int32Array;
  /** Minor units; may be negative. */
  readonly minor: Float64Array;
  /** Index into the transfers' `currencies`. */
  readonly currency: Int32Array;
}

export interface SettlementTable {
  readonly event: Int32Array;
  readonly status: readonly EventOf<'settlement'>['status'][];
  /** Key of the event it is about, stored or not. */
  readonly of: readonly EventKey[];
}

export interface BankConnectionTable {
  readonly event: Int32Array;
  readonly user: Int32Array;
}

/**
 * What users do: registrations, accounts they open, sessions that did not fail, payments and transfers they order,
 * changes of their profile, bank connections.
 */
export interface ActTable {
  readonly event: Int32Array;
  readonly user: Int32Array;
}

/** @throws RangeError when the graph was built without it: its detector lacks `readsActivity`. */
export function activityOf(graph: EventGraph): ActivityTables {
  if (!graph.activity) throw new RangeError('the graph was built without activity tables');
  return graph.activity;
}
