import { may, type Principal } from '../app/access.ts';
import { parseRef } from '../app/list-rings.ts';
import type { EntityRef } from '../graph/model/entity.ts';
import { digestId } from '../kernel/canonical.ts';
import { RingfenceError } from '../kernel/errors.ts';
import type { Link } from '../app/expand-entity.ts';

/** The id by which events name an entity, or for callers who may not see personal data a stand-in for one that is. */
export function shownId({ type, id }: EntityRef, principal: Principal): string {
  if (type !== 'Identifier' || may(principal, 'personal')) return id;
  return `${id.slice(0, id.indexOf(':'))}:~${digestId(['hidden', id]).slice(0, 16)}`;
}

/** The id of a node: unique over all types. */
export function nodeId(ref: EntityRef, principal: Principal): string {
  return `${ref.type}:${shownId(ref, principal)}`;
}

export function linkId({ type, from, to }: Pick<Link, 'type' | 'from' | 'to'>, principal: Principal): string {
  return `${type}:${nodeId(from, principal)}>${nodeId(to, principal)}`;
}

/** The entity that an id names, whether there is one or not. @throws RingfenceError REQUEST_INVALID */
export function entityOf(id: string): EntityRef {
  const ref = parseRef(id);
  if (!ref) throw new RingfenceError('REQUEST_INVALID', 'an id is no id of an entity; wanted Type:entityId');
  return ref;
}

const MOST_IDS = 200;

/** @throws RingfenceError REQUEST_INVALID for too many, or one that is none */
export function entitiesOf(ids: readonly string[]): EntityRef[] {
  if (ids.length > MOST_IDS)
    throw new RingfenceError('REQUEST_INVALID', `${ids.length} ids; at most ${MOST_IDS} at once`);
  return ids.map(entityOf);
}
