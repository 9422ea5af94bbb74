import { checkEvent } from '../decode.ts';
import type { Dataset, ReadContext } from '../dataset.ts';
import type { CsvRecord } from '../files/csv-records.ts';
import { closeTables, openTables, type Table, type TableShape } from '../files/tables.ts';
import { badRow, rowAt, type ImportRow } from '../import-row.ts';
import { majorCell, plainTimeCell, textCell } from './cells.ts';

type Column = 'transaction_id' | 'sender_id' | 'receiver_id' | 'amount' | 'timestamp';

const TRANSFERS: TableShape<Column> = {
  what: 'transfers',
  columns: ['transaction_id', 'sender_id', 'receiver_id', 'amount', 'timestamp'],
  required: true,
};

/** RIFT: 90 transfers with cycles, fans and shell chains. Times carry no zone and are taken as UTC, amounts as USD. */
export const rift: Dataset = {
  name: 'rift',
  summary: 'the RIFT sample: transfers between accounts, CSV',
  files: `CSV with the columns ${TRANSFERS.columns.join(', ')}`,
  folders: true,
  async *read(inputs, context) {
    const tables = await openTables(inputs, { transfers: TRANSFERS }, context);
    try {
      for (const table of tables.transfers)
        for await (const records of table.file.rows())
          yield records.map((record) => transferRow(table, record, context));
    } finally {
      await closeTables(tables);
    }
  },
};

function transferRow(table: Table<Column>, record: CsvRecord, context: ReadContext): ImportRow {
  const place = { file: table.file.path, line: record.line };
  if (record.problem !== null) return badRow(place, record.text, record.problem);
  return rowAt(place, record.text, () => {
    const transfer = {
      kind: 'transfer',
      id: textCell(table, record, 'transaction_id'),
      from: textCell(table, record, 'sender_id'),
      to: textCell(table, record, 'receiver_id'),
      amount: { minor: majorCell(table, record, 'amount', 2), currency: 'USD' },
      at: plainTimeCell(table, record, 'timestamp'),
    };
    return [checkEvent(transfer, context.currencies, context.source)];
  });
}
