import type { Event } from '../../graph/model/event.ts';
import type { Finding, Hub } from '../../graph/model/finding.ts';
import type { Episode } from '../episode-fold.ts';
import type { CountSum } from './count-sum.ts';
import type { CountedUse, LiveCount } from './live-count.ts';

/** A finding, and the hubs that it met. */
export interface Written {
  readonly finding: Finding;
  readonly hubs: readonly Hub[];
}

/** A subject that is counted use by use, with its findings as far as they are written. */
export class LivePart {
  /** Null until the subject may have something, and after a change among its uses. */
  count: LiveCount | null = null;
  /** What was counted before a time at which nothing changes any more; a count begins with it. */
  sum: CountSum | null = null;
  readonly written: Written[] = [];
  #isStale = false;

  get hasFindings(): boolean {
    return this.written.length > 0;
  }

  /** Forgets what is written: something changed that it may rest on. */
  rewrite(): void {
    this.#isStale = true;
  }

  /** Forgets the count as well. */
  recount(): void {
    this.count = null;
    this.#isStale = true;
  }

  /**
   * Takes in a use.
   * @returns whether there may be somebody new whom a finding binds, or at least something to be written anew
   */
  take(count: LiveCount, use: CountedUse): 'none' | 'extended' | 'joined' {
    const step = count.take(use);
    // Whoever joins what is a hub's is bound to nobody by it.
    const isHub =
      this.written.length === count.episodes.length && this.written.at(-1)?.finding.binds === 'hub';
    return step === 'joined' && isHub ? 'extended' : step;
  }

  /** The episodes to be written, or written anew, and added to {@link written} by the caller. */
  pending(): readonly Episode<Event>[] {
    if (this.#isStale || !this.count) this.written.length = 0;
    this.#isStale = false;
    // Only the one that was the last when they were written can have changed since.
    this.written.pop();
    return this.count ? this.count.episodes.slice(this.written.length) : [];
  }
}
