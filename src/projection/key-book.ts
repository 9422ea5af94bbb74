import type { Event, EventKey } from '../graph/model/event.ts';

/** How many maps share the ids of a source, so that none is so large that making room in it holds up an event. */
const SHARES = 256;

/** A map by event key, source by source, so that no text is made for a key. */
class KeyMap<Value> {
  readonly #bySource = new Map<string, Map<string, Value>[]>();

  get([source, id]: EventKey): Value | undefined {
    return this.#bySource.get(source)?.[shareOf(id)].get(id);
  }

  /** @returns false when the key was there */
  add({ source, id }: { readonly source: string; readonly id: string }, value: Value): boolean {
    let shares = this.#bySource.get(source);
    if (!shares) this.#bySource.set(source, (shares = Array.from({ length: SHARES }, () => new Map())));
    const share = shares[shareOf(id)];
    if (share.has(id)) return false;
    share.set(id, value);
    return true;
  }
}

/** Which of the maps an id is in: the usual polynomial hash of its characters. */
function shareOf(id: string): number {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) | 0;
  return (hash ^ (hash >>> 15)) & (SHARES - 1);
}

/** Which events came and which were taken back, in whatever order either is told. Memory: an entry a key. */
export class KeyBook {
  readonly #known = new KeyMap<Event | null>();
  readonly #retracted = new KeyMap<true>();

  /**
   * Notes an event, with what is kept of it.
   * @returns false when one with its key came before
   */
  add(event: Event, kept: Event | null): boolean {
    return this.#known.add(event, kept);
  }

  /** What is kept of an event, in force or not. */
  find(key: EventKey): Event | null {
    return this.#known.get(key) ?? null;
  }

  isRetracted({ source, id }: Event): boolean {
    return this.#retracted.get([source, id]) !== undefined;
  }

  /** Notes that an event is taken back. @returns what is kept of it, where it came and was not taken back before */
  retract([source, id]: EventKey): Event | null {
    const isNew = this.#retracted.add({ source, id }, true);
    return isNew ? (this.#known.get([source, id]) ?? null) : null;
  }
}
