import type { Ring } from '../../graph/model/ring.ts';

export type RingChange = 'FORMED' | 'GREW' | 'CHANGED' | 'MERGED' | 'GONE' | 'RESET';

/** One change of a ring as subscribers are told; `RESET` says that changes were missed and all has to be read anew. */
export interface RingEvent {
  /** Rises by one from change to change within a stream; a RESET has that of the last change before it. */
  readonly seq: number;
  /** Names the run of the server: numbers of another stream say nothing here. */
  readonly stream: string;
  readonly change: RingChange;
  readonly ringId: string | null;
  /** As it is then; null when it is gone, and for a RESET. */
  readonly ring: Ring | null;
  /** MERGED: the ring that it is part of now. */
  readonly into: string | null;
  /** When it was told, epoch ms. */
  readonly at: number;
}

/** What is new about a ring, before it has a number. */
export type RingNews = Pick<RingEvent, 'change' | 'ringId' | 'ring' | 'into'>;

/** Where a subscriber goes on: after a number of a stream. */
export interface FeedPosition {
  readonly seq: number;
  readonly stream?: string | null;
}

/** Changes kept for those who come back; 10,000 changes bridge minutes of a busy day. */
const KEPT = 10_000;

/**
 * Changes of rings in the order in which they were found, for any number of readers.
 *
 * Readers share one bounded buffer and each holds a position in it, so a slow reader costs no memory: it is told RESET
 * when what it has not read is no longer there. The same holds for one that comes back too late, or from another run.
 */
export class RingFeed {
  readonly stream: string;
  readonly #kept: number;
  #events: RingEvent[] = [];
  #head = 0;
  #ended = false;
  readonly #waiting = new Set<() => void>();

  /** @param stream a name no other run has @param kept changes that stay readable */
  constructor(stream: string, kept: number = KEPT) {
    this.stream = stream;
    this.#kept = kept;
  }

  /** The number of the newest change; 0 before the first. */
  get head(): number {
    return this.#head;
  }

  push(news: readonly RingNews[], at: number): void {
    for (const item of news) this.#events.push({ ...item, seq: ++this.#head, stream: this.stream, at });
    // Cut seldom: moving the buffer for every change would cost more than it holds.
    if (this.#events.length > 2 * this.#kept) this.#events = this.#events.slice(-this.#kept);
    this.#wake();
  }

  /** Ends all subscriptions, now and later. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /**
   * Changes after a position, or from now on without one, until the signal says stop or the feed ends.
   * @param now the clock, for the time of a RESET
   */
  async *read(since: FeedPosition | null, stop: AbortSignal, now: () => number): AsyncGenerator<RingEvent> {
    let next = (since?.seq ?? this.#head) + 1;
    const elsewhere = since?.stream !== undefined && since.stream !== null && since.stream !== this.stream;
    if (since !== null && (elsewhere || since.seq > this.#head)) {
      next = this.#head + 1;
      yield this.#reset(now());
    }
    const wake = Promise.withResolvers<void>();
    stop.addEventListener('abort', () => wake.resolve(), { once: true });
    while (!stop.aborted && !this.#ended) {
      if (next > this.#head) {
        await Promise.race([this.#change(), wake.promise]);
        continue;
      }
      const eldest = this.#head - Math.min(this.#events.length, this.#kept) + 1;
      if (next < eldest) {
        next = this.#head + 1;
        yield this.#reset(now());
      } else yield this.#events[this.#events.length - 1 - (this.#head - next++)];
    }
  }

  #reset(at: number): RingEvent {
    return {
      seq: this.#head,
      stream: this.stream,
      change: 'RESET',
      ringId: null,
      ring: null,
      into: null,
      at,
    };
  }

  /** Resolves at the next push. All readers share the one promise of a round, so that nobody is left in the set. */
  #change(): Promise<void> {
    this.#next ??= new Promise((resolve) => this.#waiting.add(resolve));
    return this.#next;
  }
  #next: Promise<void> | null = null;

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    this.#next = null;
    for (const resolve of waiting) resolve();
  }
}
