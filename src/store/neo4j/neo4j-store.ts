import { systemClock, type Clock } from '../../kernel/clock.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { CandidateSource } from '../candidate-source.ts';
import type { EventLog, GraphStore, Lease, RecordStore, Store, StoreCheck } from '../port.ts';
import { Neo4jCandidates } from './candidates/neo4j-candidates.ts';
import { Connection } from './connection.ts';
import { Neo4jEventLog } from './event-log.ts';
import { Neo4jGraphStore } from './graph-store.ts';
import { parseNeo4jUrl } from './neo4j-url.ts';
import { Neo4jRecordStore } from './record-store.ts';
import { databaseState, foreignDatabase, migrate, requireSchema } from './schema.ts';
import { checkStore } from './store-check.ts';
import { refuseLiveWriter, WriterLease } from './writer-lease.ts';

export interface Neo4jAddress {
  /** `neo4j://user:pass@host:port/database`, also `bolt:` and their `+s` and `+ssc` forms. */
  readonly url: string;
  /** Used where the URL names none. */
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

export interface Neo4jStoreOptions extends Neo4jAddress {
  /** `create` makes or migrates the store; `write` and `read` need one of this schema; `read` never changes it. */
  readonly mode: 'create' | 'write' | 'read';
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long a call waits for a server that does not answer, milliseconds; some 30 s when left out. */
  readonly patience?: number | undefined;
}

/** Nodes removed in one transaction. */
const DELETE_AT_ONCE = 10_000;

/**
 * Opens a store in a Neo4j database that holds nothing else.
 *
 * @throws RingfenceError STORE_UNKNOWN (an address that can't be read), STORE_FAILED (no server there, or it refuses
 * the credentials: within some seconds, naming host and port), STORE_MISSING (nothing in the database, unless it is
 * to be created), STORE_SCHEMA (made by an older or newer Ringfence), STORE_CORRUPT (other data in the database),
 * STORE_BUSY (a migration while somebody writes)
 */
export async function openNeo4jStore(options: Neo4jStoreOptions): Promise<Store> {
  const connection = connectionTo(options, options.mode === 'read', options.patience);
  try {
    await connection.verify();
    if (options.mode === 'create') {
      await migrate(connection, () => refuseLiveWriter(connection, options.clock));
    }
    await requireSchema(connection);
    return new Neo4jStore(connection, options.clock, options.logger);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/**
 * Removes a store's nodes and relationships for good; constraints and indexes stay. An empty database is fine.
 *
 * @returns whether there was something to remove
 * @throws RingfenceError STORE_CORRUPT when the database holds anything that is not ours, STORE_BUSY while somebody
 * writes to it
 */
export async function dropNeo4jStore(address: Neo4jAddress, clock: Clock = systemClock): Promise<boolean> {
  const connection = connectionTo(address, false);
  try {
    await connection.verify();
    const { kind } = await databaseState(connection);
    if (kind === 'empty') return false;
    if (kind === 'foreign') throw foreignDatabase(connection.url);
    await refuseLiveWriter(connection, clock);
    // The meta node goes last: what was interrupted is still known as ours and can be removed again.
    for (const part of ['drop-records', 'drop-edges', 'drop-entities', 'drop-events']) {
      await deleteAll(connection, `store/${part}`);
    }
    await connection.transaction((run) => run('store/drop-meta'));
    return true;
  } finally {
    await connection.close();
  }
}

/** Where detection in the database finds its candidates; null for a store of another kind. */
export function neo4jCandidates(store: Store): CandidateSource | null {
  return store instanceof Neo4jStore ? store.candidates : null;
}

async function deleteAll(connection: Connection, statement: string): Promise<void> {
  for (;;) {
    const [{ deleted }] = await connection.transaction((run) =>
      run<{ deleted: number }>(statement, { limit: DELETE_AT_ONCE }),
    );
    if (deleted === 0) return;
  }
}

function connectionTo(
  { url, user, password }: Neo4jAddress,
  readOnly: boolean,
  patience?: number,
): Connection {
  const parsed = parseNeo4jUrl(url);
  const name = parsed.user ?? user;
  const credentials = name === undefined ? null : { user: name, password: parsed.password ?? password ?? '' };
  const place = { url: parsed.shown, address: parsed.address };
  return new Connection(parsed.server, parsed.database, credentials, place, readOnly, patience);
}

class Neo4jStore implements Store {
  readonly url: string;
  readonly events: EventLog;
  readonly graph: GraphStore;
  readonly records: RecordStore;
  readonly candidates: CandidateSource;
  readonly #connection: Connection;
  readonly #lease: WriterLease;
  #closed = false;

  constructor(connection: Connection, clock: Clock, logger: Logger) {
    this.url = connection.url;
    this.#connection = connection;
    this.#lease = new WriterLease(connection, clock, logger);
    this.events = new Neo4jEventLog(connection, this.#lease);
    this.graph = new Neo4jGraphStore(connection, this.#lease);
    this.records = new Neo4jRecordStore(connection, this.#lease);
    this.candidates = new Neo4jCandidates((name, parameters) => connection.rows(name, parameters));
  }

  async acquireLease(): Promise<Lease> {
    return this.#lease.acquire();
  }

  async check(): Promise<StoreCheck> {
    return checkStore(this.#connection);
  }

  /** The Community edition has no backup of a database in use, and none that a client could ask for. */
  async backup(path: string): Promise<void> {
    throw new RingfenceError(
      'STORE_FAILED',
      `store ${this.url}: a Neo4j database cannot be copied to ${path} from here. Use \`neo4j-admin database dump\` ` +
        'on the server, or `ringfence export`, which writes all events',
      { path },
    );
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      await this.#lease.close();
    } finally {
      await this.#connection.close();
    }
  }
}
