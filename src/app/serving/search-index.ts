import type { EntityRef, EntityType } from '../../graph/model/entity.ts';
import type { Event } from '../../graph/model/event.ts';
import { graphFacts } from '../../graph/model/graph-facts.ts';

/** Where the text was found. All but `id` are personal. */
export type SearchField = 'id' | 'name' | 'email' | 'phone';

export interface SearchHit extends EntityRef {
  readonly field: SearchField;
}

interface Entry extends SearchHit {
  readonly term: string;
}

const PERSONAL_FIELDS: readonly SearchField[] = ['name', 'email', 'phone'];
/** New entries are looked through one by one until there are so many, and a tenth of the sorted ones. */
const RECENT = 1_000;
/** Entries looked at for one search: a short beginning fits very many. */
const LOOKED_AT = 20_000;

/**
 * Finds entities by the beginning of an id, name, word of a name, e-mail or phone, in any case of letters. It only
 * suggests: what was taken back or changed since is still in it, so whoever asks looks the entities up in the store.
 * Memory: one entry a different text of an entity. A search takes time O(log n + hits + new entries).
 */
export class SearchIndex {
  readonly #known = new Set<string>();
  #sorted: Entry[] = [];
  #recent: Entry[] = [];

  take(event: Event): void {
    const { nodes, properties } = graphFacts(event);
    for (const { type, id } of nodes) this.#add(type, id, 'id', id);
    for (const { type, id, name, value } of properties) {
      if (type !== 'User' || typeof value !== 'string') continue;
      const field = PERSONAL_FIELDS.find((known) => known === name);
      if (field === undefined) continue;
      this.#add(type, id, field, value);
      if (field === 'name') for (const word of value.split(/\s+/).slice(1)) this.#add(type, id, field, word);
    }
  }

  /**
   * @param most of each type
   * @param personal whether names, e-mails and phones are searched too
   */
  find(text: string, most: number, personal: boolean): ReadonlyMap<EntityType, readonly SearchHit[]> {
    const start = normalise(text);
    const found = new Map<EntityType, Map<string, SearchHit>>();
    if (start === '') return new Map();
    const take = ({ term, type, id, field }: Entry): void => {
      if (!term.startsWith(start) || (field !== 'id' && !personal)) return;
      const hits = found.get(type) ?? new Map<string, SearchHit>();
      found.set(type, hits);
      if (hits.size < most && !hits.has(id)) hits.set(id, { type, id, field });
    };
    const first = lowerBound(this.#sorted, start);
    for (let i = first; i < Math.min(this.#sorted.length, first + LOOKED_AT); i++) {
      if (!this.#sorted[i].term.startsWith(start)) break;
      take(this.#sorted[i]);
    }
    for (const entry of this.#recent) take(entry);
    return new Map([...found].map(([type, hits]) => [type, [...hits.values()]]));
  }

  #add(type: EntityType, id: string, field: SearchField, text: string): void {
    const term = normalise(text);
    const key = `${type}\0${id}\0${field}\0${term}`;
    if (term === '' || this.#known.has(key)) return;
    this.#known.add(key);
    this.#recent.push({ term, type, id, field });
    if (this.#recent.length > RECENT && this.#recent.length > this.#sorted.length / 10) this.#merge();
  }

  #merge(): void {
    const recent = this.#recent.sort((a, b) => (a.term < b.term ? -1 : a.term > b.term ? 1 : 0));
    const merged: Entry[] = [];
    let next = 0;
    for (const entry of this.#sorted) {
      while (next < recent.length && recent[next].term < entry.term) merged.push(recent[next++]);
      merged.push(entry);
    }
    while (next < recent.length) merged.push(recent[next++]);
    this.#sorted = merged;
    this.#recent = [];
  }
}

function normalise(text: string): string {
  return text.normalize('NFC').trim().toLowerCase().slice(0, 256);
}

function lowerBound(entries: readonly Entry[], term: string): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entries[middle].term < term) low = middle + 1;
    else high = middle;
  }
  return low;
}
