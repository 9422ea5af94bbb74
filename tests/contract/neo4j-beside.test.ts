import { afterEach, describe, expect, test } from 'vitest';
import { ingest } from '../../src/ingest/writer.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { SECOND } from '../../src/kernel/time.ts';
import { crashEvent } from '../support/crash-events.ts';
import { freshNeo4jStore, openNeo4j } from '../support/fresh-neo4j-store.ts';
import { naiveGraph } from '../support/naive-graph.ts';
import { neo4jServer } from '../support/neo4j.ts';
import { driverOf } from '../support/neo4j-session.ts';
import { expectCode, handClock, wholeGraph } from './store-under-test.ts';

const server = await neo4jServer();
const unlock: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of unlock.splice(0)) await end();
});

/** Holds a meta node as a transaction that has not ended does. @returns what ends it */
async function hold(slot: number): Promise<() => Promise<void>> {
  const driver = driverOf(server!);
  const session = driver.session({ database: server!.database });
  const transaction = session.beginTransaction();
  await transaction.run('MATCH (m:RingfenceMeta {slot: toInteger($slot)}) SET m.held = true', { slot });
  let held = true;
  const end = async (): Promise<void> => {
    if (!held) return;
    held = false;
    await transaction.rollback();
    await driver.close();
  };
  unlock.push(end);
  return end;
}

const events = (from: number, until: number) =>
  Array.from({ length: until - from }, (_, i) => crashEvent(from + i));
const logged = (from: number, until: number) =>
  events(from, until).map((event, i) => ({ seq: from + i + 1, event }));

describe.skipIf(server === null)('appending to Neo4j and applying beside it', () => {
  test('an apply waits for no append, and an append for no apply', async () => {
    const store = await freshNeo4jStore(server!);
    await store.acquireLease();
    await store.events.append(events(0, 20));
    const appended = await hold(1);
    await store.graph.apply(logged(0, 10));
    await appended();
    const applied = await hold(2);
    await store.events.append(events(20, 40));
    await applied();
    await store.graph.apply(logged(10, 40));
    const { entities, edges } = await wholeGraph(store);
    expect({ entities, edges }).toEqual(naiveGraph(events(0, 40)));
    await store.close();
  });

  test('what is being appended is refused until it is in the log', async () => {
    const store = await freshNeo4jStore(server!);
    await store.acquireLease();
    const release = await hold(1);
    const append = store.events.append(events(0, 5));
    await expectCode(store.graph.apply(logged(0, 5)), 'INTERNAL');
    await release();
    await append;
    await store.graph.apply(logged(0, 5));
    expect(await store.graph.appliedSeq()).toBe(5);
    await store.close();
  });

  test.each([1, 2])('a lease is taken over only when what goes on at node %i has ended', async (slot) => {
    const clock = handClock();
    const store = await freshNeo4jStore(server!, clock);
    await store.acquireLease();
    await store.events.append(events(0, 5));
    const other = await openNeo4j(server!, 'write', clock);
    const release = await hold(slot);
    clock.time += 31 * SECOND;
    let taken = false;
    const taking = other.acquireLease().then(() => (taken = true));
    await expect.poll(() => other.events.head()).toBe(5);
    expect(taken).toBe(false);
    await release();
    await taking;
    await expectCode(store.events.append(events(5, 6)), 'STORE_BUSY');
    await expectCode(store.graph.apply(logged(0, 5)), 'STORE_BUSY');
    await other.graph.apply(logged(0, 5));
    await other.close();
    await store.close();
  });

  test('a sign of life from an apply alone keeps the place', async () => {
    const clock = handClock();
    const store = await freshNeo4jStore(server!, clock);
    await store.acquireLease();
    await store.events.append(events(0, 10));
    const other = await openNeo4j(server!, 'write', clock);
    clock.time += 20 * SECOND;
    await store.graph.apply(logged(0, 5));
    clock.time += 20 * SECOND;
    await expectCode(other.acquireLease(), 'STORE_BUSY');
    await other.close();
    await store.graph.apply(logged(5, 10));
    await store.close();
  });

  test('ingest brings all of it into the graph, whatever the sizes of batches and groups', async () => {
    const rows = events(0, 400).map((event) => ({ event }));
    for (const [batchSize, applySize] of [
      [7, 20],
      [50, 10],
    ]) {
      const store = await freshNeo4jStore(server!);
      await store.acquireLease();
      for (const accepted of [400, 0]) {
        const report = await ingest(store, rows, { clock: systemClock, batchSize, applySize });
        expect(report).toMatchObject({ accepted, duplicates: 400 - accepted });
        const { entities, edges } = await wholeGraph(store);
        expect({ entities, edges }).toEqual(naiveGraph(events(0, 400)));
      }
      expect(await store.check()).toMatchObject({ ok: true, head: 400, appliedSeq: 400 });
      await store.close();
    }
  });
});
