import type { Ring } from '../../graph/model/ring.ts';
import { Feed, type FeedItem } from './feed.ts';

export type RingChange = 'FORMED' | 'GREW' | 'CHANGED' | 'MERGED' | 'GONE' | 'RESET';

/** What is new about a ring, before it has a number; `RESET` says that changes were missed and all has to be read anew. */
export interface RingNews {
  readonly change: RingChange;
  readonly ringId: string | null;
  /** As it is then; null when it is gone, and for a RESET. */
  readonly ring: Ring | null;
  /** MERGED: the ring that it is part of now. */
  readonly into: string | null;
}

/** One change of a ring as subscribers are told. */
export type RingEvent = RingNews & FeedItem;

const RESET: RingNews = { change: 'RESET', ringId: null, ring: null, into: null };

/** Changes of rings in the order in which they were found. */
export class RingFeed extends Feed<RingNews> {
  /** @param stream a name no other run has @param kept changes that stay readable */
  constructor(stream: string, kept?: number) {
    super(stream, RESET, kept);
  }
}
