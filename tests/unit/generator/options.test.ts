import { describe, expect, it } from 'vitest';
import { LEVEL_NAMES } from '../../../src/generator/level.ts';
import { WORLD_DEFAULTS, createWorld } from '../../../src/generator/world.ts';
import { RingfenceError } from '../../../src/kernel/errors.ts';
import { makeWorld, ofKind, suspects, tellAll } from '../../support/worlds.ts';

describe('the options of a world', () => {
  it('default to 100 users, 5 % fraud, level typical and 90 days from 2025', () => {
    expect(WORLD_DEFAULTS).toEqual({
      users: 100,
      fraudRate: 0.05,
      level: 'typical',
      start: Date.parse('2025-01-01T00:00:00Z'),
      days: 90,
    });
  });

  it.each([
    ['users', { users: 0 }],
    ['users', { users: 2.5 }],
    ['users', { users: 1_000_001 }],
    ['fraud-rate', { fraudRate: 1.01 }],
    ['fraud-rate', { fraudRate: NaN }],
    ['seed', { seed: 0.5 }],
    ['days', { days: 0 }],
    ['days', { days: Infinity }],
    ['start', { start: NaN }],
    ['start', { start: Date.parse('9999-12-30T00:00:00Z') }],
    ['level', { level: 'impossible' as 'easy' }],
  ])('refuses a value that %s cannot have, by name', (name, wrong) => {
    const attempt = () => createWorld({ ...WORLD_DEFAULTS, seed: 1, ...wrong });
    expect(attempt).toThrow(RingfenceError);
    expect(attempt).toThrow(new RegExp(`^${name}: `));
  });

  it.each([
    { users: 1, fraudRate: 0.05, members: 0 },
    { users: 2, fraudRate: 1, members: 0 },
    { users: 3, fraudRate: 1, members: 3 },
    { users: 40, fraudRate: 0, members: 0 },
    { users: 40, fraudRate: 0.03, members: 3 },
    { users: 100, fraudRate: 0.05, members: 5 },
    { users: 500, fraudRate: 0.05, members: 25 },
    { users: 600, fraudRate: 0.5, members: 300 },
  ])('has $members of $users users with fraud at a rate of $fraudRate', ({ users, fraudRate, members }) => {
    for (const level of LEVEL_NAMES) {
      const world = makeWorld({ users, fraudRate, level, days: 20 });
      const inRings = new Set(world.truth.rings.flatMap((ring) => suspects(ring, 'User')));
      expect(inRings.size + (world.truth.loners ?? []).length).toBe(members);
      expect(ofKind(tellAll(world), 'registration').length).toBe(users);
    }
  });

  it('takes any start and the shortest window', () => {
    const start = Date.UTC(2024, 1, 28, 13, 7, 5, 3);
    const events = tellAll(makeWorld({ users: 200, days: 1, start, level: 'easy' }));
    expect(ofKind(events, 'registration').length).toBe(200);
    expect(Math.max(...events.map(({ at }) => at))).toBeLessThan(start + 86_400_000);
  });
});
