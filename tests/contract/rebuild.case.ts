import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../src/graph/model/event.ts';
import { EDGE_TYPES } from '../../src/graph/model/graph-facts.ts';
import { ENTITY_TYPES } from '../../src/graph/model/entity.ts';
import { anyEvents } from '../support/arbitrary-events.ts';
import { crashEvent } from '../support/crash-events.ts';
import { fullEvents, session } from '../support/internal-events.ts';
import { naiveGraph } from '../support/naive-graph.ts';
import {
  all,
  catchUp,
  freshStore,
  record,
  storeTest,
  wholeGraph,
  type StoreFactory,
  type WholeGraph,
} from './store-under-test.ts';
import type { Store } from '../../src/store/port.ts';

export function rebuildCases(factory: StoreFactory): void {
  const numRuns = factory.runs ?? 40;

  storeTest(factory, 'a dropped graph is empty and comes back the same from the log', async ({ store }) => {
    await record(store, fullEvents());
    const before = await wholeGraph(store);
    expect(before.counts.entities.User).toBe(1);
    await store.graph.drop();
    expect(await store.graph.appliedSeq()).toBe(0);
    const empty = await wholeGraph(store);
    expect(ENTITY_TYPES.flatMap((type) => empty.entities[type])).toEqual([]);
    expect(EDGE_TYPES.flatMap((type) => empty.edges[type])).toEqual([]);
    expect(await store.events.head()).toBe(fullEvents().length);
    await catchUp(store);
    expect(await wholeGraph(store)).toEqual(before);
    expect(await store.graph.appliedSeq()).toBe(fullEvents().length);
  });

  storeTest(factory, 'dropping twice, or an empty graph, is fine', async ({ store }) => {
    await store.graph.drop();
    await record(store, [session('x', 'u', 'd')]);
    await store.graph.drop();
    await store.graph.drop();
    await catchUp(store);
    expect((await store.graph.counts()).entities.User).toBe(1);
  });

  storeTest(
    factory,
    'events may be appended while earlier ones are applied, whether or not the store gains by it',
    async ({ store }) => {
      const events = Array.from({ length: 120 }, (_, i) => crashEvent(i));
      expect([true, false]).toContain(store.graph.appliesBesideAppends);
      let applying = Promise.resolve();
      for (let start = 0; start < events.length; start += 20) {
        const batch = events.slice(start, start + 20);
        const outcomes = await store.events.append(batch);
        await applying;
        applying = store.graph.apply(batch.map((event, i) => ({ seq: outcomes[i].seq, event })));
      }
      await applying;
      const { entities, edges } = await wholeGraph(store);
      expect({ entities, edges }).toEqual(naiveGraph(events));
      expect(await store.graph.appliedSeq()).toBe(events.length);
    },
  );

  test('the graph is that of the set of events, in any order of arrival and any batches', async () => {
    const arrivals = anyEvents().chain((events) =>
      fc.record({
        first: fc.constant(events),
        second: fc.shuffledSubarray(events, { minLength: events.length }),
        sizes: fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 25 })),
      }),
    );
    await fc.assert(
      fc.asyncProperty(arrivals, async ({ first, second, sizes }) => {
        const expected = naiveGraph(first);
        for (const [i, events] of [first, second].entries()) {
          const { store } = await freshStore(factory);
          await store.acquireLease();
          await recordInBatches(store, events, sizes[i]);
          expectSame(await wholeGraph(store), expected);
          expect(await store.graph.appliedSeq()).toBe(events.length);
          await store.close();
        }
      }),
      { numRuns },
    );
  });

  test('rebuilding gives the same graph, and so does each entity by itself', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvents(), fc.integer({ min: 1, max: 6 }), async (events, size) => {
        const { store } = await freshStore(factory);
        await store.acquireLease();
        await recordInBatches(store, events, size);
        const before = await wholeGraph(store);
        await store.graph.drop();
        await catchUp(store);
        expect(await wholeGraph(store)).toEqual(before);
        const edges = EDGE_TYPES.flatMap((type) => before.edges[type]);
        for (const entity of ENTITY_TYPES.flatMap((type) => before.entities[type])) {
          expect(await store.graph.entity(entity)).toEqual(entity);
          const own = edges.filter(({ from, to }) =>
            [from, to].some(({ type, id }) => type === entity.type && id === entity.id),
          );
          expect(await store.graph.edgesOf(entity, 1_000)).toEqual(own);
        }
        await store.close();
      }),
      { numRuns },
    );
  });

  storeTest(
    factory,
    'the graph goes on from where it stopped, however far the log is ahead',
    async ({ store }) => {
      const events = Array.from({ length: 300 }, (_, i) =>
        session(`s${i}`, `u${i % 7}`, `d${i % 5}`, { at: i }),
      );
      await store.events.append(events.slice(0, 100));
      await store.graph.apply((await all(store.events.readFrom(0))).slice(0, 37));
      expect(await store.graph.appliedSeq()).toBe(37);
      await store.events.append(events.slice(100));
      await catchUp(store);
      expectSame(await wholeGraph(store), naiveGraph(events));
    },
  );
}

async function recordInBatches(store: Store, events: readonly Event[], size: number): Promise<void> {
  for (let i = 0; i < events.length; i += size) await record(store, events.slice(i, i + size));
}

function expectSame(graph: WholeGraph, expected: ReturnType<typeof naiveGraph>): void {
  expect({ entities: graph.entities, edges: graph.edges }).toEqual(expected);
  for (const type of ENTITY_TYPES) expect(graph.counts.entities[type]).toBe(expected.entities[type].length);
  for (const type of EDGE_TYPES) expect(graph.counts.edges[type]).toBe(expected.edges[type].length);
}
