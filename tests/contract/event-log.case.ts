import { expect } from 'vitest';
import fc from 'fast-check';
import type { Event } from '../../src/graph/model/event.ts';
import type { LoggedEvent } from '../../src/store/port.ts';
import { event, fullEvents, HOSTILE_IDS, retraction, session, transfer } from '../support/internal-events.ts';
import { all, expectCode, freshStore, storeTest, type StoreFactory } from './store-under-test.ts';
import { test } from 'vitest';

export function eventLogCases(factory: StoreFactory): void {
  storeTest(factory, 'an empty log has head 0 and nothing to read', async ({ store: { events } }) => {
    expect(await events.head()).toBe(0);
    expect(await events.get(['s', 'x'])).toBeNull();
    expect(await all(events.readFrom(0))).toEqual([]);
    expect(await all(events.readAsOf(null))).toEqual([]);
    expect(await events.counts()).toEqual({});
    expect(await events.append([])).toEqual([]);
  });

  storeTest(
    factory,
    'events get the numbers 1, 2, 3, … in the order given',
    async ({ store: { events } }) => {
      const outcomes = await events.append([
        session('b', 'u', 'd', { at: 9 }),
        session('a', 'u', 'd', { at: 1 }),
      ]);
      expect(outcomes).toEqual([accepted(1), accepted(2)]);
      expect(await events.append([session('c', 'u', 'd')])).toEqual([accepted(3)]);
      expect(await events.head()).toBe(3);
      const logged = await all(events.readFrom(0));
      expect(logged.map(({ seq, event: { id } }) => [seq, id])).toEqual([
        [1, 'b'],
        [2, 'a'],
        [3, 'c'],
      ]);
    },
  );

  storeTest(factory, 'an event of every kind comes back as it went in', async ({ store: { events } }) => {
    const extremes = [
      transfer('most', 'a', 'b', Number.MAX_SAFE_INTEGER),
      event('balance', 'least', {
        account: 'a',
        ledger: { minor: Number.MIN_SAFE_INTEGER, currency: 'USD' },
        available: { minor: 0, currency: 'XBT' },
      }),
      session('early', 'u', 'd', { at: Date.parse('0000-01-01T00:00:00Z') }),
      session('late', 'u', 'd', { at: Date.parse('9999-12-31T23:59:59.999Z') }),
      event('registration', 'text', {
        user: 'u',
        name: 'nul \0 quote " \\ \n \u2028 é e\u0301 \u{1f600}',
        email: '',
      }),
      event('session', 'place', { user: 'u', location: { lat: -0.1, lon: 1e-7 } }),
    ];
    const given = [...fullEvents(), ...extremes];
    await events.append(given);
    expect((await all(events.readFrom(0))).map((logged) => logged.event)).toStrictEqual(given);
    for (const one of given) {
      expect((await events.get([one.source, one.id]))?.event).toStrictEqual(one);
    }
  });

  storeTest(factory, 'the same key with the same body is a duplicate', async ({ store: { events } }) => {
    await events.append([transfer('t1', 'a', 'b'), transfer('t2', 'a', 'b')]);
    expect(await events.append([transfer('t2', 'a', 'b')])).toEqual([{ outcome: 'duplicate', seq: 2 }]);
    expect(await events.head()).toBe(2);
  });

  storeTest(
    factory,
    'neither the order of fields nor absent ones make another body',
    async ({ store: { events } }) => {
      const first = transfer('t', 'a', 'b');
      await events.append([first]);
      const turned = Object.fromEntries(
        Object.entries({ ...first, rail: undefined }).toReversed(),
      ) as unknown as Event;
      expect(await events.append([turned])).toEqual([{ outcome: 'duplicate', seq: 1 }]);
    },
  );

  storeTest(
    factory,
    'the same key with another body is a conflict and the first is kept',
    async ({ store }) => {
      const { events } = store;
      const first = transfer('t', 'a', 'b', 100);
      await events.append([first]);
      for (const other of [
        transfer('t', 'a', 'b', 101),
        transfer('t', 'a', 'b', 100, { at: 1, observedAt: 0 }),
        transfer('t', 'a', 'b', 100, { observedAt: 1 }),
        session('t', 'a', 'b'),
        { ...first, rail: '' } as Event,
      ]) {
        expect(await events.append([other])).toEqual([{ outcome: 'conflict', seq: 1 }]);
      }
      expect((await events.get(['s', 't']))?.event).toEqual(first);
      expect(await events.counts()).toEqual({ transfer: 1 });
    },
  );

  storeTest(
    factory,
    'duplicates and conflicts inside one batch are seen too',
    async ({ store: { events } }) => {
      const outcomes = await events.append([
        transfer('t', 'a', 'b', 1),
        transfer('t', 'a', 'b', 1),
        transfer('t', 'a', 'b', 2),
        transfer('u', 'a', 'b', 1),
      ]);
      expect(outcomes).toEqual([
        accepted(1),
        { outcome: 'duplicate', seq: 1 },
        { outcome: 'conflict', seq: 1 },
        accepted(2),
      ]);
    },
  );

  storeTest(
    factory,
    'known events strewn over a long batch leave no gap in the numbers',
    async ({ store }) => {
      const { events } = store;
      const old = Array.from({ length: 50 }, (_, i) => transfer(`t${i * 7}`, 'a', 'b'));
      await events.append(old);
      const outcomes = await events.append(
        Array.from({ length: 350 }, (_, i) => transfer(`t${i}`, 'a', 'b')),
      );
      const duplicates = outcomes.flatMap(({ outcome }, i) => (outcome === 'duplicate' ? [i] : []));
      expect(duplicates).toEqual(old.map((_, i) => i * 7));
      expect(outcomes.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(300);
      const seqs = (await all(events.readFrom(0))).map(({ seq }) => seq);
      expect(seqs).toEqual(Array.from({ length: 350 }, (_, i) => i + 1));
    },
  );

  storeTest(
    factory,
    'keys compare byte for byte, the source apart from the id',
    async ({ store: { events } }) => {
      const keys = [
        ...HOSTILE_IDS.map((id) => ['s', id] as const),
        ...HOSTILE_IDS.map((source) => [source, 'x'] as const),
        ['a', 'bc'] as const,
        ['ab', 'c'] as const,
        ['ab', 'C'] as const,
        ['AB', 'c'] as const,
      ];
      const given = keys.map(([source, id], i) => transfer(id, 'a', 'b', i, { source }));
      const outcomes = await events.append(given);
      expect(outcomes.every(({ outcome }) => outcome === 'accepted')).toBe(true);
      for (const [i, key] of keys.entries()) {
        expect(await events.get(key)).toEqual({ seq: i + 1, event: given[i] });
      }
    },
  );

  storeTest(factory, 'a key that no event can have finds nothing', async ({ store: { events } }) => {
    await events.append([transfer('\ufffd', 'a', 'b'), transfer('x', 'a', 'b')]);
    for (const id of ['', '\ud800', 'x\0', 'X', 'x '.repeat(200)])
      expect(await events.get(['s', id])).toBeNull();
  });

  storeTest(
    factory,
    'a batch with an impossible event is refused as a whole',
    async ({ store: { events } }) => {
      const good = transfer('good', 'a', 'b');
      for (const bad of [
        transfer('\ud800', 'a', 'b'),
        transfer('', 'a', 'b'),
        transfer('nul\0', 'a', 'b'),
        transfer('x'.repeat(257), 'a', 'b'),
        transfer('bad', '\udfff', 'b'),
        transfer('bad', 'a', 'b', Number.NaN),
        transfer('bad', 'a', 'b', Number.POSITIVE_INFINITY),
        session('bad', 'u', 'd', { at: Number.NaN }),
      ]) {
        await expectCode(events.append([good, bad]), 'EVENT_INVALID');
      }
      expect(await events.head()).toBe(0);
      expect(await events.append([good])).toEqual([accepted(1)]);
    },
  );

  storeTest(
    factory,
    'reading from a number gives what came after it, retractions and all',
    async ({ store }) => {
      const { events } = store;
      const given = [transfer('t', 'a', 'b'), retraction('r', ['s', 't']), session('x', 'u', 'd')];
      await events.append(given);
      expect(await all(events.readFrom(1))).toEqual([
        { seq: 2, event: given[1] },
        { seq: 3, event: given[2] },
      ]);
      expect(await all(events.readFrom(3))).toEqual([]);
      expect(await all(events.readFrom(99))).toEqual([]);
      expect((await events.get(['s', 't']))?.seq).toBe(1);
    },
  );

  storeTest(factory, 'batches of both readers are bounded and never empty', async ({ store: { events } }) => {
    const count = 12_000;
    await events.append(
      Array.from({ length: count }, (_, i) => transfer(`t${i}`, 'a', 'b', 1, { at: i % 3 })),
    );
    for (const reader of [events.readFrom(0), events.readAsOf(null)]) {
      let total = 0;
      for await (const batch of reader) {
        expect(batch.length).toBeGreaterThan(0);
        expect(batch.length).toBeLessThanOrEqual(10_000);
        total += batch.length;
      }
      expect(total).toBe(count);
    }
  });

  storeTest(
    factory,
    'a reader keeps to what was there when it began, and lets others read',
    async ({ store }) => {
      const { events } = store;
      const before = Array.from({ length: 12_000 }, (_, i) => transfer(`t${i}`, 'a', 'b', 1, { at: i * 2 }));
      await events.append(before);
      const readers = [events.readFrom(0), events.readAsOf(null)] as AsyncIterable<
        readonly (Event | LoggedEvent)[]
      >[];
      for (const [round, reader] of readers.entries()) {
        const ids: string[] = [];
        for await (const batch of reader) {
          if (ids.length === 0) {
            // New events between and after those being read, and one of them taken back.
            await events.append([
              transfer(`between${round}`, 'a', 'b', 1, { at: 20_001 }),
              transfer(`after${round}`, 'a', 'b', 1, { at: 99_999 }),
              retraction(`r${round}`, ['s', `t${11_000 + round}`]),
            ]);
            expect((await all(events.readFrom(11_999))).length).toBe(1 + 3 * (round + 1));
          }
          ids.push(...batch.map((item) => ('event' in item ? item.event.id : item.id)));
        }
        const expected = before.map(({ id }) => id);
        // The second reader began after the first round's writes.
        if (round === 1) {
          expected.splice(expected.indexOf('t11000'), 1);
          expected.splice(expected.indexOf('t10001'), 0, 'between0');
          expected.push('after0');
        }
        expect(ids).toEqual(expected);
      }
    },
  );

  storeTest(factory, 'events are counted by kind, each once', async ({ store: { events } }) => {
    await events.append([
      ...fullEvents(),
      session('x', 'u', 'd'),
      session('x', 'u', 'd'),
      session('y', 'u', 'd'),
    ]);
    const expected = Object.fromEntries(fullEvents().map(({ kind }) => [kind, 1]));
    expect(await events.counts()).toEqual({ ...expected, session: 3 });
  });

  test('any batching of any events, repeats and all, has the outcomes of a plain list', async () => {
    const anEvent = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'A', 'é', 'e\u0301'), minor: fc.nat(1) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(anEvent, { maxLength: 30 }), { maxLength: 5 }), async (batches) => {
        const { store } = await freshStore(factory);
        await store.acquireLease();
        const kept: { id: string; minor: number }[] = [];
        for (const batch of batches) {
          const outcomes = await store.events.append(
            batch.map(({ id, minor }) => transfer(id, 'a', 'b', minor)),
          );
          const expected = batch.map(({ id, minor }) => {
            const index = kept.findIndex((one) => one.id === id);
            if (index < 0) return accepted(kept.push({ id, minor }));
            return { outcome: kept[index].minor === minor ? 'duplicate' : 'conflict', seq: index + 1 };
          });
          expect(outcomes).toEqual(expected);
        }
        expect(await store.events.head()).toBe(kept.length);
        await store.close();
      }),
      { numRuns: factory.runs ?? 40 },
    );
  });
}

function accepted(seq: number): { outcome: 'accepted'; seq: number } {
  return { outcome: 'accepted', seq };
}
