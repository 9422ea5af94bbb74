import { expect } from 'vitest';
import { SECOND } from '../../src/kernel/time.ts';
import type { DetectionRun, Store } from '../../src/store/port.ts';
import { session } from '../support/internal-events.ts';
import {
  all,
  capabilityTest,
  expectCode,
  freshStore,
  record,
  storeTest,
  type StoreFactory,
} from './store-under-test.ts';
import { test } from 'vitest';

const EMPTY_RUN: DetectionRun = {
  ranAt: 0,
  asOf: null,
  options: {},
  findings: [],
  superseded: {},
  rings: [],
  aliases: [],
  hubs: [],
  truncated: [],
};

async function expectNoWriting(store: Store): Promise<void> {
  await expectCode(store.events.append([session('new', 'u', 'd')]), 'STORE_BUSY');
  await expectCode(store.graph.apply([{ seq: 1, event: session('new', 'u', 'd') }]), 'STORE_BUSY');
  await expectCode(store.graph.drop(), 'STORE_BUSY');
  await expectCode(store.records.saveRun(EMPTY_RUN), 'STORE_BUSY');
  await expectCode(store.records.declareCurrency('XBT', 8), 'STORE_BUSY');
}

export function leaseCases(factory: StoreFactory): void {
  test('writing needs the lease, reading does not', async () => {
    const { store } = await freshStore(factory);
    await expectNoWriting(store);
    expect(await store.events.head()).toBe(0);
    expect(await all(store.graph.entities('User'))).toEqual([]);
    expect((await store.check()).ok).toBe(true);
    const lease = await store.acquireLease();
    await record(store, [session('x', 'u', 'd')]);
    await lease.release();
    await expectNoWriting(store);
    expect(await store.events.head()).toBe(1);
  });

  storeTest(
    factory,
    'the lease is held once, and can be taken again after its release',
    async ({ store }) => {
      await expectCode(store.acquireLease(), 'STORE_BUSY');
      await store.close();
      const { store: other } = await freshStore(factory);
      const lease = await other.acquireLease();
      await lease.release();
      await lease.release();
      const second = await other.acquireLease();
      await lease.release();
      await record(other, [session('x', 'u', 'd')]);
      await second.release();
    },
  );

  capabilityTest(
    factory,
    'second-handle',
    'while one holds the lease others read what it wrote',
    async ({ store, under }) => {
      const other = await under.openAgain!();
      await record(store, [session('x', 'u', 'd')]);
      await expectCode(other.acquireLease(), 'STORE_BUSY');
      await expect(other.acquireLease()).rejects.toThrow(new RegExp(String(process.pid)));
      await expectNoWriting(other);
      expect(await other.events.head()).toBe(1);
      expect((await other.graph.counts()).entities.User).toBe(1);
      await other.close();
      await record(store, [session('y', 'u', 'd')]);
    },
  );

  capabilityTest(
    factory,
    'second-handle',
    'a released lease is free, and so is that of a closed store',
    async ({ store, under }) => {
      const other = await under.openAgain!();
      const third = await under.openAgain!();
      await store.close();
      const lease = await other.acquireLease();
      await expectCode(third.acquireLease(), 'STORE_BUSY');
      await record(other, [session('x', 'u', 'd')]);
      await lease.release();
      await third.acquireLease();
      await record(third, [session('y', 'u', 'd')]);
      await expectNoWriting(other);
      await other.close();
      await third.close();
    },
  );

  capabilityTest(
    factory,
    'second-handle',
    'a lease without a heartbeat for 30 s is taken over',
    async ({ store, under, clock }) => {
      const other = await under.openAgain!();
      await record(store, [session('x', 'u', 'd')]);
      clock.time += 30 * SECOND;
      await expectCode(other.acquireLease(), 'STORE_BUSY');
      clock.time += 1;
      await other.acquireLease();
      await expectNoWriting(store);
      await record(other, [session('y', 'u', 'd')]);
      // The one that lost it does not release what is no longer its own.
      await store.close();
      await record(other, [session('z', 'u', 'd')]);
      expect(await other.events.head()).toBe(3);
      await other.close();
    },
  );

  capabilityTest(
    factory,
    'second-handle',
    'writing is a sign of life too',
    async ({ store, under, clock }) => {
      const other = await under.openAgain!();
      for (let i = 0; i < 4; i++) {
        clock.time += 20 * SECOND;
        await record(store, [session(`x${i}`, 'u', 'd')]);
      }
      await expectCode(other.acquireLease(), 'STORE_BUSY');
      await other.close();
    },
  );
}
