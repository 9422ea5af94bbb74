import type { EventKey } from '../../graph/model/event.ts';
import type { LoggedEvent } from '../../store/port.ts';

/** Events remembered; of some hundred bytes each. */
const KEPT = 20_000;

/**
 * Events that were read of the log, by key. A key has the first event that came under it for ever, so what is here is
 * right for ever; that a key has none is not remembered.
 *
 * Memory: 20,000 events. What was not asked for among the latest 10,000 others may be forgotten.
 */
export class EventCache {
  readonly #kept: number;
  #young = new Map<string, LoggedEvent>();
  #old = new Map<string, LoggedEvent>();

  constructor(kept: number = KEPT) {
    this.#kept = kept;
  }

  get([source, id]: EventKey): LoggedEvent | null {
    const key = `${source}\0${id}`;
    const young = this.#young.get(key);
    if (young) return young;
    const old = this.#old.get(key);
    if (old) this.#add(key, old);
    return old ?? null;
  }

  keep(logged: LoggedEvent): void {
    this.#add(`${logged.event.source}\0${logged.event.id}`, logged);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }

  #add(key: string, logged: LoggedEvent): void {
    this.#young.set(key, logged);
    if (this.#young.size < this.#kept / 2) return;
    this.#old = this.#young;
    this.#young = new Map();
  }
}
