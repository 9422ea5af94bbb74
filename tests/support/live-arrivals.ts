import { createWorld, WORLD_DEFAULTS } from '../../src/generator/world.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { rngFor } from '../../src/kernel/rng.ts';
import { LATENESS } from './live-logs.ts';

/**
 * The events of a small world with rings as they arrive, over a time that is longer than any window; the same each
 * time. Some are up to a day late; and long after it was, an event is taken back and a label comes.
 */
export function liveArrivals(): Event[] {
  const world = createWorld({ ...WORLD_DEFAULTS, users: 25, days: 160, seed: 11, fraudRate: 0.3 });
  const random = rngFor(11, 'arrivals');
  const events = [...world.events()]
    .flat()
    .map((event) => ({ event, at: event.at + (random.chance(0.05) ? random.int(0, LATENESS) : 0) }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);
  const { source, id } = events.find(({ kind }) => kind === 'session')!;
  const { at } = events[Math.floor(events.length * 0.85)];
  const common = { source: 'late', at, observedAt: at };
  const registered = events.find((event) => event.kind === 'registration')!;
  events.splice(
    Math.floor(events.length * 0.9),
    0,
    { ...common, id: 'back', kind: 'retraction', of: [source, id], reason: 'wrong' },
    {
      ...common,
      id: 'said',
      at: registered.at,
      kind: 'label',
      subject: { type: 'User', id: registered.kind === 'registration' ? registered.user : '' },
      verdict: 'fraud',
      role: 'organiser',
    },
  );
  return events;
}
