import { inject } from 'vitest';
import { provisionNeo4j } from '../../tools/neo4j/provision.ts';
import { NEO4J_RELEASES, type Neo4jReleaseName } from '../../tools/neo4j/releases.ts';
import { startNeo4j, type LocalNeo4j, type StartNeo4jOptions } from '../../tools/neo4j/server.ts';
import { Neo4jUnavailable } from '../../tools/neo4j/unavailable.ts';
import type { Neo4jServer } from './neo4j-server.ts';
import { refuseOrSkip } from './refuse-or-skip.ts';
import { wipeNeo4j } from './wipe-neo4j.ts';

let wiped: Promise<Neo4jServer | null> | undefined;

/**
 * The server that all test files of a run share, emptied at the first call of each file. Only for files with
 * `neo4j` in their name: vitest.config.ts gives those a server and runs them one at a time.
 *
 * ```ts
 * const server = await neo4jServer();
 * describe.skipIf(server === null)('the Neo4j store', () => { … });
 * ```
 * @returns null where no server can be had, after saying why and what would help; with CI=true that is an error.
 * @throws Error where the server that NEO4J_URI names cannot be used.
 */
export function neo4jServer(): Promise<Neo4jServer | null> {
  wiped ??= sharedServer();
  return wiped;
}

async function sharedServer(): Promise<Neo4jServer | null> {
  const shared = inject('neo4j');
  if (shared === undefined) {
    throw new Error('put neo4j into the name of this test file: only such files are given a server');
  }
  if ('failure' in shared) throw new Error(shared.failure);
  if ('reason' in shared) return refuseOrSkip('this file', shared.reason);
  await wipeNeo4j(shared.server);
  return shared.server;
}

/**
 * A server of the caller's own, for tests that kill it or need a certain release; the caller stops it. Always
 * provisioned from Maven Central, because only there is the process in our hands.
 * @returns null where this machine cannot run it, after saying why; with CI=true that is an error.
 */
export async function ownNeo4j(options: StartNeo4jOptions): Promise<LocalNeo4j | null> {
  return (await canRunNeo4j(options.version)) ? await startNeo4j(options) : null;
}

/**
 * Whether `startNeo4j` can run that release here, after fetching what it needs. Where not, says why.
 * NEO4J_CURRENT=skip excuses a machine, CI too, that has no Java for the current release.
 */
export async function canRunNeo4j(version: Neo4jReleaseName): Promise<boolean> {
  if (version === 'current' && process.env.NEO4J_CURRENT === 'skip') {
    console.warn('SKIPPED: tests on the current release of Neo4j, as NEO4J_CURRENT=skip demands');
    return false;
  }
  const release = NEO4J_RELEASES[version];
  try {
    await provisionNeo4j(release);
    return true;
  } catch (error) {
    if (!(error instanceof Neo4jUnavailable)) throw error;
    refuseOrSkip(`a server of Neo4j ${release.version}`, error.message);
    return false;
  }
}
