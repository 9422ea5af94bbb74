import { ENTITY_TYPES, type EntityType } from '../../graph/model/entity.ts';
import { EDGE_TYPES, type EdgeType } from '../../graph/model/graph-facts.ts';

/** How types stand in the tables: small numbers, because every row of the graph has one. Never reorder. */
const ENTITY_CODES = new Map(ENTITY_TYPES.map((type, code) => [type, code]));
const EDGE_CODES = new Map(EDGE_TYPES.map((type, index) => [type, index + 1]));

/** A link of this type is no edge: the event only mentions the node. */
export const MENTION = 0;

export function entityCode(type: EntityType): number {
  return ENTITY_CODES.get(type)!;
}

/** 1, 2, … in the order of EDGE_TYPES. */
export function edgeCode(type: EdgeType): number {
  return EDGE_CODES.get(type)!;
}
