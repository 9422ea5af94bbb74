import { ENTITY_TYPES, type EntityRef } from '../graph/model/entity.ts';
import type { Finding } from '../graph/model/finding.ts';
import type { Ring } from '../graph/model/ring.ts';
import type { StoredFinding } from '../store/port.ts';
import { compareKeys, pageOf, type Page, type PageKey, type PageRequest } from './serving/page.ts';
import type { Serving } from './serving/serving.ts';

export interface RingsRequest extends PageRequest {
  readonly detector?: string | null;
  /** Basis points. */
  readonly minStrength?: number | null;
  readonly member?: EntityRef | null;
  readonly minMembers?: number | null;
  /** Epoch ms. */
  readonly activeSince?: number | null;
  readonly sort?: RingOrder | null;
}

/** Orders of rings, each with the id as its last word, so that every ring has one place. */
const ORDERS = {
  STRONGEST: (ring) => [-ring.strength, ring.id],
  LAST_ACTIVE: (ring) => [-ring.lastActiveAt, ring.id],
  LARGEST: (ring) => [-ring.members.length, ring.id],
  NEWEST: (ring) => [-ring.formedAt, ring.id],
} satisfies Record<string, (ring: Ring) => PageKey>;
export type RingOrder = keyof typeof ORDERS;

/** Rings that fit a filter, in the order asked for. */
export function listRings({ engine: { view } }: Serving, request: RingsRequest): Page<Ring> {
  const { detector, minStrength, member, minMembers, activeSince, sort } = request;
  const rings = (member ? view.ringsOf(member) : view.rings).filter(
    (ring) =>
      ring.strength >= (minStrength ?? 0) &&
      ring.members.length >= (minMembers ?? 0) &&
      ring.lastActiveAt >= (activeSince ?? -Infinity) &&
      (!detector || ring.findings.some((id) => view.finding(id)?.detector === detector)),
  );
  const keyOf = ORDERS[sort ?? 'STRONGEST'];
  return pageOf(
    rings.toSorted((a, b) => compareKeys(keyOf(a), keyOf(b))),
    keyOf,
    request,
  );
}

/** A ring by an id that is or ever was its own, or null. */
export async function findRing({ engine, reads }: Serving, id: string): Promise<Ring | null> {
  const ring = engine.view.ring(id);
  if (ring) return ring;
  // An id of an earlier run leads on in the store; what it leads to may have changed since.
  const saved = await reads.ring(id);
  return saved && (engine.view.ring(saved.id) ?? null);
}

export interface FindingsRequest extends PageRequest {
  readonly detector?: string | null;
  readonly member?: EntityRef | null;
}

/** Current findings, eldest first. */
export function listFindings({ engine: { view } }: Serving, request: FindingsRequest): Page<Finding> {
  const { detector, member } = request;
  const keyOf = ({ first, id }: Finding): PageKey => [first.at, id];
  const findings = (member ? view.findingsOf(member) : view.findings)
    .filter((finding) => !detector || finding.detector === detector)
    .toSorted((a, b) => compareKeys(keyOf(a), keyOf(b)));
  return pageOf(findings, keyOf, request);
}

/** A finding by its id, also one that a later run replaced, or null. */
export async function findFinding({ engine, reads }: Serving, id: string): Promise<StoredFinding | null> {
  return engine.view.finding(id) ?? (await reads.finding(id));
}

/** Rings that a finding is part of. */
export function ringsOfFinding({ engine: { view } }: Serving, { id, members }: Finding): readonly Ring[] {
  const rings = members
    .flatMap((member) => view.ringsOf(member))
    .filter(({ findings }) => findings.includes(id));
  return [...new Set(rings)];
}

/** Reads `Type:id`; null when it names no type of entity. */
export function parseRef(text: string): EntityRef | null {
  const colon = text.indexOf(':');
  const type = ENTITY_TYPES.find((known) => known === text.slice(0, colon));
  return type === undefined ? null : { type, id: text.slice(colon + 1) };
}
