import type { Event, EventKey } from '../graph/model/event.ts';

/** A map by event key, source by source, so that no text is made for a key. */
export class KeyMap<Value> {
  readonly #bySource = new Map<string, Map<string, Value>>();

  get([source, id]: EventKey): Value | undefined {
    return this.#bySource.get(source)?.get(id);
  }

  has(key: EventKey): boolean {
    return this.get(key) !== undefined;
  }

  set([source, id]: EventKey, value: Value): void {
    const ofSource = this.#bySource.get(source);
    if (ofSource) ofSource.set(id, value);
    else this.#bySource.set(source, new Map([[id, value]]));
  }
}

/** Which events came and which were taken back, in whatever order either is told. Memory: an entry a key. */
export class KeyBook {
  readonly #known = new KeyMap<Event>();
  readonly #retracted = new KeyMap<true>();

  /** Notes an event. @returns false when one with its key came before */
  add(event: Event): boolean {
    const key: EventKey = [event.source, event.id];
    if (this.#known.has(key)) return false;
    this.#known.set(key, event);
    return true;
  }

  isRetracted(key: EventKey): boolean {
    return this.#retracted.has(key);
  }

  /** Notes that an event is taken back. @returns the event, where it came and was not taken back before */
  retract(key: EventKey): Event | undefined {
    if (this.#retracted.has(key)) return undefined;
    this.#retracted.set(key, true);
    return this.#known.get(key);
  }
}
