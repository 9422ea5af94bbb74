import { parseMajorRounded, type CurrencyTable } from '../../kernel/money.ts';
import type { ReadContext } from '../dataset.ts';
import type { CsvRecord } from '../files/csv-records.ts';
import type { Table } from '../files/tables.ts';
import { invalidField } from '../invalid.ts';
import type { RowIds } from '../row-ids.ts';
import { flagCell, slashTime } from './cells.ts';
import { LAUNDERING_LABEL_DELAY } from './laundering-labels.ts';
import type { LooseEvent } from './table-rows.ts';

export const TRANSACTIONS = [
  'timestamp',
  'from_bank_id',
  'from_account_id',
  'to_bank_id',
  'to_account_id',
  'amount_received',
  'receiving_currency',
  'amount_paid',
  'payment_currency',
  'payment_format',
  'is_laundering',
] as const;
type TransactionColumn = (typeof TRANSACTIONS)[number];

/** What a row says of the movement, in the order of the published table; the last column is not part of it. */
const MOVEMENT = TRANSACTIONS.slice(0, -1);

/** The published names, in lower case, where they are not ours; `account` stands there twice, first the payer's. */
const PUBLISHED: Readonly<Record<string, readonly TransactionColumn[]>> = {
  from_bank: ['from_bank_id'],
  to_bank: ['to_bank_id'],
  account: ['from_account_id', 'to_account_id'],
  'account.1': ['to_account_id'],
};

/** The names of columns by which transactions are known, from those of the published table or our own. */
export function columnNames(columns: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return columns.map((column) => {
    const name = column.toLowerCase().replaceAll(/\s+/g, '_');
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return Object.hasOwn(PUBLISHED, name) ? (PUBLISHED[name][count] ?? name) : name;
  });
}

/** The names AMLworld gives to currencies, and their codes. */
const AMLWORLD_CURRENCIES: ReadonlyMap<string, string> = new Map([
  ['Australian Dollar', 'AUD'],
  ['Bitcoin', 'XBT'],
  ['Brazil Real', 'BRL'],
  ['Canadian Dollar', 'CAD'],
  ['Euro', 'EUR'],
  ['Mexican Peso', 'MXN'],
  ['Ruble', 'RUB'],
  ['Rupee', 'INR'],
  ['Saudi Riyal', 'SAR'],
  ['Shekel', 'ILS'],
  ['Swiss Franc', 'CHF'],
  ['UK Pound', 'GBP'],
  ['US Dollar', 'USD'],
  ['Yen', 'JPY'],
  ['Yuan', 'CNY'],
]);

export function transactionEvents(
  table: Table<TransactionColumn>,
  record: CsvRecord,
  ids: RowIds,
  context: ReadContext,
): LooseEvent[] {
  const transfer = transferOf(
    MOVEMENT.map((column) => table.cell(record, column)),
    ids,
    context.currencies,
  );
  return flagCell(table, record, 'is_laundering')
    ? [transfer, launderingLabel(transfer, 'label', context.source)]
    : [transfer];
}

export interface Transfer extends LooseEvent {
  readonly id: string;
  readonly at: number;
}

/**
 * The transfer that ten cells tell of, in the order of {@link TRANSACTIONS}.
 * @throws RingfenceError EVENT_INVALID naming the column
 */
export function transferOf(cells: readonly string[], ids: RowIds, currencies: CurrencyTable): Transfer {
  const [timestamp, fromBank, from, toBank, to, received, receivedIn, paid, paidIn, format] = cells;
  MOVEMENT.slice(1, 5).forEach((column, i) => {
    if (cells[i + 1] === '') throw invalidField(column, '', 'a value');
  });
  const at = slashTime(timestamp);
  if (at === null) throw invalidField('timestamp', timestamp, 'a time written YYYY/MM/DD HH:MM');
  const amount = money('amount_paid', paid, 'payment_currency', paidIn, currencies);
  const arrived = money('amount_received', received, 'receiving_currency', receivedIn, currencies);
  const same = amount.minor === arrived.minor && amount.currency === arrived.currency;
  return {
    kind: 'transfer',
    id: ids.next(cells),
    at,
    from: `${fromBank}:${from}`,
    to: `${toBank}:${to}`,
    amount,
    received: same ? undefined : arrived,
    rail: format.toLowerCase().replaceAll(' ', '-') || undefined,
  };
}

/** The one about a transfer from a table, or from a pattern, which names its type. */
export function launderingLabel(
  { id, at }: Transfer,
  what: 'label' | 'pattern',
  source: string,
  type?: string,
): LooseEvent {
  const observedAt = at + LAUNDERING_LABEL_DELAY;
  const subject = { type: 'Event', source, id };
  return { kind: 'label', id: `${id}/${what}`, at, observedAt, subject, verdict: 'fraud', type };
}

/** AMLworld writes yen with two decimals, which yen do not have: they are rounded. */
function money(
  column: TransactionColumn,
  text: string,
  currencyColumn: TransactionColumn,
  name: string,
  currencies: CurrencyTable,
): { minor: number; currency: string } {
  const currency = AMLWORLD_CURRENCIES.get(name);
  if (currency === undefined)
    throw invalidField(currencyColumn, name, `one of ${[...AMLWORLD_CURRENCIES.keys()].join(', ')}`);
  const exponent = currencies.exponent(currency)!;
  const minor = parseMajorRounded(text, exponent);
  const tooFine = currency !== 'JPY' && (text.split('.')[1] ?? '').replace(/0+$/, '').length > exponent;
  if (minor === null || minor < 0 || tooFine)
    throw invalidField(column, text, `an amount in ${name}, not below zero`);
  return { minor, currency };
}
