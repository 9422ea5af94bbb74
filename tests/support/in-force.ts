import { compareEvents, type Event } from '../../src/graph/model/event.ts';

/**
 * The facts in force as of a time (null: everything), in event order, worked out the plain way: what a store's
 * `readAsOf` has to give. Of events with one key the first given counts.
 */
export function inForce(events: readonly Event[], asOf: number | null): Event[] {
  const limit = asOf ?? Infinity;
  const known = new Map<string, Event>();
  for (const event of events) {
    const key = JSON.stringify([event.source, event.id]);
    if (!known.has(key)) known.set(key, event);
  }
  const retracted = new Set<string>();
  for (const event of known.values()) {
    if (event.kind !== 'retraction' || Math.max(event.at, event.observedAt) > limit) continue;
    retracted.add(JSON.stringify(event.of));
  }
  return [...known]
    .filter(([key, event]) => event.kind !== 'retraction' && !retracted.has(key))
    .map(([, event]) => event)
    .filter((event) => event.at <= limit && event.observedAt <= limit)
    .toSorted(compareEvents);
}
