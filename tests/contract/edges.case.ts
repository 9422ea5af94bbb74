import { expect } from 'vitest';
import { event, HOSTILE_IDS, retraction, session, transfer } from '../support/internal-events.ts';
import { byBytes } from '../support/naive-graph.ts';
import { all, record, ref, storeTest, wholeGraph, type StoreFactory } from './store-under-test.ts';
import type { Edge } from '../../src/store/port.ts';

const brief = ({ type, from, to, transfer }: Edge): string =>
  [type, from.id, to.id, ...(transfer ? [transfer.event[1]] : [])].join(' ');

export function edgeCases(factory: StoreFactory): void {
  storeTest(factory, 'many entities, counts and events can be asked for in one call', async ({ store }) => {
    const events = [
      session('s1', 'u1', 'd1'),
      session('s2', 'u1', 'd1'),
      session('s3', 'u2', 'd1'),
      transfer('t1', 'a', 'b'),
      transfer('t2', 'a', 'b'),
      transfer('t3', 'c', 'a'),
      transfer('t4', 'a', 'a'),
    ];
    await record(store, events);
    const refs = [ref('Device', 'd1'), ref('User', 'nobody'), ref('Account', 'a'), ref('Account', '\ud800')];
    const found = await store.graph.lookUp([...refs, ref('Device', 'd1'), ref('User', 'd1')]);
    expect(found.map((entity) => entity?.id ?? null)).toEqual(['d1', null, 'a', null, 'd1', null]);
    expect(found[0]).toEqual(await store.graph.entity(ref('Device', 'd1')));
    expect(await store.graph.neighbourCounts(refs)).toEqual([
      [{ type: 'USES_DEVICE', direction: 'in', neighbours: 2 }],
      [],
      [
        { type: 'TRANSFERS_TO', direction: 'out', neighbours: 1 },
        { type: 'TRANSFERS_TO', direction: 'in', neighbours: 1 },
      ],
      [],
    ]);
    expect(await store.graph.neighbourCounts([])).toEqual([]);
    const { source } = events[0];
    const logged = await store.events.lookUp([
      [source, 't3'],
      ['no', 't3'],
      [source, 's1'],
      [source, ''],
    ]);
    expect(logged.map((entry) => entry?.seq ?? null)).toEqual([6, null, 1, null]);
    expect(logged[0]?.event).toEqual(events[5]);
    expect(await store.graph.lookUp([])).toEqual([]);
    const inner = [ref('Account', 'a'), ref('User', 'u1'), ref('Account', 'b'), ref('Device', 'd1')];
    const among = await store.graph.edgesAmong(inner, 9);
    expect(among.map(brief)).toEqual([
      'TRANSFERS_TO a a t4',
      'TRANSFERS_TO a b t1',
      'TRANSFERS_TO a b t2',
      'USES_DEVICE u1 d1',
    ]);
    expect(among[3]).toEqual((await store.graph.edgesOf(ref('User', 'u1'), 9))[0]);
    expect(await store.graph.edgesAmong(inner, 2)).toEqual(among.slice(0, 2));
    expect(await store.graph.edgesAmong([ref('User', 'u1'), ref('Account', '\ud800')], 9)).toEqual([]);
  });

  storeTest(factory, 'uses of one pair are one edge with first, last and count', async ({ store }) => {
    await record(store, [session('b', 'u', 'd', { at: 5 }), session('a', 'u', 'd', { at: 2 })]);
    await record(store, [session('c', 'u', 'd', { at: 9 }), session('e', 'u', 'd', { at: 5, source: 'z' })]);
    expect(await all(store.graph.edges('USES_DEVICE'))).toEqual([
      { type: 'USES_DEVICE', from: ref('User', 'u'), to: ref('Device', 'd'), first: 2, last: 9, count: 4 },
    ]);
    await record(store, [retraction('r1', ['s', 'a']), retraction('r2', ['s', 'c'])]);
    expect((await all(store.graph.edges('USES_DEVICE')))[0]).toMatchObject({ first: 5, last: 5, count: 2 });
  });

  storeTest(factory, 'each kind of event makes the edges it names', async ({ store }) => {
    const who = { user: 'u', device: 'd', ip: '10.0.0.1' };
    const amount = { minor: 1, currency: 'USD' };
    await record(store, [
      event('registration', '1', who),
      event('session', '2', who),
      event('transfer', '3', { from: 'a', to: 'b', amount, ...who }),
      event('payment', '4', { account: 'a', merchant: 'm', amount, ...who }),
      event('account-opened', '5', { user: 'u', account: 'a' }),
      event('session', '6', { user: 'v', ip: '10.0.0.2' }),
      event('payment', '7', { account: 'c', merchant: 'm', amount, device: 'lone' }),
    ]);
    const { edges, counts } = await wholeGraph(store);
    expect(Object.values(edges).flat().map(brief).sort()).toEqual([
      'HAS_ACCOUNT u a',
      'TRANSFERS_TO a b 3',
      'USES_DEVICE u d',
      'USES_IP u 10.0.0.1',
      'USES_IP v 10.0.0.2',
    ]);
    expect(edges.USES_DEVICE[0].count).toBe(4);
    expect(counts.entities).toEqual({
      User: 2,
      Device: 2,
      Account: 3,
      IpAddress: 2,
      Merchant: 1,
      Identifier: 0,
    });
  });

  storeTest(
    factory,
    'every transfer is an edge of its own, parallel ones and those to itself too',
    async ({ store }) => {
      await record(store, [
        transfer('2', 'a', 'b', 7, { at: 1 }),
        transfer('1', 'a', 'b', 7, { at: 1 }),
        transfer('3', 'a', 'a', Number.MAX_SAFE_INTEGER, { at: 0 }),
        transfer('4', 'b', 'a', 0, { at: 0 }),
      ]);
      const edges = await all(store.graph.edges('TRANSFERS_TO'));
      expect(edges.map(brief)).toEqual([
        'TRANSFERS_TO a a 3',
        'TRANSFERS_TO a b 1',
        'TRANSFERS_TO a b 2',
        'TRANSFERS_TO b a 4',
      ]);
      expect(edges[0]).toEqual({
        type: 'TRANSFERS_TO',
        from: ref('Account', 'a'),
        to: ref('Account', 'a'),
        first: 0,
        last: 0,
        count: 1,
        transfer: { event: ['s', '3'], minor: Number.MAX_SAFE_INTEGER, currency: 'USD' },
      });
      expect((await store.graph.edgesOf(ref('Account', 'a'), 9)).map(brief)).toEqual(edges.map(brief));
      await record(store, [retraction('r', ['s', '1']), retraction('r3', ['s', '3'])]);
      expect((await all(store.graph.edges('TRANSFERS_TO'))).map(brief)).toEqual([
        'TRANSFERS_TO a b 2',
        'TRANSFERS_TO b a 4',
      ]);
    },
  );

  storeTest(factory, 'an edge keeps what left the payer, whatever arrived', async ({ store }) => {
    const amount = { minor: 5, currency: 'USD' };
    await record(store, [
      event('transfer', 't', { from: 'a', to: 'b', amount, received: { minor: 4, currency: 'EUR' } }),
    ]);
    expect((await all(store.graph.edges('TRANSFERS_TO')))[0].transfer).toEqual({
      event: ['s', 't'],
      ...amount,
    });
  });

  storeTest(
    factory,
    "an entity's edges come in the order type, from, to, event, up to a limit",
    async ({ store }) => {
      await record(store, [
        event('account-opened', 'o1', { user: 'u2', account: 'x' }),
        event('account-opened', 'o2', { user: 'u1', account: 'x' }),
        transfer('t4', 'y', 'x', 1, { at: 0 }),
        transfer('t3', 'x', 'y', 1, { at: 9 }),
        transfer('t2', 'x', 'y', 1, { at: 1, source: 'b' }),
        transfer('t1', 'x', 'y', 1, { at: 1, source: 'a' }),
        transfer('t5', 'x', '\u{10000}'),
        transfer('t6', 'x', '\uffff'),
        transfer('t7', 'X', 'x'),
        transfer('t8', 'y', 'z'),
      ]);
      const expected = [
        'HAS_ACCOUNT u1 x',
        'HAS_ACCOUNT u2 x',
        'TRANSFERS_TO X x t7',
        'TRANSFERS_TO x y t1',
        'TRANSFERS_TO x y t2',
        'TRANSFERS_TO x y t3',
        'TRANSFERS_TO x \uffff t6',
        'TRANSFERS_TO x \u{10000} t5',
        'TRANSFERS_TO y x t4',
      ];
      for (let limit = 0; limit <= expected.length + 1; limit++) {
        expect((await store.graph.edgesOf(ref('Account', 'x'), limit)).map(brief)).toEqual(
          expected.slice(0, limit),
        );
      }
    },
  );

  storeTest(factory, 'a user, a device and an address each see their uses', async ({ store }) => {
    await record(store, [
      event('session', '1', { user: 'u', device: 'e', ip: '10.0.0.1' }),
      event('session', '2', { user: 'u', device: 'd' }),
      event('session', '3', { user: 'v', device: 'd' }),
    ]);
    const at = async (type: 'User' | 'Device' | 'IpAddress', id: string): Promise<string[]> =>
      (await store.graph.edgesOf(ref(type, id), 9)).map(brief);
    expect(await at('User', 'u')).toEqual(['USES_DEVICE u d', 'USES_DEVICE u e', 'USES_IP u 10.0.0.1']);
    expect(await at('Device', 'd')).toEqual(['USES_DEVICE u d', 'USES_DEVICE v d']);
    expect(await at('IpAddress', '10.0.0.1')).toEqual(['USES_IP u 10.0.0.1']);
  });

  storeTest(
    factory,
    'edges come in the order from, to, event, in bounded batches, hubs or not',
    async ({ store }) => {
      const ids = HOSTILE_IDS.slice(0, 30);
      const many = Array.from({ length: 12_000 }, (_, i) => {
        const at = (i * 31) % 100;
        return i % 2 === 0
          ? transfer(`t${i}`, 'hub', ids[i % 30], i, { at })
          : transfer(`t${i}`, ids[i % 30], ids[(i * 7) % 30], i, { at });
      });
      await record(store, many);
      const read: Edge[] = [];
      for await (const batch of store.graph.edges('TRANSFERS_TO')) {
        expect(batch.length).toBeGreaterThan(0);
        expect(batch.length).toBeLessThanOrEqual(5_000);
        read.push(...batch);
      }
      expect(read).toHaveLength(many.length);
      const sorted = read.toSorted(
        (a, b) =>
          byBytes(a.from.id, b.from.id) ||
          byBytes(a.to.id, b.to.id) ||
          a.first - b.first ||
          byBytes(a.transfer!.event[1], b.transfer!.event[1]),
      );
      expect(read.map(brief)).toEqual(sorted.map(brief));
      expect(new Set(read.map(({ transfer }) => transfer!.event[1])).size).toBe(many.length);
    },
  );

  storeTest(
    factory,
    'several readers of the same edges, one given up early, do not disturb each other',
    async ({ store }) => {
      await record(
        store,
        Array.from({ length: 6_000 }, (_, i) => transfer(`t${i}`, `a${i % 10}`, 'b', 1, { at: i })),
      );
      let outer = 0;
      for await (const batch of store.graph.edges('TRANSFERS_TO')) {
        outer += batch.length;
        for await (const inner of store.graph.edges('TRANSFERS_TO')) {
          expect(inner.length).toBeGreaterThan(0);
          break;
        }
        await record(store, [session(`s${outer}`, 'u', 'd')]);
      }
      expect(outer).toBe(6_000);
      expect((await all(store.graph.edges('TRANSFERS_TO'))).length).toBe(6_000);
    },
  );
}
