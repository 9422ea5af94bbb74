import { existsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { systemClock, type Clock } from '../../kernel/clock.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { EventLog, GraphStore, Lease, RecordStore, Store, StoreCheck } from '../port.ts';
import { Connection, MEMORY } from './connection.ts';
import { SqliteEventLog } from './event-log.ts';
import { hasOurHeader } from './file-header.ts';
import { SqliteGraphStore } from './graph-store.ts';
import { SqliteRecordStore } from './record-store.ts';
import { fileState, foreignFile, migrate, requireSchema } from './schema.ts';
import { isCorruptError } from './sqlite-errors.ts';
import { backupStore, FILE_SUFFIXES } from './store-backup.ts';
import { checkStore } from './store-check.ts';
import { refuseLiveWriter, WriterLease } from './writer-lease.ts';

export interface SqliteStoreOptions {
  /** A file, or `:memory:` for a store that ends with its closing. */
  readonly path: string;
  /** As the user named it; stands in messages. */
  readonly url: string;
  /** `create` makes or migrates the store; `write` and `read` need one of this schema; `read` never changes it. */
  readonly mode: 'create' | 'write' | 'read';
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Opens the embedded store: one SQLite file, no server. Reading and writing block the thread they run in; a server
 * with other things to do opens it in a worker thread.
 *
 * @throws RingfenceError STORE_MISSING (no file, or an empty one, unless it is to be created), STORE_SCHEMA (made by
 * an older or newer Ringfence), STORE_CORRUPT (damaged, or not ours), STORE_BUSY (a migration while somebody writes),
 * STORE_FAILED (can't be opened)
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { url, mode } = options;
  const path = options.path === MEMORY ? MEMORY : resolve(options.path);
  requirePath(path, url, mode);
  const connection = new Connection(path, url, mode === 'read');
  try {
    if (mode === 'create') migrate(connection, () => refuseLiveWriter(connection, options.clock));
    requireSchema(connection);
    return new SqliteStore(connection, options.clock, options.logger);
  } catch (error) {
    connection.close();
    throw error;
  }
}

function requirePath(path: string, url: string, mode: SqliteStoreOptions['mode']): void {
  if (path === MEMORY) {
    if (mode === 'create') return;
    throw new RingfenceError('STORE_MISSING', `store ${url}: a store in memory is always a new one`);
  }
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind && !kind.isFile()) throw new RingfenceError('STORE_FAILED', `store ${url}: ${path} is not a file`);
  if (kind) return;
  if (mode !== 'create') throw new RingfenceError('STORE_MISSING', `store ${url}: there is no file ${path}`);
  if (!existsSync(dirname(path))) {
    throw new RingfenceError('STORE_FAILED', `store ${url}: there is no folder ${dirname(path)}`);
  }
}

/**
 * Removes a store's files for good. Nothing there, or an empty file, is fine.
 *
 * @returns whether there was something to remove
 * @throws RingfenceError STORE_CORRUPT when the file is no Ringfence store, STORE_BUSY while somebody writes to it
 */
export async function dropSqliteStore(path: string, clock: Clock = systemClock): Promise<boolean> {
  const file = resolve(path);
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found || found.size === 0) return false;
  const url = `sqlite:${path}`;
  if (!found.isFile() || !hasOurHeader(file)) throw foreignFile(url);
  refuseWriterOf(file, url, clock);
  // A log of writes without its file can do no harm; left alone it might be taken for a new file's.
  for (const suffix of FILE_SUFFIXES) await rm(file + suffix, { force: true });
  return true;
}

/** A store too damaged to be opened has no writer either. */
function refuseWriterOf(file: string, url: string, clock: Clock): void {
  let connection: Connection | undefined;
  try {
    connection = new Connection(file, url, true);
    if (fileState(connection).kind === 'store') refuseLiveWriter(connection, clock);
  } catch (error) {
    if (!isCorruptError(error)) throw error;
  } finally {
    connection?.close();
  }
}

class SqliteStore implements Store {
  readonly url: string;
  readonly events: EventLog;
  readonly graph: GraphStore;
  readonly records: RecordStore;
  readonly #connection: Connection;
  readonly #lease: WriterLease;

  constructor(connection: Connection, clock: Clock, logger: Logger) {
    this.url = connection.url;
    this.#connection = connection;
    this.#lease = new WriterLease(connection, clock, logger);
    this.events = new SqliteEventLog(connection, this.#lease);
    this.graph = new SqliteGraphStore(connection, this.#lease);
    this.records = new SqliteRecordStore(connection, this.#lease);
  }

  async acquireLease(): Promise<Lease> {
    return this.#lease.acquire();
  }

  async check(): Promise<StoreCheck> {
    return checkStore(this.#connection);
  }

  async backup(path: string): Promise<void> {
    await backupStore(this.#connection, resolve(path));
  }

  async close(): Promise<void> {
    try {
      this.#lease.close();
    } finally {
      this.#connection.close();
    }
  }
}
