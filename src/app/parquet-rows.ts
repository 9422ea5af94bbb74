import { Duplex } from 'node:stream';
import {
  ByteWriter,
  ParquetWriter,
  schemaFromColumnData,
  type BasicType,
  type ColumnSource,
} from 'hyparquet-writer';
import type { ColumnType, ExportColumn } from './export-columns.ts';

/** Rows held before they are written as one group. */
const ROW_GROUP = 5_000;

const PARQUET_TYPES: Readonly<Record<ColumnType, BasicType>> = {
  text: 'STRING',
  number: 'DOUBLE',
  flag: 'BOOLEAN',
  time: 'TIMESTAMP',
  json: 'STRING',
};

type Row = Readonly<Record<string, unknown>>;

/**
 * Turns rows into a Parquet file, compressed with Snappy: text as strings, numbers as doubles, times as milliseconds in
 * UTC, nested values as JSON text, what is missing as null. Memory: one group of {@link ROW_GROUP} rows.
 */
export function parquetRows(columns: readonly ExportColumn[]): Duplex {
  return Duplex.from(async function* (source: AsyncIterable<Row>): AsyncGenerator<Buffer> {
    const bytes = new ByteWriter();
    const schema = schemaFromColumnData({ columnData: sources(columns, []) });
    const parquet = new ParquetWriter({ writer: bytes, schema, createdBy: 'ringfence' });
    /** What was written since the last time; the writer keeps its place in the file apart from its place in here. */
    const written = (): Buffer => {
      const chunk = Buffer.from(bytes.getBytes().slice());
      bytes.index = 0;
      return chunk;
    };
    let rows: Row[] = [];
    for await (const row of source) {
      if (rows.push(row) < ROW_GROUP) continue;
      await parquet.write({ columnData: sources(columns, rows), rowGroupSize: ROW_GROUP });
      rows = [];
      yield written();
    }
    if (rows.length > 0) await parquet.write({ columnData: sources(columns, rows), rowGroupSize: ROW_GROUP });
    await parquet.finish();
    yield written();
  });
}

function sources(columns: readonly ExportColumn[], rows: readonly Row[]): ColumnSource[] {
  return columns.map(({ name, type }) => ({
    name,
    type: PARQUET_TYPES[type],
    data: rows.map((row) => CELLS[type](row[name])),
  }));
}

const CELLS: Readonly<Record<ColumnType, (value: unknown) => string | number | boolean | Date | null>> = {
  text: (value) => (isMissing(value) ? null : String(value)),
  number: (value) => (isMissing(value) ? null : Number(value)),
  flag: (value) => (isMissing(value) ? null : value === true),
  time: (value) => (isMissing(value) ? null : new Date(String(value))),
  json: (value) => (isMissing(value) ? null : JSON.stringify(value)),
};

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}
