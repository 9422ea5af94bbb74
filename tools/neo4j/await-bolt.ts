import { setTimeout as wait } from 'node:timers/promises';
import { auth, driver as connect, Neo4jError } from 'neo4j-driver';

const BETWEEN_TRIES_MS = 150;
const ANSWER_WITHIN_MS = 5_000;

export interface Credentials {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
}

interface Statement {
  readonly text: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly database: string;
}

/** Waits until the server runs a query on its user database for these credentials. */
export async function awaitBolt(
  credentials: Credentials,
  hasEnded: () => boolean,
  withinMs: number,
): Promise<void> {
  await untilAnswered(
    credentials,
    { text: 'RETURN 1', parameters: {}, database: 'neo4j' },
    hasEnded,
    withinMs,
  );
}

/**
 * Waits until the server answers its built-in first credentials, and replaces that password, as it demands before
 * anything else. By a query and not by a file, because the format of the file is not a public contract.
 */
export async function setFirstPassword(
  { uri, user, password }: Credentials,
  hasEnded: () => boolean,
  withinMs: number,
): Promise<void> {
  const statement = {
    text: 'ALTER CURRENT USER SET PASSWORD FROM $given TO $wanted',
    parameters: { given: 'neo4j', wanted: password },
    database: 'system',
  };
  await untilAnswered({ uri, user, password: 'neo4j' }, statement, hasEnded, withinMs);
}

/** Tries again only while the server is not up yet: a wrong password tried over and over would lock the user out. */
async function untilAnswered(
  { uri, user, password }: Credentials,
  { text, parameters, database }: Statement,
  hasEnded: () => boolean,
  withinMs: number,
): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  const driver = connect(uri, auth.basic(user, password), {
    connectionTimeout: ANSWER_WITHIN_MS,
    connectionAcquisitionTimeout: ANSWER_WITHIN_MS,
    maxTransactionRetryTime: 0,
    telemetryDisabled: true,
  });
  try {
    for (;;) {
      try {
        await driver.executeQuery(text, parameters, { database });
        return;
      } catch (error) {
        if (!isNotUpYet(error)) throw error;
        if (hasEnded()) throw new Error('the server ended before it answered', { cause: error });
        if (performance.now() > giveUpAt) {
          throw new Error(`the server did not answer within ${withinMs / 1000} s`, { cause: error });
        }
        await wait(BETWEEN_TRIES_MS);
      }
    }
  } finally {
    await driver.close();
  }
}

function isNotUpYet(error: unknown): boolean {
  return error instanceof Neo4jError && (error.code === 'ServiceUnavailable' || error.retriable);
}
