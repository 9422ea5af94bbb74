import { addExact, type ExactCount } from '../../graph/algorithms/exact-count.ts';
import type { Instance } from './best-instance.ts';

/** A run of completing events of one cycle of accounts; events by their position in the graph. */
export interface CycleEpisode {
  /** By number, in the direction of the money, the byte-smallest id first. */
  readonly accounts: readonly number[];
  readonly first: number;
  readonly last: number;
  readonly instances: ExactCount;
  /** Most instances counted at one completing event. */
  readonly peak: ExactCount;
  readonly best: Instance;
  /** The event by which the money had gone round again, -1 for never (see {@link Completion.turnsAgain}). */
  readonly again: number;
}

/** What one completing event adds to an episode. */
export interface Completion {
  readonly event: number;
  /** Epoch milliseconds, never falling from call to call. */
  readonly at: number;
  /** Instances counted at the event. */
  readonly count: ExactCount;
  /** Those of them not counted before. */
  readonly fresh: ExactCount;
  /** Whether some instance counted at the event began after another event, so that it is another turn of the cycle. */
  readonly turnsAgain: (after: number) => boolean;
}

/** After this no event begins: only what needs several instances to complete turns again at once. */
const NEVER = Infinity;

interface OpenEpisode extends CycleEpisode {
  last: number;
  lastAt: number;
  instances: ExactCount;
  peak: ExactCount;
  best: Instance;
  again: number;
}

/** Folds completing events, in event order, into episodes of each cycle of accounts. Memory: one entry an episode. */
export class CycleEpisodes {
  readonly #window: number;
  readonly #open = new Map<string, OpenEpisode>();
  readonly #all: OpenEpisode[] = [];

  /** @param window longest gap inside an episode, milliseconds; may be Infinity */
  constructor(window: number) {
    this.#window = window;
  }

  /**
   * @param better finds the best instance among those added and the one known, which is null when an episode starts
   */
  add(
    accounts: readonly number[],
    completion: Completion,
    better: (known: Instance | null) => Instance,
  ): void {
    const { event, at, count, fresh, turnsAgain } = completion;
    const key = accounts.join(' ');
    const open = this.#open.get(key);
    if (open && at - open.lastAt <= this.#window) {
      open.last = event;
      open.lastAt = at;
      open.instances = addExact(open.instances, fresh);
      if (count > open.peak) open.peak = count;
      open.best = better(open.best);
      if (open.again < 0 && turnsAgain(open.first)) open.again = event;
      return;
    }
    const episode: OpenEpisode = {
      accounts,
      first: event,
      last: event,
      lastAt: at,
      instances: fresh,
      peak: count,
      best: better(null),
      again: open || turnsAgain(NEVER) ? event : -1,
    };
    this.#open.set(key, episode);
    this.#all.push(episode);
  }

  episodes(): readonly CycleEpisode[] {
    return this.#all;
  }
}
