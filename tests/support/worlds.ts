import type { EntityRef } from '../../src/graph/model/entity.ts';
import { isSuspect, type Role } from '../../src/graph/model/finding.ts';
import { eventKey, type Event, type EventKind, type EventOf } from '../../src/graph/model/event.ts';
import type { TrueRing } from '../../src/graph/model/truth.ts';
import { WORLD_DEFAULTS, createWorld, type World, type WorldOptions } from '../../src/generator/world.ts';

/** A world by its defaults, but for what is given. */
export function makeWorld(options: Partial<WorldOptions> = {}): World {
  return createWorld({ ...WORLD_DEFAULTS, seed: 42, ...options });
}

/** All events of a world in one list: for small ones. */
export function tellAll(world: World): Event[] {
  return [...world.events()].flat();
}

export function ofKind<Kind extends EventKind>(events: readonly Event[], kind: Kind): EventOf<Kind>[] {
  return events.filter((event): event is EventOf<Kind> => event.kind === kind);
}

/** Ids of a ring's members of one type that are under suspicion. */
export function suspects(ring: TrueRing, type: EntityRef['type']): string[] {
  return ring.members
    .filter((member) => member.type === type && isSuspect(member.role as Role))
    .map(({ id }) => id);
}

export function identifiers(ring: TrueRing, type: EntityRef['type']): string[] {
  return ring.members
    .filter((member) => member.type === type && member.role === 'identifier')
    .map(({ id }) => id);
}

export function keyText(event: Event): string {
  return JSON.stringify(eventKey(event));
}

/** Pearson's statistic of counts against expected shares. */
export function chiSquare(counts: readonly number[], shares: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const all = shares.reduce((sum, share) => sum + share, 0);
  return counts.reduce((sum, count, i) => {
    const expected = (total * shares[i]) / all;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
}
