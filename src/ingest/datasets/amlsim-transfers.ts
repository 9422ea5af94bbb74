import { parseMajorRounded } from '../../kernel/money.ts';
import { DAY } from '../../kernel/time.ts';
import { invalidField } from '../invalid.ts';
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

/** Times are whole days: instants, or the number of the day in the simulation. */
export function transactionEvents(table: Table<TransactionColumn>, record: CsvRecord): LooseEvent[] {
  return [
    {
      kind: 'transfer',
      id: textCell(table, record, 'tran_id'),
      at: dayCell(table, record),
      from: textCell(table, record, 'orig_acct'),
      to: textCell(table, record, 'bene_acct'),
      amount: { minor: amountCell(table, record), currency: AMLSIM_CURRENCY },
      rail: table.cell(record, 'tx_type').toLowerCase() || undefined,
    },
  ];
}

/** @throws RingfenceError EVENT_INVALID */
export function dayCell(table: Table<'tran_timestamp'>, record: CsvRecord): number {
  const isStep = /^\d{1,6}$/.test(table.cell(record, 'tran_timestamp'));
  if (isStep) return AMLSIM_BASE + stepCell(table, record, 'tran_timestamp', DAY);
  return instantCell(table, record, 'tran_timestamp');
}

/** The simulator reckons in fractions of a cent; releases differ in whether they write them. */
function amountCell(table: Table<TransactionColumn>, record: CsvRecord): number {
  const text = table.cell(record, 'base_amt');
  const minor = parseMajorRounded(text, EXPONENT);
  if (minor === null || minor < 0) throw invalidField('base_amt', text, 'an amount, not below zero');
  return minor;
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
