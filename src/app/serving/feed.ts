/** What every message of a feed has. */
export interface FeedItem {
  /** Rises by one from message to message within a stream; a RESET has that of the last message before it. */
  readonly seq: number;
  /** Names the run of the server: numbers of another stream say nothing here. */
  readonly stream: string;
  /** When it was told, epoch ms. */
  readonly at: number;
}

/** Where a subscriber goes on: after a number of a stream. */
export interface FeedPosition {
  readonly seq: number;
  readonly stream?: string | null;
}

/** Messages kept for those who come back; 10,000 bridge minutes of a busy day. */
const KEPT = 10_000;

/**
 * Messages in the order in which they were told, for any number of readers.
 *
 * Readers share one bounded buffer and each holds a position in it, so a slow reader costs no memory: it is told RESET
 * when what it has not read is no longer there. The same holds for one that comes back too late, or from another run.
 */
export class Feed<News extends object> {
  readonly stream: string;
  readonly #kept: number;
  readonly #missed: News;
  #items: (FeedItem & News)[] = [];
  #head = 0;
  #ended = false;
  #next: PromiseWithResolvers<void> | null = null;

  /** @param stream a name no other run has @param missed what a RESET says @param kept messages that stay readable */
  constructor(stream: string, missed: News, kept: number = KEPT) {
    this.stream = stream;
    this.#missed = missed;
    this.#kept = kept;
  }

  /** The number of the newest message; 0 before the first. */
  get head(): number {
    return this.#head;
  }

  push(news: readonly News[], at: number): void {
    for (const item of news) this.#items.push({ ...item, seq: ++this.#head, stream: this.stream, at });
    // Cut seldom: moving the buffer for every message would cost more than it holds.
    if (this.#items.length > 2 * this.#kept) this.#items = this.#items.slice(-this.#kept);
    this.#wake();
  }

  /** Ends all subscriptions, now and later. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /**
   * Messages after a position, or from now on without one, until the signal says stop or the feed ends.
   * @param now the clock, for the time of a RESET
   */
  async *read(
    since: FeedPosition | null,
    stop: AbortSignal,
    now: () => number,
  ): AsyncGenerator<FeedItem & News> {
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
      const eldest = this.#head - Math.min(this.#items.length, this.#kept) + 1;
      if (next < eldest) {
        next = this.#head + 1;
        yield this.#reset(now());
      } else yield this.#items[this.#items.length - 1 - (this.#head - next++)];
    }
  }

  #reset(at: number): FeedItem & News {
    return { ...this.#missed, seq: this.#head, stream: this.stream, at };
  }

  /** Resolves at the next push; all readers share the one promise of a round. */
  #change(): Promise<void> {
    this.#next ??= Promise.withResolvers<void>();
    return this.#next.promise;
  }

  #wake(): void {
    this.#next?.resolve();
    this.#next = null;
  }
}
