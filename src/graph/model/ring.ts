import { digestId } from '../../kernel/canonical.ts';
import type { EntityRef } from './entity.ts';
import type { EventOrder } from './event.ts';
import type { Role } from './finding.ts';

export interface RingMember extends EntityRef {
  readonly role: Role;
  readonly since: EventOrder;
}

/** One step in the life of a ring, at the order of the event that caused it. */
export interface RingStep {
  readonly at: EventOrder;
  readonly change: 'formed' | 'grew' | 'merged' | 'split';
  /** Users and accounts that joined with this step. */
  readonly joined: readonly EntityRef[];
  /** The finding that caused it. */
  readonly finding: string;
  /** merged: the younger ring taken in; split: the ring it came from. */
  readonly other?: string;
}

/** A lasting set of members bound by findings (definitions.md, "Rings"). */
export interface Ring {
  readonly id: string;
  /** Sorted by type, then id bytes. */
  readonly members: readonly RingMember[];
  /** Ids, eldest first. */
  readonly findings: readonly string[];
  /** Largest strength of its findings, basis points. */
  readonly strength: number;
  readonly formedAt: number;
  readonly lastActiveAt: number;
  /** The ring it was split from. */
  readonly parent: string | null;
  readonly history: readonly RingStep[];
  readonly metrics: RingMetrics;
  /** 0 to 100, how much speaks for it (docs/algorithms/ring-risk.md); null as formed, before it is weighed. */
  readonly risk: number | null;
}

/** Measures on the simple weighted graph of members that share a finding. */
export interface RingMetrics {
  /** Edges over possible edges, 0 to 1. */
  readonly density: number;
  /** The members with the highest degree centrality: where to look for an organiser first. Empty when all are equal. */
  readonly central: readonly EntityRef[];
}

/** An id that was once a ring's own and now leads to another ring. */
export interface RingAlias {
  readonly id: string;
  /** The ring it leads to now; null when nothing of it is left (its findings were retracted). */
  readonly ring: string | null;
  readonly reason: 'merged' | 'superseded' | 'dissolved';
}

export function ringId(eldestFinding: string): string {
  return digestId(['ring', 'v1', eldestFinding]);
}
