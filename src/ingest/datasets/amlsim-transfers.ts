import { DAY } from '../../kernel/time.ts';
import type { CsvRecord } from '../files/csv-records.ts';
import type { Table } from '../files/tables.ts';
import type { RowIds } from '../row-ids.ts';
import { AMLSIM_BASE, AMLSIM_CURRENCY } from './amlsim-accounts.ts';
import { instantCell, majorCell, stepCell, textCell } from './cells.ts';
import type { LooseEvent } from './table-rows.ts';

export const TRANSACTIONS = [
  'tran_id',
  'orig_acct',
  'bene_acct',
  'tx_type',
  'base_amt',
  'tran_timestamp',
] as const;
type TransactionColumn = (typeof TRANSACTIONS)[number];

export const TRANSFERS = ['sourceNodeId', 'targetNodeId', 'value', 'time'] as const;
type TransferColumn = (typeof TRANSFERS)[number];

const EXPONENT = 2;

/** Times are whole days. */
export function transactionEvents(table: Table<TransactionColumn>, record: CsvRecord): LooseEvent[] {
  return [
    {
      kind: 'transfer',
      id: textCell(table, record, 'tran_id'),
      at: instantCell(table, record, 'tran_timestamp'),
      from: textCell(table, record, 'orig_acct'),
      to: textCell(table, record, 'bene_acct'),
      amount: { minor: majorCell(table, record, 'base_amt', EXPONENT), currency: AMLSIM_CURRENCY },
      rail: table.cell(record, 'tx_type').toLowerCase() || undefined,
    },
  ];
}

/** The sample's: `time` is a number of days. Its rows have no ids, and many are alike. */
export function transferEvents(table: Table<TransferColumn>, record: CsvRecord, ids: RowIds): LooseEvent[] {
  const id = ids.next(TRANSFERS.map((column) => table.cell(record, column)));
  return [
    {
      kind: 'transfer',
      id,
      at: AMLSIM_BASE + stepCell(table, record, 'time', DAY),
      from: textCell(table, record, 'sourceNodeId'),
      to: textCell(table, record, 'targetNodeId'),
      amount: { minor: majorCell(table, record, 'value', EXPONENT), currency: AMLSIM_CURRENCY },
    },
  ];
}
