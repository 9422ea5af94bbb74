import { RingfenceError } from '../../kernel/errors.ts';
import type { DocumentKind, DocumentTypes, KeptDocument } from '../../graph/model/document.ts';
import type { EntityRef } from '../../graph/model/entity.ts';
import type { EventKey } from '../../graph/model/event.ts';
import type { Edge, Entity, LoggedEvent, NeighbourCount, Store, StoredFinding } from '../../store/port.ts';
import type { Ring } from '../../graph/model/ring.ts';
import { EventCache } from './event-cache.ts';

/** How long a caller waits for a store, milliseconds. */
export const READ_PATIENCE = 2_000;

/**
 * What answers to requests read of a store, each within bounded time, and counted.
 * Every method rejects with RingfenceError STORE_FAILED when the store does not answer in time.
 */
export class StoreReads {
  readonly #store: Store;
  readonly #patience: number;
  readonly #events = new EventCache();
  #calls = 0;
  #answering = true;

  constructor(store: Store, patience: number = READ_PATIENCE) {
    this.#store = store;
    this.#patience = patience;
  }

  /** How many calls the store has had. */
  get calls(): number {
    return this.#calls;
  }

  entities(refs: readonly EntityRef[]): Promise<readonly (Entity | null)[]> {
    return this.#within(() => this.#store.graph.lookUp(refs));
  }

  neighbourCounts(refs: readonly EntityRef[]): Promise<readonly (readonly NeighbourCount[])[]> {
    return this.#within(() => this.#store.graph.neighbourCounts(refs));
  }

  edgesOf(ref: EntityRef, limit: number): Promise<readonly Edge[]> {
    return this.#within(() => this.#store.graph.edgesOf(ref, limit));
  }

  edgesAmong(refs: readonly EntityRef[], limit: number): Promise<readonly Edge[]> {
    return this.#within(() => this.#store.graph.edgesAmong(refs, limit));
  }

  /** Events by their keys; the store is asked for those that memory does not have. */
  async events(keys: readonly EventKey[]): Promise<readonly (LoggedEvent | null)[]> {
    const found = keys.map((key) => this.#events.get(key));
    const missing = keys.filter((_key, i) => found[i] === null);
    if (missing.length === 0) return found;
    const read = await this.#within(() => this.#store.events.lookUp(missing));
    for (const logged of read) if (logged) this.#events.keep(logged);
    let next = 0;
    return found.map((known) => known ?? read[next++]);
  }

  /** The events, where memory has them all; else null. */
  eventsInMemory(keys: readonly EventKey[]): readonly LoggedEvent[] | null {
    const found: LoggedEvent[] = [];
    for (const key of keys) {
      const logged = this.#events.get(key);
      if (!logged) return null;
      found.push(logged);
    }
    return found;
  }

  /** Forgets the events in memory. */
  forget(): void {
    this.#events.clear();
  }

  finding(id: string): Promise<StoredFinding | null> {
    return this.#within(() => this.#store.records.finding(id));
  }

  ring(id: string): Promise<Ring | null> {
    return this.#within(() => this.#store.records.ring(id));
  }

  counts(): ReturnType<Store['graph']['counts']> {
    return this.#within(() => this.#store.graph.counts());
  }

  eventCounts(): ReturnType<Store['events']['counts']> {
    return this.#within(() => this.#store.events.counts());
  }

  /** Whether the graph has taken in the whole log. */
  progress(): Promise<{ readonly head: number; readonly applied: number }> {
    return this.#within(async () => ({
      head: await this.#store.events.head(),
      applied: await this.#store.graph.appliedSeq(),
    }));
  }

  document<Kind extends DocumentKind>(kind: Kind, id: string): Promise<DocumentTypes[Kind] | null> {
    return this.#within(() => this.#store.records.document(kind, id));
  }

  /** The newest first. */
  documents<Kind extends DocumentKind>(kind: Kind, limit: number): Promise<readonly DocumentTypes[Kind][]> {
    return this.#within(() => this.#store.records.documents(kind, limit));
  }

  /** Keeps documents, all or nothing. In doubt when the store takes too long: then the same may be kept again. */
  save(documents: readonly KeptDocument[]): Promise<void> {
    return this.#within(() => this.#store.records.saveDocuments(documents));
  }

  /** Whether the store answered when it was last asked. */
  get answering(): boolean {
    return this.#answering;
  }

  /** Asks the store, so that `answering` is no older than this. Never rejects, and is not counted. */
  async probe(): Promise<void> {
    this.#calls--;
    await this.progress().catch(() => {});
  }

  /** The first batch of the log after a seq; of at most some thousand events. */
  eventsAfter(seq: number): Promise<readonly LoggedEvent[]> {
    return this.#within(async () => {
      for await (const batch of this.#store.events.readFrom(seq)) return batch;
      return [];
    });
  }

  /** Any other work with the store, within bounded time. */
  within<T>(work: () => Promise<T>): Promise<T> {
    return this.#within(work);
  }

  async #within<T>(work: () => Promise<T>): Promise<T> {
    this.#calls++;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () =>
          reject(new RingfenceError('STORE_FAILED', `the store did not answer within ${this.#patience} ms`)),
        this.#patience,
      );
    });
    try {
      const found = await Promise.race([work(), late]);
      this.#answering = true;
      return found;
    } catch (error) {
      if (error instanceof RingfenceError && error.code === 'STORE_FAILED') this.#answering = false;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
