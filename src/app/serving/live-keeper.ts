import { COMPACTION_LIMITS, type CompactionLimits } from '../../detectors/live/live-compaction.ts';
import { LiveDetection } from '../../detectors/live/live-detection.ts';
import type { DetectionResult, DetectorSelection } from '../../detectors/run.ts';
import type { Clock } from '../../kernel/clock.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { LoggedEvent, Store } from '../../store/port.ts';
import { keepCheckpoint, readCheckpoint } from './live-checkpoint.ts';

/** What is detected, and what is kept of it. */
export interface LiveKeeping {
  readonly selection?: DetectorSelection;
  /** When old events are let go. */
  readonly compaction?: CompactionLimits;
  /** Fewest events between two checkpoints. */
  readonly checkpointEvery?: number;
}

export interface LiveKeeperOptions extends LiveKeeping {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Seq up to which the log was taken in. */
  readonly taken: () => number;
  readonly isStopping: () => boolean;
  /** Called when other findings may be there than those of the events that were taken in. */
  readonly onRenewed: () => void;
}

const CHECKPOINT_EVERY = 200_000;
/** Events restored between two turns of others. */
const AT_ONCE = 1_000;

/**
 * Live detection with its past: it goes on from a checkpoint, writes new ones, and where something changes that was let
 * go of, it is made anew from the log while the old one goes on.
 */
export class LiveKeeper {
  readonly #options: LiveKeeperOptions;
  #live: LiveDetection;
  #resumedFrom = 0;
  /** Seq up to which the log is in the checkpoint that was written last. */
  #kept = 0;
  #renewal: Promise<void> | null = null;

  constructor(options: LiveKeeperOptions) {
    this.#options = options;
    this.#live = this.#empty();
  }

  #empty(): LiveDetection {
    return new LiveDetection(this.#options.selection, this.#options.compaction ?? COMPACTION_LIMITS);
  }

  /** Goes on from the checkpoint there is, before anything is taken in. A log line says why it can't. @throws what the store throws */
  async resume(): Promise<void> {
    const { store, logger, isStopping } = this.#options;
    const checkpoint = await readCheckpoint(store, this.#live.optionsDigest);
    if (checkpoint === null) return;
    if (typeof checkpoint === 'string')
      return logger.log('warn', 'no going on from the checkpoint of live detection; the log is read whole', {
        reason: checkpoint,
      });
    let restored = 0;
    for (const _ of this.#live.resume(checkpoint.snapshot)) {
      if (++restored % AT_ONCE > 0) continue;
      await turnOfOthers();
      if (isStopping()) return;
    }
    this.#resumedFrom = checkpoint.seq;
    this.#kept = checkpoint.seq;
  }

  /** Seq up to which the log is in the checkpoint that it went on from; 0 for none. */
  get resumedFrom(): number {
    return this.#resumedFrom;
  }

  /** Takes in an event of the log, rising by seq. */
  take({ seq, event }: LoggedEvent): void {
    if (seq > this.#resumedFrom) this.#live.apply(event);
  }

  settle(): void {
    this.#live.settle();
  }

  result(): DetectionResult {
    return this.#live.result();
  }

  /**
   * Makes detection anew where something came that bears on what was let go of; several such events meanwhile are taken
   * together. Time O(log), and memory for two. @returns when that is done; @throws what the store throws
   */
  async mend(): Promise<void> {
    this.settle();
    if (this.#renewal || (await this.#isWhole(this.#live))) return this.#renewal ?? undefined;
    this.#renewal = this.#renew().finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  /** As {@link mend}, beside what else is done; a fault of the store is met again with the next events. */
  mendSoon(): void {
    this.mend().catch((error: unknown) => {
      const code = error instanceof RingfenceError ? error.code : 'INTERNAL';
      this.#options.logger.log('warn', 'live detection could not be made anew; tried again later', { code });
    });
  }

  /** Whether nothing is missing. Of keys that retractions named and that are unknown here the log tells what they are. */
  async #isWhole(live: LiveDetection): Promise<boolean> {
    const strays = live.takeStrays();
    if (strays.length > 0)
      for (const found of await this.#options.store.events.lookUp(strays))
        if (found) live.missed(found.event);
    return !live.isOutdated;
  }

  async #renew(): Promise<void> {
    const { clock, logger, isStopping } = this.#options;
    logger.log('info', 'something changes that was let go of; live detection is made anew from the log');
    while (!isStopping()) {
      const started = clock.elapsed();
      if (await this.#remake()) return;
      // Where such events keep coming, half of the time is theirs.
      await new Promise((resolve) => setTimeout(resolve, clock.elapsed() - started));
    }
  }

  /**
   * Puts detection over the whole log, up to what is taken in by then, in the old one's place.
   * @returns false when something came that the new one has let go of
   */
  async #remake(): Promise<boolean> {
    const { store, taken, isStopping, onRenewed } = this.#options;
    const live = this.#empty();
    live.expectRetracted(this.#live.retracted());
    let at = await store.events.head();
    for await (const facts of store.events.readAsOf(null)) {
      for (const fact of facts) live.apply(fact);
      live.settle();
      await turnOfOthers();
      if (isStopping()) return false;
    }
    do {
      for await (const batch of store.events.readFrom(at)) {
        for (const { event } of batch) live.apply(event);
        live.settle();
        at = batch[batch.length - 1].seq;
      }
      if (!(await this.#isWhole(live)) || isStopping()) return false;
    } while (at < taken());
    // At once after the last look: with a turn of others between them, an event could go to the old one only.
    this.#live = live;
    this.#resumedFrom = 0;
    onRenewed();
    return true;
  }

  /**
   * Writes a checkpoint when there is much new since the last one and something was let go of; otherwise the log is as
   * quickly read.
   * @param always also when little is new
   * @returns whether one was written
   * @throws what the store throws
   */
  async keep(always: boolean): Promise<boolean> {
    const { store, clock, taken, isStopping, checkpointEvery = CHECKPOINT_EVERY } = this.#options;
    const live = this.#live;
    const seq = taken();
    if (seq - this.#kept < (always ? 1 : checkpointEvery) || this.#renewal || !live.hasLetGo) return false;
    const snapshot = live.snapshot();
    if (!snapshot) return false;
    try {
      const isVoid = (): boolean => live.isOutdated || live !== this.#live || (!always && isStopping());
      const isKept = await keepCheckpoint(store, snapshot, { seq, at: clock.now(), isVoid });
      if (isKept) this.#kept = seq;
      return isKept;
    } finally {
      live.release();
    }
  }
}

function turnOfOthers(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
