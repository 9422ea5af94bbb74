import { existsSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { fullEvents, retraction, session } from '../support/internal-events.ts';
import {
  all,
  capabilityTest,
  expectCode,
  record,
  storeTest,
  wholeGraph,
  type StoreFactory,
} from './store-under-test.ts';

/** Checking, copying, closing, opening again. */
export function careCases(factory: StoreFactory): void {
  storeTest(factory, 'a sound store passes its check, which says how far it is', async ({ store }) => {
    const fresh = await store.check();
    expect(fresh).toMatchObject({ ok: true, head: 0, appliedSeq: 0, problems: [] });
    expect(fresh.schemaVersion).toBeGreaterThan(0);
    await record(store, [...fullEvents(), retraction('r', ['bank', 'e-session'])]);
    await store.events.append([session('x', 'u', 'd')]);
    const head = fullEvents().length + 2;
    expect(await store.check()).toMatchObject({ ok: true, head, appliedSeq: head - 1, problems: [] });
  });

  storeTest(factory, 'closing twice is fine, and a closed store answers nothing', async ({ store }) => {
    await record(store, [session('x', 'u', 'd')]);
    const reader = store.events.readFrom(0)[Symbol.asyncIterator]();
    await store.close();
    await store.close();
    await expectCode(store.events.head(), 'STORE_FAILED');
    await expectCode(store.graph.entity({ type: 'User', id: 'u' }), 'STORE_FAILED');
    await expectCode(store.records.rings(), 'STORE_FAILED');
    await expectCode(all(store.graph.edges('USES_DEVICE')), 'STORE_FAILED');
    await expectCode(reader.next(), 'STORE_FAILED');
    await expect(store.events.append([session('y', 'u', 'd')])).rejects.toMatchObject({
      name: 'RingfenceError',
    });
  });

  storeTest(factory, 'the store is known by the address it was given', async ({ store }) => {
    expect(store.url).not.toBe('');
    expect(store.url).not.toContain('@');
  });

  capabilityTest(
    factory,
    'reopen',
    'what was stored is there when it is opened again',
    async ({ store, under }) => {
      await record(store, [...fullEvents(), retraction('r', ['bank', 'e-session'])]);
      await store.records.declareCurrency('XBT', 8);
      const [graph, log] = [await wholeGraph(store), await all(store.events.readFrom(0))];
      await store.close();
      const again = await under.openAgain!();
      expect(await wholeGraph(again)).toEqual(graph);
      expect(await all(again.events.readFrom(0))).toEqual(log);
      expect(await again.graph.appliedSeq()).toBe(log.length);
      expect(await again.records.currencies()).toEqual(new Map([['XBT', 8]]));
      await again.acquireLease();
      expect(await record(again, [fullEvents()[0], session('x', 'u', 'd')])).toEqual([
        { outcome: 'duplicate', seq: 1 },
        { outcome: 'accepted', seq: log.length + 1 },
      ]);
      await again.close();
    },
  );

  capabilityTest(
    factory,
    'schema-version',
    'a store of another schema version is refused by name',
    async ({ store, under }) => {
      const { schemaVersion } = await store.check();
      await store.close();
      for (const by of [1, -2]) {
        await under.shiftSchemaVersion!(by);
        await expectCode(under.openAgain!(), 'STORE_SCHEMA');
        const version = schemaVersion + (by === 1 ? 1 : -1);
        await expect(under.openAgain!()).rejects.toThrow(new RegExp(`version ${version}.*${schemaVersion}`));
      }
      await under.shiftSchemaVersion!(1);
      await (await under.openAgain!()).close();
    },
  );

  capabilityTest(
    factory,
    'backup',
    'a backup is a store with all that was there, free to be written to',
    async ({ store, under }) => {
      await record(store, fullEvents());
      const path = under.freshPath!();
      await store.backup(path);
      await record(store, [session('later', 'u', 'd')]);
      const copy = await under.openBackup!(path);
      expect((await all(copy.events.readFrom(0))).map(({ event }) => event)).toEqual(fullEvents());
      expect(await copy.check()).toMatchObject({
        ok: true,
        head: fullEvents().length,
        appliedSeq: fullEvents().length,
      });
      await copy.acquireLease();
      await record(copy, [session('elsewhere', 'u', 'd')]);
      await copy.close();
      expect(await store.events.get(['s', 'elsewhere'])).toBeNull();
      expect(await store.events.head()).toBe(fullEvents().length + 1);
    },
  );

  capabilityTest(
    factory,
    'backup',
    'a backup is one moment, though events come in meanwhile',
    async ({ store, under }) => {
      const many = Array.from({ length: 5_000 }, (_, i) =>
        session(`s${i}`, `u${i % 50}`, `d${i % 70}`, { at: i }),
      );
      await record(store, many);
      const path = under.freshPath!();
      const done = store.backup(path);
      for (let i = 0; i < 20; i++) {
        await record(store, [session(`new${i}`, 'u', 'd')]);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await done;
      const copy = await under.openBackup!(path);
      const check = await copy.check();
      expect(check.problems).toEqual([]);
      expect(check.head).toBeGreaterThanOrEqual(5_000);
      const before = await wholeGraph(copy);
      await copy.acquireLease();
      await copy.graph.drop();
      for await (const batch of copy.events.readFrom(0)) {
        await copy.graph.apply(batch.filter(({ seq }) => seq <= check.appliedSeq));
      }
      expect(await wholeGraph(copy)).toEqual(before);
      await copy.close();
    },
  );

  capabilityTest(
    factory,
    'backup',
    'a backup never overwrites, and leaves nothing where it fails',
    async ({ store, under }) => {
      const path = under.freshPath!();
      writeFileSync(path, 'precious');
      await expectCode(store.backup(path), 'STORE_FAILED');
      await expectCode(store.backup(`${under.freshPath!()}/no such folder/copy`), 'STORE_FAILED');
      await store.backup(`${path}.2`);
      await expectCode(store.backup(`${path}.2`), 'STORE_FAILED');
      expect(existsSync(`${path}.2-wal`)).toBe(false);
    },
  );
}
