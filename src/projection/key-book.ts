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

  delete([source, id]: EventKey): void {
    this.#bySource.get(source)?.[shareOf(id)].delete(id);
  }

  *entries(): Generator<readonly [EventKey, Value]> {
    for (const [source, shares] of this.#bySource)
      for (const share of shares) for (const [id, value] of share) yield [[source, id], value];
  }
}

/** Which of the maps an id is in: the usual polynomial hash of its characters. */
function shareOf(id: string): number {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) | 0;
  return (hash ^ (hash >>> 15)) & (SHARES - 1);
}

/** What became of the target of a retraction: it was in force, it has no part in anything, or it was never heard of. */
export type Retracted = Event | 'nothing' | 'unknown';

/**
 * Which events came and which were taken back, in whatever order either is told, but for those that were let go.
 * Memory: an entry a key.
 */
export class KeyBook {
  /** What is kept of an event; its time (epoch ms) where that is nothing. */
  readonly #known = new KeyMap<Event | number>();
  readonly #retracted = new KeyMap<true>();

  /**
   * Notes an event, with what is kept of it.
   * @returns false when one with its key came before
   */
  add(event: Event, kept: Event | null): boolean {
    return this.#known.add(event, kept ?? event.at);
  }

  /** What is kept of an event that is in force. */
  find(key: EventKey): Event | null {
    const known = this.#known.get(key);
    return typeof known === 'object' && !this.#retracted.get(key) ? known : null;
  }

  /** Whether an event with this key came, and was not let go. */
  knows(key: EventKey): boolean {
    return this.#known.get(key) !== undefined;
  }

  isRetracted({ source, id }: Event): boolean {
    return this.#retracted.get([source, id]) !== undefined;
  }

  /** Notes that an event is taken back. */
  retract([source, id]: EventKey): Retracted {
    if (!this.#retracted.add({ source, id }, true)) return 'nothing';
    const known = this.#known.get([source, id]) ?? 'unknown';
    return typeof known === 'number' ? 'nothing' : known;
  }

  /** Events that are in force, in no order. Others may come and go meanwhile. */
  *facts(): Generator<Event> {
    for (const [key, known] of this.#known.entries())
      if (typeof known === 'object' && known.kind !== 'retraction' && !this.#retracted.get(key)) yield known;
  }

  /** Keys that were taken back, of events that came or may come yet. */
  *retracted(): Generator<EventKey> {
    for (const [key] of this.#retracted.entries()) yield key;
  }

  /** Lets go of what came before a time (epoch ms), but for events in force that are kept; yields at each. */
  *letGo(before: number, isKept: (event: Event) => boolean): Generator<void> {
    for (const [key, known] of this.#known.entries()) {
      yield;
      if ((typeof known === 'number' ? known : known.at) >= before) continue;
      const isInForce = typeof known === 'object' && known.kind !== 'retraction' && !this.#retracted.get(key);
      if (isInForce && isKept(known)) continue;
      this.#known.delete(key);
      this.#retracted.delete(key);
    }
  }
}
