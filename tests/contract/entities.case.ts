import { expect } from 'vitest';
import { event, HOSTILE_IDS, retraction, session, transfer } from '../support/internal-events.ts';
import { byBytes } from '../support/naive-graph.ts';
import {
  all,
  catchUp,
  expectCode,
  record,
  ref,
  storeTest,
  wholeGraph,
  type StoreFactory,
} from './store-under-test.ts';
import type { Event } from '../../src/graph/model/event.ts';
import type { Store } from '../../src/store/port.ts';

const registration = (id: string, fields: Record<string, string>, at = 0): Event =>
  event('registration', id, { user: 'u', ...fields }, { at });
const change = (id: string, field: string, value: string | undefined, common = {}): Event =>
  event('profile-change', id, { user: 'u', field, ...(value === undefined ? {} : { value }) }, common);
const userProperties = async ({ graph }: Store): Promise<unknown> =>
  (await graph.entity(ref('User', 'u')))?.properties;

export function entityCases(factory: StoreFactory): void {
  storeTest(factory, 'an empty graph has nothing in it and nothing applied', async ({ store }) => {
    expect(await store.graph.appliedSeq()).toBe(0);
    expect(await store.graph.entity(ref('User', 'u'))).toBeNull();
    expect(await store.graph.edgesOf(ref('User', 'u'), 10)).toEqual([]);
    const { counts, entities } = await wholeGraph(store);
    expect(Object.values(counts.entities)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(counts.edges).toEqual({ USES_DEVICE: 0, USES_IP: 0, HAS_ACCOUNT: 0, TRANSFERS_TO: 0 });
    expect(entities.User).toEqual([]);
  });

  storeTest(
    factory,
    'ids that differ in any byte are entities of their own, and so are types',
    async ({ store }) => {
      const users = HOSTILE_IDS.map((id, i) => session(`s${i}`, id, 'd'));
      const accounts = HOSTILE_IDS.map((id, i) => transfer(`t${i}`, id, 'abc'));
      await record(store, [...users, ...accounts]);
      const sorted = HOSTILE_IDS.toSorted(byBytes);
      const found = await wholeGraph(store);
      expect(found.entities.User.map(({ id }) => id)).toEqual(sorted);
      expect(found.entities.Account.map(({ id }) => id)).toEqual(sorted);
      expect(found.edges.USES_DEVICE.map(({ from }) => from.id)).toEqual(sorted);
      for (const id of HOSTILE_IDS) {
        expect(await store.graph.entity(ref('User', id))).toEqual({ type: 'User', id, properties: {} });
        expect(await store.graph.entity(ref('Merchant', id))).toBeNull();
        expect((await store.graph.edgesOf(ref('User', id), 9)).map(({ from }) => from.id)).toEqual([id]);
      }
      expect(await store.graph.entity(ref('User', '\ud800'))).toBeNull();
      expect(await store.graph.edgesOf(ref('User', '\udc00'), 9)).toEqual([]);
    },
  );

  storeTest(factory, 'a property has its latest value in event order, not of arrival', async ({ store }) => {
    await record(store, [change('late', 'name', 'third', { at: 3 })]);
    await record(store, [registration('r', { name: 'first', address: 'home' }, 1)]);
    await record(store, [change('mid', 'name', 'second', { at: 2 })]);
    expect(await userProperties(store)).toEqual({ name: 'third', address: 'home' });
  });

  storeTest(factory, 'values of one instant are ordered by source and id, as bytes', async ({ store }) => {
    await record(store, [
      change('\u{10000}', 'name', 'last id', { source: 'b' }),
      change('\uffff', 'name', 'id before', { source: 'b' }),
      change('z', 'name', 'source before', { source: 'B' }),
    ]);
    expect(await userProperties(store)).toEqual({ name: 'last id' });
  });

  storeTest(
    factory,
    'a change without a value, or with an empty one, takes the property away',
    async ({ store }) => {
      await record(store, [registration('r', { name: 'N', email: 'a@b', phone: '1' }, 1)]);
      await record(store, [change('c1', 'name', undefined, { at: 2 }), change('c2', 'email', '', { at: 2 })]);
      expect(await userProperties(store)).toEqual({ phone: '1' });
      await record(store, [change('c3', 'name', 'again', { at: 3 })]);
      expect(await userProperties(store)).toEqual({ name: 'again', phone: '1' });
    },
  );

  storeTest(factory, 'a retracted value gives way to the one before it', async ({ store }) => {
    await record(store, [
      registration('r', { email: 'old@x' }, 1),
      change('c', 'email', 'new@x', { at: 2 }),
      retraction('rc', ['s', 'c'], { at: 9 }),
    ]);
    expect(await userProperties(store)).toEqual({ email: 'old@x' });
    const identifiers = (await all(store.graph.entities('Identifier'))).map(({ id }) => id);
    expect(identifiers).toEqual(['email:old@x']);
  });

  storeTest(factory, 'a field of no known property changes nothing, whatever its name', async ({ store }) => {
    await record(
      store,
      ['__proto__', 'constructor', 'id', 'n', 'employer'].map((field) => change(field, field, 'x')),
    );
    expect(await userProperties(store)).toEqual({});
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  storeTest(factory, 'values keep their type', async ({ store }) => {
    const expiry = Date.parse('2026-01-01T00:00:00Z');
    await record(store, [
      event('reference', 'i', {
        subject: { type: 'IpAddress', id: '::ffff:10.0.0.1' },
        isVpn: true,
        country: '1',
      }),
      event('reference', 'm', {
        subject: { type: 'Merchant', id: 'm' },
        merchantRisk: 0,
        merchantType: '\0',
      }),
      event('reference', 'd', {
        subject: { type: 'Device', id: 'd' },
        os: 'true',
        allowList: { owner: 'o', expiry },
      }),
      event('balance', 'b', {
        account: 'a',
        ledger: { minor: Number.MIN_SAFE_INTEGER, currency: 'USD' },
        available: { minor: Number.MAX_SAFE_INTEGER, currency: 'USD' },
      }),
    ]);
    const { entities } = await wholeGraph(store);
    expect(entities.IpAddress[0].properties).toEqual({
      address: '::ffff:10.0.0.1',
      block: '10.0.0.1',
      isVpn: true,
      kind: 'vpn',
      country: '1',
    });
    expect(entities.Merchant[0].properties).toEqual({ merchantRisk: 0, merchantType: '\0' });
    expect(entities.Device[0].properties).toEqual({
      fingerprint: 'd',
      os: 'true',
      allowListOwner: 'o',
      allowListExpiry: expiry,
    });
    expect(entities.Account[0].properties).toEqual({
      balance: Number.MIN_SAFE_INTEGER,
      available: Number.MAX_SAFE_INTEGER,
      currency: 'USD',
    });
  });

  storeTest(factory, 'an entity that no event mentions any more is gone', async ({ store }) => {
    await record(store, [
      session('s1', 'u', 'd1'),
      session('s2', 'u', 'd2'),
      event('label', 'l', { subject: { type: 'Device', id: 'd2' }, verdict: 'fraud' }),
      event('bank-connection', 'b', { user: 'v' }),
    ]);
    await record(store, [
      retraction('r1', ['s', 's1']),
      retraction('r2', ['s', 's2']),
      retraction('r3', ['s', 'b']),
    ]);
    expect(await store.graph.entity(ref('User', 'u'))).toBeNull();
    expect(await store.graph.entity(ref('User', 'v'))).toBeNull();
    expect((await wholeGraph(store)).entities.Device.map(({ id }) => id)).toEqual(['d2']);
    await record(store, [session('s3', 'u', 'd1')]);
    expect(await store.graph.entity(ref('User', 'u'))).not.toBeNull();
  });

  storeTest(factory, 'a retraction works before its target, twice, and of nothing', async ({ store }) => {
    await record(store, [retraction('r1', ['s', 'x']), retraction('nothing', ['s', 'nothing'])]);
    await record(store, [session('x', 'u', 'd'), session('X', 'v', 'e')]);
    await record(store, [retraction('r2', ['s', 'x']), retraction('rr', ['s', 'r1'])]);
    const { entities, counts } = await wholeGraph(store);
    expect(entities.User.map(({ id }) => id)).toEqual(['v']);
    expect(counts.edges.USES_DEVICE).toBe(1);
    expect(await store.graph.appliedSeq()).toBe(6);
  });

  storeTest(factory, 'events applied before are skipped', async ({ store }) => {
    await record(store, [session('x', 'u', 'd', { at: 1 })]);
    await store.events.append([session('y', 'u', 'd', { at: 2 })]);
    const logged = await all(store.events.readFrom(0));
    await store.graph.apply(logged);
    await store.graph.apply(logged);
    await store.graph.apply([]);
    expect((await store.graph.edgesOf(ref('User', 'u'), 9))[0]).toMatchObject({
      first: 1,
      last: 2,
      count: 2,
    });
    expect(await store.graph.appliedSeq()).toBe(2);
  });

  storeTest(
    factory,
    'what is not the next of the log is refused and leaves the graph alone',
    async ({ store }) => {
      await store.events.append([session('x', 'u', 'd'), session('y', 'v', 'd'), session('z', 'w', 'd')]);
      const [x, y, z] = await all(store.events.readFrom(0));
      await expectCode(store.graph.apply([y]), 'INTERNAL');
      await expectCode(store.graph.apply([x, z]), 'INTERNAL');
      await expectCode(store.graph.apply([x, y, z, { seq: 4, event: session('?', 'u', 'd') }]), 'INTERNAL');
      expect((await wholeGraph(store)).entities.User).toEqual([]);
      expect(await store.graph.appliedSeq()).toBe(0);
      await catchUp(store);
      expect((await wholeGraph(store)).counts.entities.User).toBe(3);
    },
  );

  storeTest(factory, 'entities come by id bytes, in bounded batches', async ({ store }) => {
    const ids = Array.from({ length: 5_500 }, (_, i) => `u${String((i * 7_919) % 5_500).padStart(4, '0')}`);
    await record(
      store,
      ids.map((id, i) => session(`s${i}`, id, 'd')),
    );
    const read: string[] = [];
    for await (const batch of store.graph.entities('User')) {
      expect(batch.length).toBeGreaterThan(0);
      expect(batch.length).toBeLessThanOrEqual(5_000);
      read.push(...batch.map(({ id }) => id));
    }
    expect(read).toEqual(ids.toSorted());
  });
}
