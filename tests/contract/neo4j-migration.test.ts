import { describe, expect, it } from 'vitest';
import { freshNeo4jStore, openNeo4j } from '../support/fresh-neo4j-store.ts';
import { fullEvents } from '../support/internal-events.ts';
import { neo4jServer } from '../support/neo4j.ts';
import type { Neo4jServer } from '../support/neo4j-server.ts';
import { rowsOf, withDriver } from '../support/neo4j-session.ts';

const server = await neo4jServer();

/** What version 1 had in the place of what version 2 has. */
const AS_VERSION_1 = [
  'DROP INDEX ringfence_event_said',
  'CREATE INDEX ringfence_event_kind FOR (n:Event) ON (n.kind)',
  "MATCH (e:Event) SET e.said = null, e.hash = 'of version 1'",
  'MATCH (m:RingfenceMeta) SET m.schemaVersion = 1',
];

async function storeOfVersion1(at: Neo4jServer): Promise<void> {
  const store = await freshNeo4jStore(at);
  await store.acquireLease();
  await store.events.append(fullEvents());
  await store.close();
  await withDriver(at, async (driver) => {
    for (const text of AS_VERSION_1) await driver.executeQuery(text, {}, { database: at.database });
  });
}

describe.skipIf(server === null)('a Neo4j store of schema version 1', () => {
  it('is refused until it is migrated, and then has all that version 2 has', async () => {
    await storeOfVersion1(server!);
    await expect(openNeo4j(server!, 'write')).rejects.toMatchObject({ code: 'STORE_SCHEMA' });
    const store = await openNeo4j(server!, 'create');
    expect(await store.check()).toMatchObject({ ok: true, problems: [], schemaVersion: 2 });
    const names = await rowsOf(server!, "SHOW INDEXES YIELD name WHERE name STARTS WITH 'ringfence_event_'");
    expect(names.map(({ name }) => name)).not.toContain('ringfence_event_kind');
    const said = await rowsOf(server!, 'MATCH (e:Event {said: true}) RETURN e.kind AS kind ORDER BY kind');
    expect([...new Set(said.map(({ kind }) => kind))]).toEqual(['label', 'reference']);
    await store.acquireLease();
    const again = await store.events.append(fullEvents());
    expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['duplicate']));
    await store.close();
  });
});
