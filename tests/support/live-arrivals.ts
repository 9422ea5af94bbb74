import { createWorld, WORLD_DEFAULTS } from '../../src/generator/world.ts';
import type { Event } from '../../src/graph/model/event.ts';
import { rngFor } from '../../src/kernel/rng.ts';
import { LATENESS } from './live-logs.ts';

/** The events of a small world with rings as they arrive, some of them up to a day late; the same each time. */
export function liveArrivals(): Event[] {
  const world = createWorld({ ...WORLD_DEFAULTS, users: 60, days: 12, seed: 11, fraudRate: 0.3 });
  const random = rngFor(11, 'arrivals');
  return [...world.events()]
    .flat()
    .map((event) => ({ event, at: event.at + (random.chance(0.05) ? random.int(0, LATENESS) : 0) }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);
}
