import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/graph/model/event.ts';
import type { Store } from '../../src/store/port.ts';
import { crashEvent } from '../support/crash-events.ts';
import { freshNeo4jStore, openNeo4j } from '../support/fresh-neo4j-store.ts';
import { fullEvents } from '../support/internal-events.ts';
import { naiveGraph } from '../support/naive-graph.ts';
import { neo4jServer } from '../support/neo4j.ts';
import type { Neo4jServer } from '../support/neo4j-server.ts';
import { rowsOf, withDriver } from '../support/neo4j-session.ts';
import { catchUp, wholeGraph } from './store-under-test.ts';

const server = await neo4jServer();

/** What version 2 had in the place of what version 3 has: one node for all state. */
const AS_VERSION_2 = [
  `MATCH (m:RingfenceMeta {slot: 1}), (g:RingfenceMeta {slot: 2})
   SET m.appliedSeq = g.appliedSeq, m.dropping = g.dropping, m.schemaVersion = 2
   DELETE g`,
];
/** What version 1 had in the place of what version 2 has. */
const AS_VERSION_1 = [
  ...AS_VERSION_2,
  'DROP INDEX ringfence_event_said',
  'CREATE INDEX ringfence_event_kind FOR (n:Event) ON (n.kind)',
  "MATCH (e:Event) SET e.said = null, e.hash = 'of version 1'",
  'MATCH (m:RingfenceMeta) SET m.schemaVersion = 1',
];

/** Some of them are taken back by events before them, and others by events after them. */
const EVENTS = Array.from({ length: 200 }, (_, i) => crashEvent(i));
/** Events of the log that are not yet in the graph. */
const UNAPPLIED = 45;

async function run(at: Neo4jServer, texts: readonly string[]): Promise<void> {
  await withDriver(at, async (driver) => {
    for (const text of texts) await driver.executeQuery(text, {}, { database: at.database });
  });
}

/** A store whose graph is behind its log, turned into one of an older version. @returns how far its graph is */
async function olderStore(
  at: Neo4jServer,
  statements: readonly string[],
  events: readonly Event[],
): Promise<number> {
  const store = await freshNeo4jStore(at);
  await store.acquireLease();
  const applied = Math.max(0, events.length - UNAPPLIED);
  await store.events.append(events.slice(0, applied));
  await catchUp(store);
  await store.events.append(events.slice(applied));
  await store.close();
  await run(at, statements);
  return applied;
}

async function expectWholeGraph(store: Store): Promise<void> {
  await catchUp(store);
  const { entities, edges } = await wholeGraph(store);
  expect({ entities, edges }).toEqual(naiveGraph(EVENTS));
}

describe.skipIf(server === null)('a Neo4j store of schema version 1', () => {
  it('is refused until it is migrated, and then has all that this version has', async () => {
    const events = fullEvents();
    const appliedSeq = await olderStore(server!, AS_VERSION_1, events);
    await expect(openNeo4j(server!, 'write')).rejects.toMatchObject({ code: 'STORE_SCHEMA' });
    const store = await openNeo4j(server!, 'create');
    expect(await store.check()).toMatchObject({ ok: true, problems: [], schemaVersion: 5, appliedSeq });
    const names = await rowsOf(server!, "SHOW INDEXES YIELD name WHERE name STARTS WITH 'ringfence_event_'");
    expect(names.map(({ name }) => name)).not.toContain('ringfence_event_kind');
    const said = await rowsOf(server!, 'MATCH (e:Event {said: true}) RETURN e.kind AS kind ORDER BY kind');
    expect([...new Set(said.map(({ kind }) => kind))]).toEqual(['label', 'reference']);
    await store.acquireLease();
    const again = await store.events.append(events);
    expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['duplicate']));
    await store.close();
  });
});

describe.skipIf(server === null)('a Neo4j store of schema version 2', () => {
  it('keeps how far its graph is, also when the migration is done again, and goes on from there', async () => {
    const appliedSeq = await olderStore(server!, AS_VERSION_2, EVENTS);
    await expect(openNeo4j(server!, 'write')).rejects.toMatchObject({ code: 'STORE_SCHEMA' });
    const state = { ok: true, problems: [], schemaVersion: 5, head: EVENTS.length };
    const store = await openNeo4j(server!, 'create');
    expect(await store.check()).toMatchObject({ ...state, appliedSeq });
    await store.acquireLease();
    await expectWholeGraph(store);
    await store.close();
    await run(server!, ['MATCH (m:RingfenceMeta {slot: 1}) SET m.schemaVersion = 2']);
    const again = await openNeo4j(server!, 'create');
    expect(await again.check()).toMatchObject({ ...state, appliedSeq: EVENTS.length });
    await again.close();
  });

  it('still has the lease of a writer that died, and is not the place of two', async () => {
    await olderStore(server!, AS_VERSION_2, EVENTS);
    // Another machine: whether its process is gone cannot be seen, only that its last sign of life is old.
    await run(server!, [
      `MATCH (m:RingfenceMeta) SET m.leaseToken = 'dead', m.leasePid = 1, m.leaseHost = 'elsewhere',
       m.leaseProcessStart = 0, m.leaseHeartbeat = 1`,
    ]);
    const store = await openNeo4j(server!, 'create');
    await store.acquireLease();
    await expectWholeGraph(store);
    await store.close();
  });
});
