import type { EventKind } from '../../graph/model/event.ts';

/** Which `:RingfenceMeta` node: the one that an append locks, and the one that an apply locks. */
export const LOG_SLOT = 1;
export const GRAPH_SLOT = 2;

/** What both nodes have: each transaction of the writer sees from the node it locks whether its lease still holds. */
export interface LeaseMark {
  readonly leaseToken?: string;
  readonly leaseHeartbeat?: number;
}

/** State of the log, and who holds the lease. */
export interface LogMeta extends LeaseMark {
  readonly schemaVersion: number;
  /** The seq of the newest event. */
  readonly head: number;
  /** JSON: number of events by kind. */
  readonly tally: string;
  /** Names the append that came last, and the head before it: how a repeated one knows itself. */
  readonly appendToken?: string;
  readonly appendFrom?: number;
  readonly leasePid?: number;
  readonly leaseHost?: string;
  readonly leaseProcessStart?: number;
}

/** State of the graph. */
export interface GraphMeta extends LeaseMark {
  /** The seq up to which the log is in the graph. */
  readonly appliedSeq: number;
  /** Set while the graph is being emptied, which takes several transactions. */
  readonly dropping?: boolean | null;
  /** Whether any retraction was applied: until then none need be looked for. */
  readonly retractions?: boolean;
}

/** Both as readers see them. */
export interface StoreMeta extends LogMeta, Pick<GraphMeta, 'appliedSeq' | 'dropping'> {
  /** `leaseHeartbeat` of the graph's node: the writer's last sign of life is the later of the two. */
  readonly graphHeartbeat?: number | null;
}

export type Tally = Partial<Record<EventKind, number>>;

export function tallyOf(meta: Pick<LogMeta, 'tally'>): Tally {
  return JSON.parse(meta.tally) as Tally;
}
