import { describe } from 'vitest';
import { freshNeo4jStore, openNeo4j } from '../support/fresh-neo4j-store.ts';
import { neo4jServer } from '../support/neo4j.ts';
import type { Neo4jServer } from '../support/neo4j-server.ts';
import { withDriver } from '../support/neo4j-session.ts';
import { testStore } from './store.case.ts';
import type { StoreFactory } from './store-under-test.ts';

const server = await neo4jServer();

function maker(at: Neo4jServer): StoreFactory['make'] {
  return async (clock) => {
    const store = await freshNeo4jStore(at, clock);
    return {
      store,
      openAgain: () => openNeo4j(at, 'write', clock),
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
