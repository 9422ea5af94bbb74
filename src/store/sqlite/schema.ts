import { EDGE_TYPES } from '../../graph/model/graph-facts.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import type { Connection } from './connection.ts';

/** "Ring" in ASCII: stands at offset 68 of the file and tells a Ringfence store from any other SQLite file. */
export const APPLICATION_ID = 0x52696e67;

/**
 * Text is compared with SQLite's default collation, BINARY: the bytes of UTF-8, as definitions.md asks.
 *
 * Log: `event` is the truth and only grows. `retraction` and `event_tally` follow from it and are written with it.
 * Graph: `node`, `link`, `adjacency`, `fact` follow from the log up to `graph_state.applied_seq`.
 *   link       what each event did: one row per edge it is a use of, and one (type 0, no end) per further node.
 *              Rows are appended in the order of the log, whatever nodes they join: writing costs one page, not many.
 *   adjacency  the nodes' way to their links; a node stands as long as it has a row here. Small rows, because the
 *              nodes of a batch lie all over it.
 *   fact       every value an event gave to a property; the latest in event order is the property's.
 * `edge` shows one row per pair (and per transfer) to people with a SQLite shell.
 */
const VERSION_1 = `
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  observed_at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_key ON event (source, id);
CREATE INDEX event_order ON event (at, source, id);
CREATE TABLE retraction (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  effective INTEGER NOT NULL,
  PRIMARY KEY (source, id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE event_tally (kind TEXT PRIMARY KEY, events INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE graph_state (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  applied_seq INTEGER NOT NULL CHECK (applied_seq >= 0)
) STRICT;
INSERT INTO graph_state VALUES (1, 0);
CREATE TABLE node (n INTEGER PRIMARY KEY, type INTEGER NOT NULL, id TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX node_key ON node (type, id);
CREATE TABLE link (
  seq INTEGER NOT NULL,
  type INTEGER NOT NULL,
  src INTEGER NOT NULL,
  dst INTEGER,
  at INTEGER NOT NULL,
  minor INTEGER,
  currency TEXT,
  PRIMARY KEY (seq, type, src)
) STRICT, WITHOUT ROWID;
CREATE TABLE adjacency (
  node INTEGER NOT NULL,
  type INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (node, type, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE fact (
  node INTEGER NOT NULL,
  name TEXT NOT NULL,
  at INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  value TEXT,
  PRIMARY KEY (node, name, at, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_event ON fact (seq);
CREATE VIEW edge AS
  SELECT CASE l.type ${EDGE_TYPES.map((type, i) => `WHEN ${i + 1} THEN '${type}'`).join(' ')} END AS type,
         s.id AS "from", d.id AS "to", min(l.at) AS first, max(l.at) AS last, count(*) AS count,
         l.minor, l.currency
  FROM link l JOIN node s ON s.n = l.src JOIN node d ON d.n = l.dst
  WHERE l.type > 0
  GROUP BY l.type, l.src, l.dst, CASE l.type WHEN ${EDGE_TYPES.indexOf('TRANSFERS_TO') + 1} THEN l.seq END;

CREATE TABLE finding (
  id TEXT PRIMARY KEY,
  detector TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  first_source TEXT NOT NULL,
  first_id TEXT NOT NULL,
  body TEXT NOT NULL,
  current INTEGER NOT NULL CHECK (current IN (0, 1)),
  superseded_by TEXT,
  CHECK (current = 0 OR superseded_by IS NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_order ON finding (first_at, first_source, first_id, id) WHERE current = 1;
CREATE TABLE ring (id TEXT PRIMARY KEY, strength INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE ring_alias (id TEXT PRIMARY KEY, ring TEXT, reason TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE detection_run (run INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE currency (code TEXT PRIMARY KEY, exponent INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE lease (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  token TEXT NOT NULL,
  pid INTEGER NOT NULL,
  host TEXT NOT NULL,
  process_start INTEGER NOT NULL,
  heartbeat INTEGER NOT NULL
) STRICT;
`;

