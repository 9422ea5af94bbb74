import type { EventKind } from '../../graph/model/event.ts';

/** Properties of the one `:RingfenceMeta` node. */
export interface StoreMeta {
  readonly schemaVersion: number;
  /** The seq of the newest event. */
  readonly head: number;
  /** The seq up to which the log is in the graph. */
  readonly appliedSeq: number;
  /** JSON: number of events by kind. */
  readonly tally: string;
  /** Names the append that came last, and the head before it: how a repeated one knows itself. */
  readonly appendToken?: string;
  readonly appendFrom?: number;
  /** Set while the graph is being emptied, which takes several transactions. */
  readonly dropping?: boolean;
  readonly leaseToken?: string;
  readonly leasePid?: number;
  readonly leaseHost?: string;
  readonly leaseProcessStart?: number;
  readonly leaseHeartbeat?: number;
}

export type Tally = Partial<Record<EventKind, number>>;

export function tallyOf(meta: StoreMeta): Tally {
  return JSON.parse(meta.tally) as Tally;
}
