import { describe } from 'vitest';
import { storeEngine } from '../support/engines.ts';
import { freshNeo4jStore } from '../support/fresh-neo4j-store.ts';
import { neo4jServer } from '../support/neo4j.ts';
import { testScenarios } from './scenario-suite.case.ts';

const server = await neo4jServer();

describe.skipIf(server === null)('scenarios', () => {
  testScenarios(
    'through a Neo4j store',
    storeEngine(() => freshNeo4jStore(server!)),
  );
});
