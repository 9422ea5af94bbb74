import { expect, test } from 'vitest';
import { createWorld, WORLD_DEFAULTS } from '../../../src/generator/world.ts';

const HALF_HOUR = 30 * 60_000;

test('most innocents who sign up inside the window have a session soon after, on the same device', () => {
  const world = createWorld({ ...WORLD_DEFAULTS, users: 1_000, fraudRate: 0, seed: 5, days: 30 });
  const registrations = new Map<string, { at: number; device?: string }>();
  const looked = new Set<string>();
  for (const day of world.events()) {
    for (const event of day) {
      if (event.kind === 'registration' && event.at >= WORLD_DEFAULTS.start)
        registrations.set(event.user, { at: event.at, device: event.device });
      if (event.kind !== 'session') continue;
      const signedUp = registrations.get(event.user);
      if (signedUp && event.at - signedUp.at <= HALF_HOUR + 60_000 && event.device === signedUp.device)
        looked.add(event.user);
    }
  }
  expect(registrations.size).toBeGreaterThan(50);
  const share = looked.size / registrations.size;
  expect(share).toBeGreaterThan(0.65);
  expect(share).toBeLessThan(0.95);
});
