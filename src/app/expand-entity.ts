import { compareBytes } from '../kernel/bytes.ts';
import type { EntityRef } from '../graph/model/entity.ts';
import type { EdgeType, Edge } from '../store/port.ts';
import { pageOf, type Page, type PageKey, type PageRequest } from './serving/page.ts';
import type { Serving } from './serving/serving.ts';

/** All edges of one type and direction between two entities, as one. */
export interface Link {
  readonly type: EdgeType;
  readonly from: EntityRef;
  readonly to: EntityRef;
  /** First and last use or transfer, epoch ms. */
  readonly first: number;
  readonly last: number;
  /** Uses, or transfers. */
  readonly count: number;
  /** Transfers: their sums by currency; beyond 2^53 exact all the same. */
  readonly sums: readonly { readonly minor: bigint; readonly currency: string }[];
}

export interface Neighbour {
  readonly neighbour: EntityRef;
  readonly link: Link;
}

export interface Expansion {
  readonly page: Page<Neighbour>;
  /** Whether the entity has more edges than are looked at, so that some neighbours are never shown. */
  readonly truncated: boolean;
}

export interface ExpandRequest extends PageRequest {
  readonly types?: readonly EdgeType[] | null;
  /** Entities that are not to be shown, such as those that are already. */
  readonly exclude?: readonly EntityRef[] | null;
}

/** Edges of one entity that are looked at. */
export const EDGES_AT_MOST = 5_000;

/**
 * Neighbours of an entity in a stable order: edge type, outgoing before incoming, id. A neighbour that is one in two
 * ways (money both ways) comes twice, with a link each.
 */
export async function expandEntity(
  { reads }: Serving,
  ref: EntityRef,
  request: ExpandRequest,
): Promise<Expansion> {
  const edges = await reads.edgesOf(ref, EDGES_AT_MOST + 1);
  const hidden = new Set((request.exclude ?? []).map(keyOf));
  const neighbours = linksOf(edges.slice(0, EDGES_AT_MOST))
    .filter(({ type }) => !request.types || request.types.includes(type))
    .map((link) => ({ link, neighbour: sameRef(link.from, ref) ? link.to : link.from }))
    .filter(({ neighbour }) => !sameRef(neighbour, ref) && !hidden.has(keyOf(neighbour)));
  const placeOf = ({ link, neighbour }: Neighbour): PageKey => [
    link.type,
    sameRef(link.from, ref) ? 0 : 1,
    neighbour.id,
  ];
  const sorted = neighbours.sort(
    (a, b) =>
      compareBytes(a.link.type, b.link.type) ||
      Number(placeOf(a)[1]) - Number(placeOf(b)[1]) ||
      compareBytes(a.neighbour.id, b.neighbour.id),
  );
  return { page: pageOf(sorted, placeOf, request), truncated: edges.length > EDGES_AT_MOST };
}

/** Joins the edges of one type from one entity to another; in the order of the first of each. */
export function linksOf(edges: readonly Edge[]): Link[] {
  const groups = Map.groupBy(edges, ({ type, from, to }) => `${type}\0${keyOf(from)}\0${keyOf(to)}`);
  return [...groups.values()].map((group) => {
    const [{ type, from, to }] = group;
    const sums = new Map<string, bigint>();
    for (const { transfer } of group)
      if (transfer) sums.set(transfer.currency, (sums.get(transfer.currency) ?? 0n) + BigInt(transfer.minor));
    return {
      type,
      from,
      to,
      first: group.reduce((least, { first }) => Math.min(least, first), Infinity),
      last: group.reduce((most, { last }) => Math.max(most, last), -Infinity),
      count: group.reduce((sum, { count }) => sum + count, 0),
      sums: [...sums].map(([currency, minor]) => ({ minor, currency })),
    };
  });
}

export function sameRef(a: EntityRef, b: EntityRef): boolean {
  return a.type === b.type && a.id === b.id;
}

export function keyOf({ type, id }: EntityRef): string {
  return `${type}\0${id}`;
}
