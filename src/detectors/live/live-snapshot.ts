import type { Json } from '../../graph/model/document.ts';
import type { Event } from '../../graph/model/event.ts';

/** Raised whenever what a snapshot holds, or what it means, becomes another. */
export const SNAPSHOT_VERSION = 1;

/** What live detection goes on from: the events in force that it holds, and the sums of those it let go. */
export interface LiveSnapshot {
  readonly version: number;
  /** Digest of the options of all detectors. */
  readonly options: string;
  /** Nothing before the first changes any more, and all events from the second on are there; null when nothing was let go. */
  readonly settled: { readonly until: number; readonly before: number } | null;
  /** The sums of each detector by its name, {@link HUBS_LIST} and {@link RETRACTED_LIST}; plain JSON. */
  readonly lists: Readonly<Record<string, readonly Json[]>>;
  /** In no order. While it is read others may be taken in, which show or not. */
  readonly facts: Iterable<Event>;
}

export const HUBS_LIST = 'hubs';
/** Keys that were taken back. */
export const RETRACTED_LIST = 'retracted';
