import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../src/graph/model/event.ts';
import { HOSTILE_IDS, retraction, session, transfer } from '../support/internal-events.ts';
import { anyEvents } from '../support/arbitrary-events.ts';
import { factsInForce } from '../support/naive-graph.ts';
import { all, freshStore, storeTest, type StoreFactory } from './store-under-test.ts';
import type { EventLog } from '../../src/store/port.ts';

export function asOfCases(factory: StoreFactory): void {
  storeTest(
    factory,
    'events are read in the order of at, source, id, whatever the order of arrival',
    async ({ store }) => {
      const { events } = store;
      const keys = HOSTILE_IDS.flatMap((id, i) => [
        { at: i % 2, source: 'b', id },
        { at: i % 2, source: 'B', id },
        { at: i % 2, source: id, id: 'x' },
      ]);
      await events.append(keys.map(({ id, ...rest }) => transfer(id, 'a', 'b', 1, rest)).toReversed());
      const read = (await all(events.readAsOf(null))).map(({ at, source, id }) => ({ at, source, id }));
      const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
      const expected = keys.toSorted(
        (a, b) =>
          a.at - b.at ||
          Buffer.compare(bytes(a.source), bytes(b.source)) ||
          Buffer.compare(bytes(a.id), bytes(b.id)),
      );
      expect(read).toEqual(expected);
    },
  );

  storeTest(factory, 'U+10000 comes after U+FFFF, as its bytes do', async ({ store: { events } }) => {
    await events.append([session('\u{10000}', 'u', 'd'), session('\uffff', 'u', 'd')]);
    expect(await idsAsOf(events, null)).toEqual(['\uffff', '\u{10000}']);
  });

  storeTest(
    factory,
    'as of a time only what had happened and was known by then is read',
    async ({ store }) => {
      const { events } = store;
      await events.append([
        session('known at once', 'u', 'd', { at: 10 }),
        session('known later', 'u', 'd', { at: 10, observedAt: 20 }),
        session('known before', 'u', 'd', { at: 30, observedAt: 5 }),
        session('later', 'u', 'd', { at: 11 }),
      ]);
      expect(await idsAsOf(events, 9)).toEqual([]);
      expect(await idsAsOf(events, 10)).toEqual(['known at once']);
      expect(await idsAsOf(events, 11)).toEqual(['known at once', 'later']);
      expect(await idsAsOf(events, 20)).toEqual(['known at once', 'known later', 'later']);
      expect(await idsAsOf(events, 29)).toEqual(['known at once', 'known later', 'later']);
      expect(await idsAsOf(events, 30)).toEqual(['known at once', 'known later', 'later', 'known before']);
      expect(await idsAsOf(events, null)).toEqual(await idsAsOf(events, 30));
    },
  );

  storeTest(
    factory,
    'everything stored is read without a time, however far ahead',
    async ({ store: { events } }) => {
      const at = Date.parse('9999-12-31T23:59:59.999Z');
      await events.append([
        session('far', 'u', 'd', { at }),
        session('old', 'u', 'd', { at: -62_000_000_000_000 }),
      ]);
      expect(await idsAsOf(events, null)).toEqual(['old', 'far']);
    },
  );

  storeTest(
    factory,
    'a retraction counts from the later of its at and observedAt',
    async ({ store: { events } }) => {
      await events.append([
        session('x', 'u', 'd', { at: 1 }),
        session('y', 'u', 'd', { at: 2 }),
        retraction('rx', ['s', 'x'], { at: 5, observedAt: 8 }),
        retraction('ry', ['s', 'y'], { at: 9, observedAt: 3 }),
      ]);
      expect(await idsAsOf(events, 7)).toEqual(['x', 'y']);
      expect(await idsAsOf(events, 8)).toEqual(['y']);
      expect(await idsAsOf(events, 9)).toEqual([]);
      expect(await idsAsOf(events, null)).toEqual([]);
    },
  );

  storeTest(
    factory,
    'a retraction may come before its target, or name none there is',
    async ({ store: { events } }) => {
      await events.append([retraction('r', ['s', 'x'], { at: 5 }), retraction('none', ['s', 'nothing'])]);
      await events.append([session('x', 'u', 'd', { at: 1 }), session('X', 'u', 'd', { at: 1 })]);
      expect(await idsAsOf(events, 4)).toEqual(['X', 'x']);
      expect(await idsAsOf(events, 5)).toEqual(['X']);
      expect(await events.append([session('x', 'u', 'd', { at: 1 })])).toEqual([
        { outcome: 'duplicate', seq: 3 },
      ]);
      expect(await idsAsOf(events, null)).toEqual(['X']);
    },
  );

  storeTest(
    factory,
    'a retraction of a retraction, or of itself, has no effect',
    async ({ store: { events } }) => {
      await events.append([
        session('x', 'u', 'd', { at: 1 }),
        retraction('r', ['s', 'x'], { at: 2 }),
        retraction('rr', ['s', 'r'], { at: 3 }),
        retraction('self', ['s', 'self'], { at: 3 }),
      ]);
      expect(await idsAsOf(events, 1)).toEqual(['x']);
      expect(await idsAsOf(events, null)).toEqual([]);
    },
  );

  storeTest(factory, 'a retraction names its target byte for byte', async ({ store: { events } }) => {
    await events.append(HOSTILE_IDS.map((id) => session(id, 'u', 'd')));
    for (const [i, id] of HOSTILE_IDS.entries()) await events.append([retraction(`r${i}`, ['s', id])]);
    expect(await all(events.readAsOf(null))).toEqual([]);
    await events.append([session('É', 'u', 'd'), retraction('other', ['S', 'É'])]);
    expect(await idsAsOf(events, null)).toEqual(['É']);
  });

  storeTest(
    factory,
    'thousands of events at one instant are read once each',
    async ({ store: { events } }) => {
      const ids = Array.from({ length: 5_001 }, (_, i) => `t${String(i).padStart(5, '0')}`);
      await events.append(ids.toReversed().map((id) => transfer(id, 'a', 'b')));
      expect(await idsAsOf(events, 0)).toEqual(ids);
    },
  );

  test('any events in any batches read as a plain filter and sort of them does, at any time', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvents(), fc.integer({ min: 1, max: 9 }), async (given, size) => {
        const { store } = await freshStore(factory);
        await store.acquireLease();
        for (let i = 0; i < given.length; i += size) await store.events.append(given.slice(i, i + size));
        for (const asOf of [null, ...Array.from({ length: 9 }, (_, time) => time)]) {
          expect(await all(store.events.readAsOf(asOf))).toEqual(factsInForce(given, asOf));
        }
        await store.close();
      }),
      { numRuns: factory.runs ?? 40 },
    );
  });
}

async function idsAsOf(events: EventLog, asOf: number | null): Promise<string[]> {
  return (await all<Event>(events.readAsOf(asOf))).map(({ id }) => id);
}
