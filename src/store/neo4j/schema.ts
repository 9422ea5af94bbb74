import { RingfenceError } from '../../kernel/errors.ts';
import type { Connection } from './connection.ts';
import { cypherNames, cypherText } from './cypher-files.ts';
import type { StoreMeta } from './store-meta.ts';

/**
 * Rises when the constraints, indexes or the form of nodes change; the folder `cypher/schema` has the statements of
 * every version by their names (`v1-…`), each repeatable. What a later version drops is made by none before it.
 */
export const SCHEMA_VERSION = 5;

/** Every label of ours; a database with a node of any other is somebody else's. */
const LABELS = [
  'Event',
  'User',
  'Device',
  'Account',
  'IpAddress',
  'Merchant',
  'Identifier',
  'Finding',
  'Ring',
  'RingAlias',
  'DetectionRun',
  'Currency',
  'Document',
  'VectorSnapshot',
  'RingfenceMeta',
] as const;

export interface DatabaseState {
  readonly kind: 'empty' | 'store' | 'foreign';
  /** Null unless it is a store. */
  readonly meta: StoreMeta | null;
}

/** What stands in the database. Time linear in the nodes there are where it is a store of ours. */
export async function databaseState(connection: Connection): Promise<DatabaseState> {
  const [row] = await connection.rows<{ meta: StoreMeta | null; foreign: boolean; filled: boolean }>(
    'store/schema-state',
    { labels: LABELS },
  );
  if (row.foreign || (row.filled && row.meta === null)) return { kind: 'foreign', meta: null };
  return row.meta === null ? { kind: 'empty', meta: null } : { kind: 'store', meta: row.meta };
}

/** The meta node, or null. */
export async function readMeta(connection: Connection): Promise<StoreMeta | null> {
  const [row] = await connection.rows<{ meta: StoreMeta }>('store/read-meta');
  return row?.meta ?? null;
}

/**
 * Refuses a database that is no store of exactly this schema.
 * @throws RingfenceError STORE_MISSING, STORE_SCHEMA, STORE_CORRUPT
 */
export async function requireSchema(connection: Connection): Promise<void> {
  const meta = await readMeta(connection);
  if (meta === null) {
    if ((await databaseState(connection)).kind === 'foreign') throw foreignDatabase(connection.url);
    throw new RingfenceError('STORE_MISSING', `store ${connection.url}: the database is empty`);
  }
  const version = meta.schemaVersion;
  if (version === SCHEMA_VERSION) return;
  const [knows, wayOut] =
    version < SCHEMA_VERSION
      ? ['needs', 'migrate it with `ringfence init-db`']
      : ['knows up to', 'use a newer Ringfence, or another store'];
  throw new RingfenceError(
    'STORE_SCHEMA',
    `store ${connection.url} has schema version ${version}, this Ringfence ${knows} ${SCHEMA_VERSION}: ${wayOut}`,
    { found: version, needed: SCHEMA_VERSION },
  );
}

/**
 * Makes constraints, indexes and the meta node in an empty database, or completes those of an older version; a store
 * that is up to date is left alone. The meta node comes last, so that what was interrupted is done again.
 * @throws RingfenceError STORE_SCHEMA (newer), STORE_CORRUPT (somebody else's data), and what `beforeMigration` throws
 */
export async function migrate(connection: Connection, beforeMigration: () => Promise<void>): Promise<void> {
  const known = await readMeta(connection);
  if (known !== null && known.schemaVersion === SCHEMA_VERSION) return;
  if (known !== null && known.schemaVersion > SCHEMA_VERSION) return requireSchema(connection);
  const { kind } = await databaseState(connection);
  if (kind === 'foreign') throw foreignDatabase(connection.url);
  if (kind === 'store') await beforeMigration();
  for (const name of cypherNames('schema')) await connection.once(name);
  await connection.once('store/await-indexes');
  await connection.transaction((run) => run('store/make-meta', { version: SCHEMA_VERSION }));
}

/** Names of all constraints and indexes, as the statements that make them give them. */
export function schemaNames(): readonly string[] {
  return cypherNames('schema').flatMap((name) => {
    const made = /\bCREATE (?:CONSTRAINT|INDEX) (ringfence_\w+)/.exec(cypherText(name));
    return made === null ? [] : [made[1]];
  });
}

export function foreignDatabase(url: string): RingfenceError {
  return new RingfenceError(
    'STORE_CORRUPT',
    `store ${url}: the database holds something else than a Ringfence store (nodes that are not ours); ` +
      'it is left untouched, name another database',
  );
}
