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
  /** The event by which the money had gone round again, -1 for never (see {@link Completion.isApartFrom}). */
  readonly again: number;
  /** The event by which so many instances are counted that it may stand alone, -1 for never. */
  readonly enough: number;
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
  /** Whether it takes several instances to complete at all, so that the money has gone round again at once. */
  readonly repeats: boolean;
  /** Whether some instance counted at the event has no transfer in common with another, so that it is another turn. */
  readonly isApartFrom: (turn: Instance) => boolean;
}

interface OpenEpisode extends CycleEpisode {
  /** The evidence of the first completing event. */
  readonly firstTurn: Instance;
  last: number;
  lastAt: number;
  instances: ExactCount;
  peak: ExactCount;
  best: Instance;
  again: number;
  enough: number;
}

/** Folds completing events, in event order, into episodes of each cycle of accounts. Memory: one entry an episode. */
export class CycleEpisodes {
  readonly #window: number;
  readonly #instancesAlone: number;
  readonly #open = new Map<string, OpenEpisode>();
  readonly #all: OpenEpisode[] = [];

  /**
   * @param window longest gap inside an episode, milliseconds; may be Infinity
   * @param instancesAlone how many instances an episode needs to stand alone
   */
  constructor(window: number, instancesAlone: number) {
    this.#window = window;
    this.#instancesAlone = instancesAlone;
  }

  /**
   * @param better finds the best instance among those added and the one known, which is null when an episode starts
   */
  add(
    accounts: readonly number[],
    completion: Completion,
    better: (known: Instance | null) => Instance,
  ): void {
    const { event, at, count, fresh } = completion;
    const key = accounts.join(' ');
    const open = this.#open.get(key);
    if (open && at - open.lastAt <= this.#window) {
      open.last = event;
      open.lastAt = at;
      open.instances = addExact(open.instances, fresh);
      if (count > open.peak) open.peak = count;
      open.best = better(open.best);
      if (open.again < 0 && completion.isApartFrom(open.firstTurn)) open.again = event;
      if (open.enough < 0 && open.instances >= this.#instancesAlone) open.enough = event;
      return;
    }
    const firstTurn = better(null);
    const episode: OpenEpisode = {
      accounts,
      first: event,
      last: event,
      lastAt: at,
      instances: fresh,
      peak: count,
      best: firstTurn,
      firstTurn,
      again: open || completion.repeats ? event : -1,
      enough: fresh >= this.#instancesAlone ? event : -1,
    };
    this.#open.set(key, episode);
    this.#all.push(episode);
  }

  episodes(): readonly CycleEpisode[] {
    return this.#all;
  }
}