/** `vector_snapshot`: the features of a transaction as a model was shown them. */
const VERSION_2 = `
CREATE TABLE vector_snapshot (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  computed_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (source, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX vector_snapshot_order ON vector_snapshot (computed_at, source, id);
`;

/** What Ringfence decides by and what it decided: models, rules, policies, scores. */
const VERSION_3 = `
CREATE TABLE document (
  n INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX document_key ON document (kind, id);
CREATE INDEX document_order ON document (kind, at, id);
`;

/**
 * Each entry takes the schema from its index to the next version; never change one that was released. A migration
 * that changes how the graph is derived must empty it (`DELETE` from its tables, applied_seq = 0).
 */
const MIGRATIONS: readonly string[] = [VERSION_1, VERSION_2, VERSION_3];
export const SCHEMA_VERSION = MIGRATIONS.length;

/** What stands in the file: nothing yet, a Ringfence store of some version, or somebody else's database. */
export interface FileState {
  readonly kind: 'empty' | 'store' | 'foreign';
  /** 0 unless it is a store. */
  readonly version: number;
}

export function fileState(connection: Connection): FileState {
  const applicationId = connection.integer('PRAGMA application_id');
  const version = connection.integer('PRAGMA user_version');
  if (applicationId === APPLICATION_ID) return { kind: 'store', version };
  const tables = connection.integer('SELECT count(*) FROM sqlite_schema');
  const empty = applicationId === 0 && version === 0 && tables === 0;
  return { kind: empty ? 'empty' : 'foreign', version: 0 };
}

/**
 * Refuses a file that is no store of exactly this schema.
 * @throws RingfenceError STORE_MISSING, STORE_SCHEMA, STORE_CORRUPT
 */
export function requireSchema(connection: Connection): void {
  const state = fileState(connection);
  if (state.kind === 'empty') {
    throw new RingfenceError('STORE_MISSING', `store ${connection.url}: the file is there but empty`);
  }
  requireOwn(connection, state);
  if (state.version < SCHEMA_VERSION) {
    throw new RingfenceError(
      'STORE_SCHEMA',
      `store ${connection.url} has schema version ${state.version}, this Ringfence needs ${SCHEMA_VERSION}: ` +
        'migrate it with `ringfence init-db`',
      { found: state.version, needed: SCHEMA_VERSION },
    );
  }
}

/**
 * Makes the schema in an empty file or migrates an older one; leaves one that is up to date alone.
 * @throws RingfenceError STORE_SCHEMA (newer), STORE_CORRUPT (somebody else's file), and whatever `beforeMigration`
 * throws, which runs inside the transaction when there is an older schema.
 */
export function migrate(connection: Connection, beforeMigration: () => void): void {
  const before = fileState(connection);
  requireOwn(connection, before);
  if (before.kind === 'store' && before.version === SCHEMA_VERSION) return;
  // Readers go on while the writer writes. It is a property of the file and can't change inside a transaction.
  connection.guard(() => connection.db.exec('PRAGMA journal_mode = WAL'));
  connection.transaction(() => {
    // Looked at again: another process may have been faster.
    const state = fileState(connection);
    requireOwn(connection, state);
    if (state.version > 0) beforeMigration();
    for (const migration of MIGRATIONS.slice(state.version)) connection.db.exec(migration);
    connection.db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`);
  });
  // Moves the application id into the file itself, where dropSqliteStore looks for it.
  connection.guard(() => connection.db.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
}

function requireOwn(connection: Connection, state: FileState): void {
  if (state.kind === 'foreign') throw foreignFile(connection.url);
  if (state.kind === 'store' && state.version > SCHEMA_VERSION) {
    throw new RingfenceError(
      'STORE_SCHEMA',
      `store ${connection.url} has schema version ${state.version}, this Ringfence knows up to ${SCHEMA_VERSION}: ` +
        'use a newer Ringfence, or another store',
      { found: state.version, needed: SCHEMA_VERSION },
    );
  }
}

export function foreignFile(url: string): RingfenceError {
  return new RingfenceError(
    'STORE_CORRUPT',
    `store ${url}: the file holds something else than a Ringfence store (no application id of ours); ` +
      'it is left untouched, name another file',
  );
}
