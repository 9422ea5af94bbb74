import type { Event } from '../graph/model/event.ts';

/**
 * Where detection in the database gets its material: a query finds the subjects that may be findings (never too few),
 * and what comes back are all events in force as of a time that the detector's fold reads about those subjects.
 * Running the detector over just these events gives what it gives over all of them (docs/cypher.md says why).
 *
 * Every answer is in event order, each event once. `asOf` is epoch milliseconds, null for everything stored. Memory:
 * the events of the answer. All reject with STORE_FAILED, STORE_CORRUPT or STORE_BUSY.
 */
export interface CandidateSource {
  deviceSharing(query: DeviceQuery): Promise<readonly Event[]>;
  ipRecycling(query: BlockQuery): Promise<readonly Event[]>;
  kitingCycles(query: CycleQuery): Promise<readonly Event[]>;
}

/** What part of the log is read. */
export interface LogState {
  readonly asOf: number | null;
  /** Last seq that is read; the graph must have taken in the log up to it. */
  readonly head: number;
}

export interface DeviceQuery extends LogState {
  /** Distinct users by any use from which on a device may be a finding; Infinity for never. */
  readonly minUsers: number;
  /** The same, counting registrations only. */
  readonly minRegistered: number;
}

export interface BlockQuery extends LogState {
  readonly minUsers: number;
  /** Milliseconds; may be Infinity. */
  readonly freshness: number;
}

export interface CycleQuery extends LogState {
  /** From 2 to {@link LONGEST_CYCLE}. */
  readonly minLength: number;
  readonly maxLength: number;
  /** Milliseconds; may be Infinity. */
  readonly window: number;
  /** Basis points; null is no limit. */
  readonly minRetention: number | null;
  readonly maxRetention: number | null;
  /** Minor units. */
  readonly minAmount: number;
  readonly ties: 'strict' | 'allow';
  readonly fx: 'reject' | 'skip';
}

/** The longest cycle that there is a query for. */
export const LONGEST_CYCLE = 5;
