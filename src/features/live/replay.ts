import type { Event, EventKey } from '../../graph/model/event.ts';
import type { FeatureEngine, FeatureVector } from './feature-engine.ts';
import { compareKnown, knownAt } from './scored-event.ts';

/**
 * Puts a log through an engine and gives the vector of every transaction, in the order in which they became known.
 *
 * Memory: the list of events, sorted. Time O(n log n) and what the engine takes.
 * @param events in any order, each key once, with retractions and what they retract
 * @param atInstant told each instant before its events are taken, for whoever answers the engine's ports
 */
export function* replay(
  engine: FeatureEngine,
  events: Iterable<Event>,
  atInstant: (now: number) => void = () => {},
): Generator<FeatureVector> {
  const log = [...events].sort(compareKnown);
  const targets = new Targets(log);
  for (let from = 0, to = 0; from < log.length; from = to) {
    const now = knownAt(log[from]);
    while (to < log.length && knownAt(log[to]) === now) to++;
    const instant = log.slice(from, to);
    atInstant(now);
    targets.come(instant);
    yield* engine.take(instant, (key) => targets.find(key));
  }
}

/** The events that labels and retractions name, from when they are known until they are retracted. */
class Targets {
  readonly #known = new Map<string, Event | null>();

  constructor(log: readonly Event[]) {
    for (const event of log) {
      if (event.kind === 'retraction') this.#known.set(textOf(event.of), null);
      else if (event.kind === 'label' && event.subject.type === 'Event')
        this.#known.set(textOf([event.subject.source, event.subject.id]), null);
    }
  }

  come(events: readonly Event[]): void {
    if (this.#known.size === 0) return;
    for (const event of events) {
      const key = textOf([event.source, event.id]);
      if (this.#known.has(key)) this.#known.set(key, event);
    }
  }

  find(key: EventKey): Event | undefined {
    return this.#known.get(textOf(key)) ?? undefined;
  }
}

function textOf([source, id]: EventKey): string {
  return `${source}\0${id}`;
}
