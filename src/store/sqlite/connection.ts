import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { storeError } from './sqlite-errors.ts';

export const MEMORY = ':memory:';
const BUSY_TIMEOUT_MS = 5_000;
/** Page cache, KiB. The indexes of some millions of events have their inner pages and much of their leaves in it. */
const CACHE_KIB = 64 * 1024;
/** Pages in the write-ahead log before it is folded into the file: 16 MB, so that a page changed often moves once. */
const CHECKPOINT_PAGES = 4_000;

/**
 * One connection to one SQLite file, with the settings every connection of Ringfence has. Nothing here is
 * asynchronous: a transaction never spans an await, so calls of one process cannot interleave inside it.
 */
export class Connection {
  readonly url: string;
  readonly path: string;
  readonly readOnly: boolean;
  readonly db: DatabaseSync;

  /** @throws RingfenceError STORE_FAILED, STORE_CORRUPT */
  constructor(path: string, url: string, readOnly: boolean) {
    this.path = path;
    this.url = url;
    this.readOnly = readOnly;
    this.db = this.guard(() => new DatabaseSync(path, { readOnly, timeout: BUSY_TIMEOUT_MS }));
    try {
      this.guard(() => {
        // FULL: what was acknowledged survives a power cut, if the disk honours fsync.
        this.db.exec(`PRAGMA synchronous = FULL; PRAGMA cache_size = -${CACHE_KIB}`);
        this.db.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}; PRAGMA trusted_schema = OFF`);
        // The first look at the file: garbage and truncation show here.
        this.db.prepare('SELECT count(*) FROM sqlite_schema').get();
      });
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Prepares a statement whose rows come as arrays of column values. */
  prepare(sql: string): StatementSync {
    const statement = this.guard(() => this.db.prepare(sql));
    statement.setReturnArrays(true);
    return statement;
  }

  /** The one integer a statement without parameters returns. */
  integer(sql: string): number {
    const statement = this.prepare(sql);
    return this.guard(() => integerOf(statement));
  }

  /** Runs work and turns what node:sqlite throws into a RingfenceError. */
  guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storeError(error, this.url);
    }
  }

  /** Runs work in a transaction that has the right to write from its start; all or nothing. */
  transaction<T>(work: () => T): T {
    return this.guard(() => {
      // IMMEDIATE: a deferred transaction that reads first can fail at once when it comes to write.
      this.db.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.db.exec('COMMIT');
        return result;
      } catch (error) {
        if (this.db.isTransaction) this.db.exec('ROLLBACK');
        throw error;
      }
    });
  }

  close(): void {
    if (this.db.isOpen) this.guard(() => this.db.close());
  }
}

/** The one integer that a statement returns for the given parameters; 0 when that is NULL or no row. */
export function integerOf(
  statement: StatementSync,
  ...parameters: readonly (string | number | null)[]
): number {
  return rowOf<[number | null]>(statement, ...parameters)?.[0] ?? 0;
}

/** The rows of a statement that {@link Connection.prepare} made; `Row` names the types of its columns. */
export function rowsOf<Row extends readonly unknown[]>(
  statement: StatementSync,
  ...parameters: readonly (string | number | null)[]
): Row[] {
  return statement.all(...parameters) as unknown as Row[];
}

/** The first row, or undefined. */
export function rowOf<Row extends readonly unknown[]>(
  statement: StatementSync,
  ...parameters: readonly (string | number | null)[]
): Row | undefined {
  return statement.get(...parameters) as unknown as Row | undefined;
}

/** `(?,?),(?,?)` for two rows of two columns. */
export function placeholders(columns: number, rows: number): string {
  const row = `(${Array.from({ length: columns }, () => '?').join(',')})`;
  return Array.from({ length: rows }, () => row).join(',');
}
