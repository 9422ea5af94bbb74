import { describe } from 'vitest';
import { freshNeo4jStore } from '../support/fresh-neo4j-store.ts';
import { neo4jServer } from '../support/neo4j.ts';
import type { MakeStore } from '../support/api-server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { accessCases } from './access.case.ts';
import { graphqlCases } from './graphql.case.ts';
import { limitCases } from './limits.case.ts';
import { restCases } from './rest.case.ts';
import { riskCases } from './risk.case.ts';
import { scoringCases } from './scoring.case.ts';
import { subscriptionCases } from './subscriptions.case.ts';

const server = await neo4jServer();

describe.skipIf(server === null)('the API on Neo4j', () => {
  const make: MakeStore = () => freshNeo4jStore(server!);
  const folder = tempFolder();
  restCases('neo4j', make);
  graphqlCases('neo4j', make);
  limitCases('neo4j', make);
  accessCases('neo4j', make, folder);
  subscriptionCases('neo4j', make, folder);
  scoringCases('neo4j', make);
  riskCases('neo4j', make);
});
