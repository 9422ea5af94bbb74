import type { Event, EventKey } from '../graph/model/event.ts';

/** A map by event key, source by source, so that no text is made for a key. */
class KeyMap<Value> {
  readonly #bySource = new Map<string, Map<string, Value>>();

  get([source, id]: EventKey): Value | undefined {
    return this.#bySource.get(source)?.get(id);
  }

  /** @returns false when the key was there */
  add({ source, id }: { readonly source: string; readonly id: string }, value: Value): boolean {
    let ofSource = this.#bySource.get(source);
    if (!ofSource) this.#bySource.set(source, (ofSource = new Map()));
    if (ofSource.has(id)) return false;
    ofSource.set(id, value);
    return true;
  }
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

  isRetracted({ source, id }: Event): boolean {
    return this.#retracted.get([source, id]) !== undefined;
  }

  /** Notes that an event is taken back. @returns what is kept of it, where it came and was not taken back before */
  retract([source, id]: EventKey): Event | null {
    const isNew = this.#retracted.add({ source, id }, true);
    return isNew ? (this.#known.get([source, id]) ?? null) : null;
  }
}
