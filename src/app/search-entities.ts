import { RingfenceError } from '../kernel/errors.ts';
import { ENTITY_TYPES, type EntityType } from '../graph/model/entity.ts';
import type { Entity } from '../store/port.ts';
import type { SearchField } from './serving/search-index.ts';
import type { Serving } from './serving/serving.ts';

export interface SearchGroup {
  readonly type: EntityType;
  readonly hits: readonly { readonly entity: Entity; readonly field: SearchField }[];
}

/** Of each type. */
const MOST = 25;
const LONGEST = 256;

/**
 * Entities of which an id, name, e-mail or phone begins with a text, by type, in the order of their types.
 * @param personal whether the caller may search names, e-mails and phones
 * @throws RingfenceError REQUEST_INVALID for an empty or overlong text
 */
export async function searchEntities(
  { engine, reads }: Serving,
  text: string,
  most: number | null,
  personal: boolean,
): Promise<readonly SearchGroup[]> {
  if (text.trim() === '' || text.length > LONGEST)
    throw new RingfenceError('REQUEST_INVALID', `text is to have 1 to ${LONGEST} characters`);
  const found = engine.search.find(text, Math.min(most ?? 5, MOST), personal);
  const hits = [...found.values()].flat();
  const entities = await reads.entities(hits);
  // What was retracted since is no longer in the store.
  const there = hits.flatMap(({ type, field }, i) => {
    const entity = entities[i];
    return entity ? [{ type, field, entity }] : [];
  });
  return ENTITY_TYPES.map((type) => ({ type, hits: there.filter((hit) => hit.type === type) })).filter(
    (group) => group.hits.length > 0,
  );
}
