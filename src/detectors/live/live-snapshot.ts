import type { Json } from '../../graph/model/document.ts';
import type { Event, EventKey } from '../../graph/model/event.ts';

/** Raised whenever what a snapshot holds, or what it means, becomes another. */
export const SNAPSHOT_VERSION = 1;

/** All but the events of a {@link LiveSnapshot}; plain JSON. */
export interface SnapshotHead {
  readonly version: number;
  /** Digest of the options of all detectors. */
  readonly options: string;
  /** Nothing before the first changes any more, and all events from the second on are there; null when nothing was let go. */
  readonly settled: { readonly until: number; readonly before: number } | null;
  readonly retracted: readonly EventKey[];
  readonly hubs: Json;
  /** By detector. */
  readonly sums: { readonly [detector: string]: Json };
}

/** What live detection goes on from: the events in force that it holds, and the sums of those it let go. */
export interface LiveSnapshot {
  readonly head: SnapshotHead;
  /** In no order. While it is read others may be taken in, which show or not. */
  readonly facts: Iterable<Event>;
}
