import { auth, driver as connect, type Driver } from 'neo4j-driver';
import type { Neo4jServer } from './neo4j-server.ts';

/** What it takes to log in. */
export type Neo4jLogin = Pick<Neo4jServer, 'uri' | 'user' | 'password'>;

/** A driver for a test server, which gives up soon: a test wants to know. The caller closes it. */
export function driverOf({ uri, user, password }: Neo4jLogin): Driver {
  return connect(uri, auth.basic(user, password), {
    telemetryDisabled: true,
    maxTransactionRetryTime: 1_000,
  });
}

/** Runs `use` with a driver and closes it, whatever happens. */
export async function withDriver<T>(login: Neo4jLogin, use: (driver: Driver) => Promise<T>): Promise<T> {
  const driver = driverOf(login);
  try {
    return await use(driver);
  } finally {
    await driver.close();
  }
}

/** Rows of one query, each as a plain object. */
export async function rowsOf(
  login: Neo4jLogin,
  text: string,
  parameters: object = {},
): Promise<Record<string, unknown>[]> {
  return await withDriver(login, async (driver) => {
    const { records } = await driver.executeQuery(text, parameters, { database: 'neo4j' });
    return records.map((record) => record.toObject());
  });
}
