import { DAY } from '../../kernel/time.ts';
import type { Event } from '../../graph/model/event.ts';
import { ipv4FromNumber } from '../../graph/model/ip.ts';
import { checkEvent } from '../decode.ts';
import type { Dataset, ReadContext } from '../dataset.ts';
import type { CsvRecord } from '../files/csv-records.ts';
import { closeTables, openTables, type Table, type TableShape } from '../files/tables.ts';
import { badRow, badRowOf, rowAt, type ImportRow } from '../import-row.ts';
import { invalidField } from '../invalid.ts';
import { majorCell, textCell, usTimeCell } from './cells.ts';
import { CountryRanges } from './country-ranges.ts';

type PurchaseColumn =
  | 'user_id'
  | 'signup_time'
  | 'purchase_time'
  | 'purchase_value'
  | 'device_id'
  | 'source'
  | 'ip_address'
  | 'class';
type RangeColumn = 'lower_bound_ip_address' | 'upper_bound_ip_address' | 'country';

const PURCHASES: TableShape<PurchaseColumn> = {
  what: 'first purchases',
  columns: [
    'user_id',
    'signup_time',
    'purchase_time',
    'purchase_value',
    'device_id',
    'source',
    'ip_address',
    'class',
  ],
  required: true,
};
const RANGES: TableShape<RangeColumn> = {
  what: 'countries of address ranges',
  columns: ['lower_bound_ip_address', 'upper_bound_ip_address', 'country'],
  required: false,
};

/** The data set does not say when a class became known; five days is the mean of the label delay we generate with. */
const LABEL_DELAY = 5 * DAY;
/** The ranges carry no date. They are taken as known from the first day of the data set on. */
const RANGES_AT = Date.UTC(2015, 0, 1);
const SHOP = 'shop';

/**
 * E-commerce sign-ups with their first purchase, one user a row. A row gives
 * - `<user_id>/registration` at signup_time, with device, address and channel (the column `source`);
 * - `<user_id>/payment` at purchase_time, USD, from the account named as the user, to the merchant `shop`, with the
 *   same device and address: the row has one of each for both;
 * - `<user_id>/label` about the user at purchase_time, observed five days later: class 1 is fraud, 0 legitimate.
 *
 * With the table of address ranges also `<address>/country` for each address seen, once. No account-opened events:
 * the data know no accounts. Columns browser, sex and age are not read. Times have no zone and are taken as UTC.
 * State: 8 bytes and a hash entry per distinct address, 20 bytes per range.
 */
export const fraudData: Dataset = {
  name: 'fraud-data',
  summary:
    'e-commerce sign-ups and first purchases with class (Fraud_Data.csv), with or without address ranges',
  files: `CSV with the columns ${PURCHASES.columns.join(', ')}; if wanted a second with ${RANGES.columns.join(', ')}`,
  folders: true,
  async *read(inputs, context) {
    const tables = await openTables(inputs, { purchases: PURCHASES, ranges: RANGES }, context);
    const ranges = tables.ranges.length > 0 ? new CountryRanges() : null;
    try {
      for (const table of tables.ranges)
        for await (const records of table.file.rows()) yield addRanges(ranges!, table, records);
      const seen = new Set<number>();
      for (const table of tables.purchases)
        for await (const records of table.file.rows())
          yield records.map((record) => purchaseRow(table, record, { ...context, ranges, seen }));
    } finally {
      await closeTables(tables);
    }
  },
};

/** Ranges tell of no event by themselves; only bad ones become rows. */
function addRanges(
  ranges: CountryRanges,
  table: Table<RangeColumn>,
  records: readonly CsvRecord[],
): ImportRow[] {
  const rows: ImportRow[] = [];
  for (const record of records) {
    const place = { file: table.file.path, line: record.line };
    if (record.problem !== null) {
      rows.push(badRow(place, record.text, record.problem));
      continue;
    }
    const [lower, upper, country] = RANGES.columns.map((column) => table.cell(record, column));
    try {
      ranges.add(lower, upper, country);
    } catch (error) {
      rows.push(badRowOf(place, record.text, error));
    }
  }
  return rows;
}

interface PurchaseContext extends ReadContext {
  readonly ranges: CountryRanges | null;
  /** Addresses whose country has been told. */
  readonly seen: Set<number>;
}

function purchaseRow(table: Table<PurchaseColumn>, record: CsvRecord, context: PurchaseContext): ImportRow {
  const place = { file: table.file.path, line: record.line };
  if (record.problem !== null) return badRow(place, record.text, record.problem);
  return rowAt(place, record.text, () => {
    const user = textCell(table, record, 'user_id');
    const signedUp = usTimeCell(table, record, 'signup_time');
    const purchased = usTimeCell(table, record, 'purchase_time');
    const minor = majorCell(table, record, 'purchase_value', 2);
    const device = textCell(table, record, 'device_id');
    const address = addressCell(table, record);
    const ip = ipv4FromNumber(address)!;
    const verdict = verdictCell(table, record);
    const channel = table.cell(record, 'source') || undefined;
    const payment = { account: user, merchant: SHOP, amount: { minor, currency: 'USD' }, user, device, ip };
    const events = [
      { kind: 'registration', id: `${user}/registration`, at: signedUp, user, device, ip, channel },
      { kind: 'payment', id: `${user}/payment`, at: purchased, ...payment },
      {
        kind: 'label',
        id: `${user}/label`,
        at: purchased,
        observedAt: purchased + LABEL_DELAY,
        subject: { type: 'User', id: user },
        verdict,
      },
    ].map((event) => checkEvent(event, context.currencies, context.source));
    return [...events, ...countryOf(address, ip, context)];
  });
}

function countryOf(address: number, ip: string, context: PurchaseContext): Event[] {
  if (context.ranges === null || context.seen.has(address)) return [];
  context.seen.add(address);
  const country = context.ranges.find(address);
  if (country === undefined) return [];
  const subject = { type: 'IpAddress', id: ip };
  const reference = { kind: 'reference', id: `${ip}/country`, at: RANGES_AT, subject, country };
  return [checkEvent(reference, context.currencies, context.source)];
}

/** An IPv4 address as a number; the file writes some with a decimal, which means nothing. */
function addressCell(table: Table<PurchaseColumn>, record: CsvRecord): number {
  const text = table.cell(record, 'ip_address');
  const whole = /^(\d{1,10})(?:\.\d+)?$/.exec(text)?.[1];
  const address = Number(whole ?? NaN);
  if (ipv4FromNumber(address) === null)
    throw invalidField('ip_address', text, 'a number from 0 to 4294967295, decimals ignored');
  return address;
}

function verdictCell(table: Table<PurchaseColumn>, record: CsvRecord): 'fraud' | 'legitimate' {
  const text = table.cell(record, 'class');
  if (text !== '0' && text !== '1') throw invalidField('class', text, '0 or 1');
  return text === '1' ? 'fraud' : 'legitimate';
}
