import { describe } from 'vitest';
import type { Clock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import type { Store } from '../../src/store/port.ts';
import { dropNeo4jStore, openNeo4jStore } from '../../src/store/neo4j/neo4j-store.ts';
import { neo4jServer } from '../support/neo4j.ts';
import type { Neo4jServer } from '../support/neo4j-server.ts';
import { withDriver } from '../support/neo4j-session.ts';
import { testStore } from './store.case.ts';
import type { StoreUnderTest } from './store-under-test.ts';

const server = await neo4jServer();
const open = new Set<Store>();

/** There is one database, so one store at a time: whatever a failed test left open is closed first. */
function maker(at: Neo4jServer): (clock: Clock) => Promise<StoreUnderTest> {
  const address = { url: `${at.uri}/${at.database}`, user: at.user, password: at.password };
  return async (clock) => {
    for (const store of open) await store.close();
    open.clear();
    await dropNeo4jStore(address, clock);
    const openAs = async (mode: 'create' | 'write'): Promise<Store> => {
      const store = await openNeo4jStore({ ...address, mode, clock, logger: silentLogger });
      open.add(store);
      return store;
    };
    const store = await openAs('create');
    return {
      store,
      openAgain: () => openAs('write'),
      shiftSchemaVersion: (by) =>
        withDriver(at, async (driver) => {
          await driver.executeQuery(
            'MATCH (m:RingfenceMeta) SET m.schemaVersion = m.schemaVersion + toInteger($by)',
            { by },
            { database: at.database },
          );
        }),
      cleanup: () => store.close(),
    };
  };
}

describe.skipIf(server === null)('Neo4j', () => {
  testStore({
    name: 'neo4j',
    make: maker(server!),
    lacks: {
      backup:
        'the Community edition copies a database only while it is stopped, and only on the server itself',
    },
    runs: 8,
  });
});
