import { int, type Driver, type QueryResult } from 'neo4j-driver';
import type { Neo4jServer } from './neo4j-server.ts';
import { withDriver } from './neo4j-session.ts';

/** Bounds the memory of one deletion: a transaction keeps what it deleted until it commits. */
const ROWS_PER_TRANSACTION = 10_000;
const WITHIN_MS = 120_000;

/**
 * Empties the database: relationships, nodes, constraints, indexes. Label and property names once used stay in
 * the store, as they do in every Neo4j; the two token lookup indexes that a new database has stay as well.
 * Time linear in what is stored.
 */
export async function wipeNeo4j(server: Neo4jServer): Promise<void> {
  await withDriver(server, async (driver) => {
    // Relationships first: detaching a hub would delete all of its relationships in one transaction.
    await run(driver, server, 'MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF $rows ROWS');
    await run(driver, server, 'MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF $rows ROWS');
    for (const name of await namesOf(driver, server, 'SHOW CONSTRAINTS YIELD name')) {
      await run(driver, server, 'DROP CONSTRAINT $name IF EXISTS', { name });
    }
    for (const name of await namesOf(
      driver,
      server,
      "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'",
    )) {
      await run(driver, server, 'DROP INDEX $name IF EXISTS', { name });
    }
  });
}

/** How many nodes the database holds. */
export async function countNodes(server: Neo4jServer): Promise<number> {
  return await withDriver(server, async (driver) => {
    const { records } = await driver.executeQuery('MATCH (n) RETURN count(n) AS nodes', {}, server);
    return records[0].get('nodes').toNumber();
  });
}

/** Deletion in batches commits as it goes, which only an auto-commit query may do: hence a session. */
async function run(
  driver: Driver,
  { database }: Neo4jServer,
  text: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<QueryResult> {
  const session = driver.session({ database });
  try {
    const all = { rows: int(ROWS_PER_TRANSACTION), ...parameters };
    return await session.run(text, all, { timeout: WITHIN_MS });
  } finally {
    await session.close();
  }
}

async function namesOf(driver: Driver, server: Neo4jServer, text: string): Promise<string[]> {
  const { records } = await run(driver, server, text);
  return records.map((record) => String(record.get('name')));
}
