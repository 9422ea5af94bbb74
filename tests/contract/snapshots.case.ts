import { expect } from 'vitest';
import type { VectorSnapshot } from '../../src/graph/model/vector-snapshot.ts';
import type { RecordStore } from '../../src/store/port.ts';
import { expectCode, storeTest, type StoreFactory } from './store-under-test.ts';

function snapshot(id: string, computedAt: number, rest: Partial<VectorSnapshot> = {}): VectorSnapshot {
  return {
    event: ['s', id],
    user: 'u\u{10000}',
    at: computedAt - 1,
    computedAt,
    values: { amount: 12.5, velocity_24h: 0, balance_volatility_z_score: -2.75e-7 },
    ...rest,
  };
}

async function all(records: RecordStore): Promise<VectorSnapshot[]> {
  const found: VectorSnapshot[] = [];
  for await (const batch of records.snapshots()) found.push(...batch);
  return found;
}

export function snapshotCases(factory: StoreFactory): void {
  storeTest(factory, 'a feature snapshot comes back as it was saved', async ({ store: { records } }) => {
    const nobody = snapshot('e0', 5, { user: null, values: {} });
    await records.saveSnapshots([snapshot('e1', 9), nobody]);
    expect(await records.snapshot(['s', 'e1'])).toEqual(snapshot('e1', 9));
    expect(await records.snapshot(['s', 'e0'])).toEqual(nobody);
    expect(await records.snapshot(['S', 'e1'])).toBeNull();
    expect(await records.snapshot(['s', '\ud800'])).toBeNull();
  });

  storeTest(factory, 'a newer snapshot of an event takes the place of the older', async ({ store }) => {
    const { records } = store;
    await records.saveSnapshots([snapshot('e1', 9), snapshot('e1', 10)]);
    await records.saveSnapshots([snapshot('e1', 4, { values: { amount: 1 } })]);
    expect(await all(records)).toEqual([snapshot('e1', 4, { values: { amount: 1 } })]);
  });

  storeTest(factory, 'snapshots come by computedAt, then by key as bytes', async ({ store: { records } }) => {
    const inOrder = [
      snapshot('z', 1),
      snapshot('B', 2),
      snapshot('a', 2),
      snapshot('\u{e000}', 2),
      snapshot('\u{10000}', 2),
      snapshot('a', 2, { event: ['t', 'a'] }),
      snapshot('A', 3),
    ];
    await records.saveSnapshots(inOrder.toReversed());
    expect(await all(records)).toEqual(inOrder);
  });

  storeTest(factory, 'reading snapshots goes over several batches', async ({ store: { records } }) => {
    const many = Array.from({ length: 1_203 }, (_, i) =>
      snapshot(`e${String(i).padStart(4, '0')}`, 1 + Math.floor(i / 700)),
    );
    await records.saveSnapshots(many);
    const sizes: number[] = [];
    for await (const batch of records.snapshots()) sizes.push(batch.length);
    expect(sizes.length).toBeGreaterThan(1);
    expect((await all(records)).map(({ event }) => event[1])).toEqual(many.map(({ event }) => event[1]));
  });

  storeTest(
    factory,
    'a snapshot that cannot be kept leaves none of its batch',
    async ({ store: { records } }) => {
      for (const bad of [snapshot('', 2), snapshot('e2', 2, { values: { amount: NaN } })])
        await expectCode(records.saveSnapshots([snapshot('e1', 1), bad]), 'EVENT_INVALID');
      expect(await all(records)).toEqual([]);
    },
  );
}
