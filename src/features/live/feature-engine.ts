import type { Event, EventKey, EventOf } from '../../graph/model/event.ts';
import type { FeatureDefinition } from './definition.ts';
import { LIVE_FEATURES } from './features.ts';
import { FeatureState, type Opened } from './feature-state.ts';
import { Glance } from './glance.ts';
import { WALK_LIMITS, type WalkLimits } from './limits.ts';
import type { FeaturePorts } from './ports.ts';
import { isScored, knownAt, type ScoredEvent } from './scored-event.ts';

export interface FeatureEngineOptions extends FeaturePorts {
  /** Those wanted, in the order of the vector; all by default. */
  readonly features?: readonly FeatureDefinition[];
  readonly limits?: WalkLimits;
}

/** The vector of one transaction, as of the instant at which it became known. */
export interface FeatureVector {
  readonly event: ScoredEvent;
  /** Whose transaction it was taken for; null when nobody is known to make it. */
  readonly user: string | null;
  /** By the engine's features, in their order; NaN where one is missing. */
  readonly values: Float64Array;
}

/** Finds an event by its key among those known; what a retraction takes back, what a label is about. */
export type EventByKey = (key: EventKey) => Event | undefined;

/**
 * Computes features event by event. It is given the events in the order in which they become known ({@link compareKnown}),
 * each key once: what is given later, or never, cannot be read. A training table is the log put through this very
 * engine (replay.ts), so what a model learns from and what it is asked with cannot differ.
 *
 * - `read` gives the vector of a transaction that has just become known, before it counts for others; it can be asked
 *   without ever applying the event.
 * - `apply` takes an event.
 * - `take` takes all events of one instant and gives the vectors of its transactions. It is `read` and then `apply` of
 *   each, but that in features `with peers` all transactions of the instant count, and that all other events of the
 *   instant are known to them.
 *
 * **Late events** (`observedAt` after `at`) count from when they are known; what was read before stays as it was. The
 * windows of a late transaction begin before it and end with what is known, so what happened in between and was known
 * first counts too; windows see all of an event that comes up to 24 hours late, of later ones perhaps less. The money
 * window of 30 days (mean, largest, z-score) ends at the latest transaction of its user in the currency.
 *
 * **Retractions** count from when they are known: their target is taken out of windows, flows, labels and counts, and a
 * tie ends with its last use. What cannot be told without the whole log stays as it was (`FeatureState.forget`).
 *
 * State and its bound: {@link FeatureState}. Events from the future would make everything old: refuse them before.
 */
export class FeatureEngine {
  readonly features: readonly FeatureDefinition[];
  readonly #state: FeatureState;
  readonly #glance: Glance;
  /** Keys of all events that were ever retracted, known or not. */
  readonly #retracted = new Set<string>();

  constructor(options: FeatureEngineOptions = {}) {
    const { features = LIVE_FEATURES, limits = WALK_LIMITS, ...ports } = options;
    this.features = features;
    this.#state = new FeatureState(limits);
    this.#glance = new Glance(this.#state, limits, ports);
  }

  /** The latest instant from which anything is known; -Infinity before the first event. */
  get now(): number {
    return this.#state.now;
  }

  /** How much is held; for the bound on memory. */
  get sizes(): { readonly users: number; readonly things: number; readonly ties: number } {
    const { users, things, sharing, money, shopping } = this.#state;
    return {
      users: users.size,
      things: things.size,
      ties: sharing.ties.size + money.size + shopping.size,
    };
  }

  /** The vector of a transaction, by {@link features}. The caller may keep it. */
  read(event: ScoredEvent): Float64Array {
    this.#advance(event);
    return this.#look(event, this.#state.look(event), false);
  }

  /** @param isCounted whether it stands in its user's windows already */
  #look(event: ScoredEvent, opened: Opened, isCounted: boolean): Float64Array {
    this.#glance.moveTo(event, opened, isCounted);
    const values = new Float64Array(this.features.length);
    for (let i = 0; i < values.length; i++) values[i] = this.features[i].read(this.#glance);
    return values;
  }

  /**
   * Takes one event.
   * @param target of a retraction or a label about an event: that event, undefined while it is not known
   */
  apply(event: Event, target?: Event): void {
    this.#advance(event);
    if (event.kind === 'retraction') return this.#retract(event, target);
    if (this.#isRetracted(event)) return;
    if (isScored(event)) this.#state.learnTransaction(event, this.#state.open(event));
    else this.#state.learn(event, target);
  }

  /**
   * Takes the events that become known at one instant, in event order. One that is retracted at that very instant gets no
   * vector and counts for nobody.
   * @param find gives the targets of retractions and labels, of this instant and before
   */
  take(events: readonly Event[], find: EventByKey = () => undefined): FeatureVector[] {
    if (events.length > 0) this.#advance(events[0]);
    for (const event of events) {
      if (event.kind !== 'retraction') continue;
      const target = find(event.of);
      this.#retract(event, target && events.includes(target) ? undefined : target);
    }
    const counting = events.filter((event) => event.kind !== 'retraction' && !this.#isRetracted(event));
    for (const event of counting) if (!isScored(event)) this.#state.learn(event, labelled(event, find));
    const scored = counting.filter(isScored).map((event) => ({ event, opened: this.#state.open(event) }));
    return scored.map(({ event, opened }) => {
      const values = this.#look(event, opened, true);
      this.#state.learnTransaction(event, opened);
      return { event, user: opened.user?.id ?? null, values };
    });
  }

  #retract({ of }: EventOf<'retraction'>, target: Event | undefined): void {
    const key = textOf(of);
    if (this.#retracted.has(key)) return;
    this.#retracted.add(key);
    if (target) this.#state.forget(target);
  }

  #isRetracted({ source, id }: Event): boolean {
    return this.#retracted.size > 0 && this.#retracted.has(textOf([source, id]));
  }

  #advance(event: Event): void {
    this.#state.advance(knownAt(event));
  }
}

/** What a label is about, when that is an event. */
function labelled(event: Event, find: EventByKey): Event | undefined {
  return event.kind === 'label' && event.subject.type === 'Event'
    ? find([event.subject.source, event.subject.id])
    : undefined;
}

function textOf([source, id]: EventKey): string {
  return `${source}\0${id}`;
}
