import type { Event } from '../../graph/model/event.ts';
import { DAY, HOUR } from '../../kernel/time.ts';
import { letGo } from '../../projection/let-go.ts';
import type { LiveThing, LiveUser } from '../../projection/live-entities.ts';
import type { LiveProjection } from '../../projection/live-projection.ts';
import type { Posting } from '../../projection/posting.ts';
import type { Compaction } from './live-detector.ts';
import type { LiveHubs } from './live-hubs.ts';
import { keptUses } from './kept-uses.ts';

/** When events of long ago are let go. */
export interface CompactionLimits {
  /** How late an event may come and still be taken in live (ms). */
  readonly lateness: number;
  /** Fewest events of long ago for which it is worth the work: a smaller log is held whole. */
  readonly atLeast: number;
  /** The share of all since the last time that they must be, so that what is let go pays for what is looked at. */
  readonly share: number;
  /**
   * How many events of a day or later there must be for that day to have come: a few that claim to be of the future
   * don't make all others too late.
   */
  readonly crowd: number;
  /** Steps for each event while events are let go; each looks at some fifty events, or at one subject. */
  readonly steps: number;
}

/** The lateness is that of docs/algorithms/live.md; the others are a judgement. */
export const COMPACTION_LIMITS: CompactionLimits = {
  lateness: 24 * HOUR,
  atLeast: 100_000,
  share: 1 / 3,
  crowd: 1_000,
  steps: 1,
};

/** Events for which steps are made at once, so that a large batch does not hold everything up. */
const MOST_EVENTS = 500;
/** Lists of uses of which it is remembered what stays. */
const KNOWN = 100;
/** How far before a day hubs are asked about, and the day itself. */
const HUB_HISTORY = 91 * DAY;
/** Events between two looks at whether it is worth while. */
const LOOK_EVERY = 256;

/**
 * Lets go of events that no evaluation will read again: those further back of the newest, less the lateness, than any
 * window reaches, which no detector keeps. It does so in small steps between events, first every detector's sums and
 * then the lists. What is left, with the sums, gives the same results as all events, whatever comes within the lateness.
 */
export class LiveCompaction {
  readonly #projection: LiveProjection;
  readonly #hubs: LiveHubs;
  readonly #compactions: readonly Compaction[];
  readonly #limits: CompactionLimits;
  /** Infinity when some detector needs all events. */
  readonly #lookback: number;
  #run: Generator<void> | null = null;
  #before = -Infinity;
  #unlooked = 0;
  /** While somebody copies what there is, nothing is let go. */
  isHeld = false;

  constructor(
    projection: LiveProjection,
    hubs: LiveHubs,
    detectors: readonly { readonly compaction?: Compaction }[],
    limits: CompactionLimits,
  ) {
    this.#projection = projection;
    this.#hubs = hubs;
    this.#limits = limits;
    this.#compactions = detectors.flatMap(({ compaction }) => compaction ?? []);
    this.#lookback =
      this.#compactions.length < detectors.length
        ? Infinity
        : Math.max(HUB_HISTORY, ...this.#compactions.map(({ lookback }) => lookback));
  }

  /** Whether it is in the middle of something. */
  get isRunning(): boolean {
    return this.#run !== null;
  }

  /** All events from this time on (epoch ms) are there. */
  get before(): number {
    return this.#before;
  }

  /** Goes on from where another had got to. */
  resume(before: number): void {
    this.#before = before;
  }

  /** Does a little for each of so many events that were taken in. To be called when everything is evaluated. */
  advance(events: number): void {
    if (this.isHeld || this.#projection.isOutdated || this.#lookback === Infinity) return;
    this.#unlooked += events;
    if (!this.#run) {
      if (this.#unlooked < Math.min(LOOK_EVERY, this.#limits.atLeast)) return;
      this.#unlooked = 0;
      this.#run = this.#begun();
    }
    for (let left = Math.min(events, MOST_EVENTS) * this.#limits.steps; left > 0 && this.#run; left--)
      if (this.#run.next().done) this.#run = null;
  }

  #begun(): Generator<void> | null {
    const until = this.#projection.timeOf(this.#limits.crowd) - this.#limits.lateness;
    const before = until - this.#lookback;
    if (!(before > this.#before)) return null;
    const { before: old, all } = this.#projection.countUntil(before);
    const isWorthwhile = old >= this.#limits.atLeast && old >= all * this.#limits.share;
    return isWorthwhile ? this.#compact(until, before) : null;
  }

  *#compact(until: number, before: number): Generator<void> {
    const pinned = new Set<Event>();
    const keep = (event: Event): void => {
      if (event.at < before) pinned.add(event);
    };
    this.#projection.settle(until);
    for (const compaction of this.#compactions) yield* compaction.sumUp(until, keep);
    this.#hubs.settle(until);
    this.#before = before;
    yield* letGo(this.#projection, before, this.#keeping(before, pinned));
  }

  /** Tells which events before a time stay. */
  #keeping(before: number, pinned: ReadonlySet<Event>): (event: Event) => boolean {
    const projection = this.#projection;
    // What stays of some uses is asked for each of them, mostly one after the other.
    const known = new Map<Posting, Set<Event>>();
    const keptOf = (user: LiveUser, thing: LiveThing, uses: Posting): Set<Event> => {
      let kept = known.get(uses);
      if (kept) return kept;
      kept = new Set(keptUses(thing.kind, uses, before));
      for (const { keeps } of this.#compactions)
        for (const event of keeps?.(user, thing, uses) ?? []) kept.add(event);
      if (known.size >= KNOWN) known.clear();
      known.set(uses, kept);
      return kept;
    };
    return (event) => {
      if (!isLetGo(event) || pinned.has(event)) return true;
      // That a payee has been paid shows in the graph of what is kept of it.
      if (event.kind === 'transfer' && projection.account(event.to).received[0] === event) return true;
      return projection.usesOf(event).some(({ user, thing }) => {
        const uses = user.links.get(thing);
        return uses !== undefined && keptOf(user, thing, uses).has(event);
      });
    };
  }
}

/** What else is said of users, accounts and things is kept for good: there is little of it. */
function isLetGo({ kind }: Event): boolean {
  return kind === 'session' || kind === 'payment' || kind === 'transfer' || kind === 'balance';
}
