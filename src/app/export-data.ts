import { createWriteStream } from 'node:fs';
import { Readable, Transform, Writable, type Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LIVE_FEATURE_NAMES } from '../features/live/features.ts';
import { recordId } from '../features/records/record-id.ts';
import type { RecordRow } from '../features/records/record-tables.ts';
import { ENTITY_TYPES } from '../graph/model/entity.ts';
import { EDGE_TYPES } from '../graph/model/graph-facts.ts';
import type { VectorSnapshot } from '../graph/model/vector-snapshot.ts';
import { encodeEvent } from '../ingest/encode.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { CurrencyTable } from '../kernel/money.ts';
import { formatInstant } from '../kernel/time.ts';
import type { Edge, Store } from '../store/port.ts';
import { csvRows } from './csv-rows.ts';
import { EXPORT_COLUMNS, type ExportName } from './export-columns.ts';
import { parquetRows } from './parquet-rows.ts';
import { recordRows } from './record-rows.ts';
import { storedTransactions } from './stored-transactions.ts';

export const EXPORT_FORMATS = ['ndjson', 'csv', 'parquet'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

type Row = Readonly<Record<string, unknown>>;

/**
 * Writes what a store holds, row by row with flat memory.
 * @param target a file, or a function that takes text (no Parquet)
 * @param asOf for the tables about transactions: from what was known at that time; null for all that is stored
 * @returns the number of rows
 * @throws RingfenceError FILE_UNREADABLE when the file can't be written
 */
export async function exportData(
  store: Store,
  what: ExportName,
  format: ExportFormat,
  target: string | ((text: string) => void),
  asOf: number | null = null,
): Promise<number> {
  let count = 0;
  async function* counted(): AsyncGenerator<Row> {
    for await (const row of SOURCES[what](store, asOf)) {
      count++;
      // A line of an event in a table keeps the kind's own fields together, as JSON.
      yield format !== 'ndjson' && what === 'events' ? { ...row, body: row } : row;
    }
  }
  const sink = typeof target === 'string' ? createWriteStream(target) : textSink(target);
  try {
    await pipeline(Readable.from(counted()), formatOf(format, what), sink);
  } catch (cause) {
    if (cause instanceof RingfenceError) throw cause;
    throw new RingfenceError('FILE_UNREADABLE', `${String(target)}: cannot be written`, {}, cause);
  }
  return count;
}

const SOURCES: Readonly<Record<ExportName, (store: Store, asOf: number | null) => AsyncIterable<Row>>> = {
  events: async function* (store) {
    for await (const batch of store.events.readFrom(0))
      for (const { event } of batch) yield encodeEvent(event);
  },
  entities: async function* (store) {
    for (const type of ENTITY_TYPES)
      for await (const batch of store.graph.entities(type)) yield* batch.map((row) => ({ ...row }));
  },
  edges: async function* (store) {
    for (const type of EDGE_TYPES)
      for await (const batch of store.graph.edges(type)) yield* batch.map(edgeRow);
  },
  findings: async function* (store) {
    for (const finding of await store.records.findings()) {
      const { id, detector, subject, first, last, strength, members, evidence } = finding;
      yield {
        id,
        detector,
        subject,
        crossedAt: formatInstant(first.at),
        lastAt: formatInstant(last.at),
        strength: strength / 10_000,
        members,
        evidence,
      };
    }
  },
  rings: async function* (store) {
    for (const ring of await store.records.rings()) {
      const count = (type: string): number => ring.members.filter((member) => member.type === type).length;
      yield {
        id: ring.id,
        formedAt: formatInstant(ring.formedAt),
        lastActiveAt: formatInstant(ring.lastActiveAt),
        strength: ring.strength / 10_000,
        users: count('User'),
        accounts: count('Account'),
        findings: ring.findings.length,
      };
    }
  },
  members: async function* (store) {
    for (const ring of await store.records.rings()) {
      for (const { type, id, role, since } of ring.members)
        yield { ring: ring.id, type, id, role, since: formatInstant(since.at) };
    }
  },
  'feature-vectors': async function* (store) {
    for await (const batch of store.records.snapshots()) yield* batch.map(vectorRow);
  },
  records: (store, asOf) => recordTable(store, asOf, 'record'),
  'evaluation-metadata': (store, asOf) => recordTable(store, asOf, 'metadata'),
  'feature-snapshots': (store, asOf) => recordTable(store, asOf, 'snapshot'),
  transactions: storedTransactions,
};

async function* recordTable(store: Store, asOf: number | null, part: keyof RecordRow): AsyncGenerator<Row> {
  const currencies = new CurrencyTable();
  for (const [code, exponent] of await store.records.currencies()) currencies.declare(code, exponent);
  for await (const rows of recordRows(() => store.events.readAsOf(asOf), currencies))
    yield* rows.map((row) => ({ ...row[part] }));
}

function vectorRow({ event, user, at, computedAt, values }: VectorSnapshot): Row {
  const named = LIVE_FEATURE_NAMES.map((name) => [name, values[name] ?? null] as const);
  return {
    record_id: recordId(event),
    source: event[0],
    id: event[1],
    user_id: user,
    at: formatInstant(at),
    computed_at: formatInstant(computedAt),
    ...Object.fromEntries(named),
  };
}

function edgeRow({ type, from, to, first, last, count, transfer }: Edge): Row {
  const common = {
    type,
    from: from.id,
    to: to.id,
    first: formatInstant(first),
    last: formatInstant(last),
    count,
  };
  if (!transfer) return common;
  return {
    ...common,
    source: transfer.event[0],
    event: transfer.event[1],
    minor: transfer.minor,
    currency: transfer.currency,
  };
}

function formatOf(format: ExportFormat, what: ExportName): Duplex {
  const columns = EXPORT_COLUMNS[what];
  if (format === 'parquet') return parquetRows(columns);
  return format === 'csv' ? csvRows(columns.map(({ name }) => name)) : ndjsonRows();
}

function ndjsonRows(): Transform {
  return new Transform({
    writableObjectMode: true,
    transform: (row: Row, _encoding, done) => done(null, `${JSON.stringify(row)}\n`),
  });
}

function textSink(write: (text: string) => void): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      write(chunk.toString());
      done();
    },
  });
}
