import type { EntityRef } from '../../graph/model/entity.ts';
import type { EventKey } from '../../graph/model/event.ts';
import type { EdgeType } from '../../graph/model/graph-facts.ts';
import type { Fact } from '../rules/facts.ts';

/** An edge of the graph: by its ends, and by its event where each event is an edge of its own. */
export interface EdgeRef {
  readonly type: EdgeType;
  readonly from: EntityRef;
  readonly to: EntityRef;
  readonly event?: EventKey;
}

/** What a reason rests on. */
export interface Evidence {
  readonly nodes: readonly EntityRef[];
  readonly edges: readonly EdgeRef[];
}

export const NO_EVIDENCE: Evidence = { nodes: [], edges: [] };

/** What stands behind the value of a feature, of the transaction at hand. */
export type EvidenceOf = (feature: string) => Evidence;

/** One reason for a risk. Points of the base and of all reasons add up to the risk, in hundredths exactly. */
export interface Reason {
  /** `others` gathers the features whose points are too few to be named. */
  readonly kind: 'feature' | 'rule' | 'others';
  /** Name of the feature, id of the rule, or `others`. */
  readonly name: string;
  /** Positive raises the risk, negative lowers it; at most two decimals. */
  readonly points: number;
  readonly text: string;
  readonly value: Fact | null;
  readonly evidence: Evidence;
}
