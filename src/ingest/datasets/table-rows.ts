import { checkEvent } from '../decode.ts';
import type { ReadContext } from '../dataset.ts';
import type { CsvRecord } from '../files/csv-records.ts';
import type { Table } from '../files/tables.ts';
import { badRow, rowAt, type ImportRow } from '../import-row.ts';

/** An event before its check, times in epoch milliseconds. */
export type LooseEvent = Readonly<Record<string, unknown>>;

/**
 * The rows of a table, in groups as they are read.
 * @param read gives the events of a record, which may be none; what it throws as EVENT_INVALID makes the row a bad one
 */
export async function* tableRows<Column extends string>(
  table: Table<Column>,
  read: (record: CsvRecord) => readonly LooseEvent[],
  { currencies, source }: ReadContext,
): AsyncGenerator<readonly ImportRow[]> {
  for await (const records of table.file.rows())
    yield records.map((record) => {
      const place = { file: table.file.path, line: record.line };
      if (record.problem !== null) return badRow(place, record.text, record.problem);
      return rowAt(place, record.text, () =>
        read(record).map((event) => checkEvent(event, currencies, source)),
      );
    });
}
