import { expect, it } from 'vitest';
import { detectRings } from '../../../src/app/detect-rings.ts';
import { saveFeatures } from '../../../src/app/save-features.ts';
import { seedWorld } from '../../../src/app/seed-world.ts';
import { WORLD_DEFAULTS } from '../../../src/generator/options.ts';
import { isSuspect } from '../../../src/graph/model/finding.ts';
import type { VectorSnapshot } from '../../../src/graph/model/vector-snapshot.ts';
import { DAY } from '../../../src/kernel/time.ts';
import type { Store } from '../../../src/store/port.ts';
import { handClock } from '../../contract/store-under-test.ts';
import { writableStore } from '../../support/writable-store.ts';

const clock = handClock();

async function snapshots(store: Store): Promise<VectorSnapshot[]> {
  await saveFeatures(store, null);
  const all: VectorSnapshot[] = [];
  for await (const batch of store.records.snapshots()) all.push(...batch);
  return all;
}

it('tells of rings from a day after somebody joined, and nothing while no detection was saved', async () => {
  const store = await writableStore(':memory:', clock);
  await seedWorld(store, { ...WORLD_DEFAULTS, users: 250, days: 60, fraudRate: 0.1, seed: 11 }, { clock });
  expect((await snapshots(store)).every(({ values }) => !('in_ring' in values))).toBe(true);
  const { rings } = await detectRings(store, { asOf: null, save: true, set: [] }, clock);
  const joined = new Map<string, number>();
  for (const ring of rings)
    for (const { type, id, role, since } of ring.members)
      if (type === 'User' && isSuspect(role)) joined.set(id, Math.max(since.at, ring.formedAt) + DAY);
  const seen = { before: 0, after: 0, outside: 0 };
  for (const { user, computedAt, values } of await snapshots(store)) {
    const from = user === null ? undefined : joined.get(user);
    if (from === undefined) seen.outside += Number(values.in_ring === 0);
    else {
      expect([user, computedAt, values.in_ring]).toEqual([user, computedAt, from <= computedAt ? 1 : 0]);
      seen[from <= computedAt ? 'after' : 'before']++;
    }
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(4);
});
