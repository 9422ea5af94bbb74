import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import { openNeo4jStore } from '../../src/store/neo4j/neo4j-store.ts';
import { codesOf, graphql } from '../support/api-graphql.ts';
import { fillStore, post, send, startApi, until, wireTransfer } from '../support/api-server.ts';
import { neo4jAddress } from '../support/fresh-neo4j-store.ts';
import { canRunNeo4j, ownNeo4j } from '../support/neo4j.ts';

const SCORE_AND_STORE = 'mutation ($t: Event!) { score(transaction: $t, store: true) { stored } }';
const runs = await canRunNeo4j('lts');

describe.skipIf(!runs)('the API while Neo4j is away', () => {
  it('says so within bounded time, acknowledges nothing, shows rings, and goes on when it is back', async () => {
    const server = (await ownNeo4j({ version: 'lts' }))!;
    try {
      const options = { mode: 'create', clock: systemClock, logger: silentLogger, patience: 2_000 } as const;
      const store = await openNeo4jStore({ ...neo4jAddress(server), ...options });
      await fillStore(store);
      const api = await startApi(store, { patience: 3_000 });
      await api.server.started;
      // A server that has just begun may take longer than callers wait; sending again is safe.
      await until(
        async () => (await post(api, 'machine', '/v1/events', wireTransfer('before'))).status < 300,
      );
      await until(async () => (await send(api, null, '/ready')).status === 200);

      const score = (fields: object = {}) =>
        post(api, 'machine', '/v1/score', { transaction: wireTransfer('asked'), ...fields });
      expect((await score()).body).toMatchObject({ degraded: false, stored: false });
      // Killed while scores are asked for: every one of them is answered.
      const under = (async () => {
        const statuses: number[] = [];
        for (let i = 0; i < 60; i++) {
          statuses.push((await score()).status);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return statuses;
      })();
      await server.kill();
      const started = systemClock.elapsed();
      const answers = await Promise.all([
        post(api, 'machine', '/v1/events', wireTransfer('meanwhile')),
        send(api, null, '/ready'),
        send(api, null, '/health'),
        graphql(api, 'analyst', '{ rings(first: 1) { totalCount nodes { ringId members { role } } } }'),
        graphql(api, 'analyst', '{ entities(ids: ["User:a"]) { id } }'),
      ]);
      expect(systemClock.elapsed() - started).toBeLessThan(30_000);
      const [stored, ready, health, rings, entities] = answers;
      expect([stored.status, stored.body.error]).toMatchObject([
        503,
        { code: 'STORE_FAILED', retryable: true },
      ]);
      expect(JSON.stringify(stored.body)).not.toContain('127.0.0.1');
      expect([ready.status, ready.body]).toMatchObject([503, { ready: false }]);
      expect(health.status).toBe(200);
      expect((rings.data as { rings: { totalCount: number } }).rings.totalCount).toBeGreaterThan(1);
      expect(entities.errors[0].extensions.code).toBe('STORE_FAILED');
      expect(new Set(await under)).toEqual(new Set([200]));
      const degraded = await score({ explain: true });
      expect([degraded.status, degraded.body]).toMatchObject([
        200,
        { degraded: true, stored: false, made: 'now' },
      ]);
      expect(degraded.body.reasons).not.toBeNull();
      const known = await post(api, 'machine', '/v1/score-by-event-id', { eventId: 'before' });
      expect([known.status, known.body]).toMatchObject([200, { degraded: true, made: 'arrival' }]);
      const unstored = await score({ store: true });
      expect([unstored.status, unstored.body.error]).toMatchObject([
        503,
        { code: 'STORE_FAILED', retryable: true },
      ]);
      expect(codesOf(await graphql(api, 'admin', SCORE_AND_STORE, { t: wireTransfer('asked') }))).toEqual([
        'STORE_FAILED',
      ]);

      await server.restart();
      await until(async () => (await send(api, null, '/ready')).status === 200);
      for (const id of ['meanwhile', 'before'])
        await until(async () => (await post(api, 'machine', '/v1/events', wireTransfer(id))).status < 300);
      await until(async () => (await send(api, null, '/ready')).status === 200);
      await until(async () => (await score()).body.degraded === false);
      await until(async () => (await score({ store: true })).status < 300);
      for (const id of ['meanwhile', 'before', 'asked'])
        expect(await store.events.get(['default', id])).not.toBeNull();
      expect(await store.graph.appliedSeq()).toBe(await store.events.head());
    } finally {
      await server.stop();
    }
  });
});
