import { parseMajor } from '../../kernel/money.ts';
import { invalidField } from '../invalid.ts';
import type { CsvRecord } from '../files/csv-records.ts';
import type { Table } from '../files/tables.ts';

/** Readers of CSV cells; all throw RingfenceError EVENT_INVALID naming the column. */

/** The text of a cell, verbatim; not empty. */
export function textCell<Column extends string>(
  table: Table<Column>,
  record: CsvRecord,
  column: Column,
): string {
  const text = table.cell(record, column);
  if (text === '') throw invalidField(column, text, 'a value');
  return text;
}

/** An amount in major units (`12.5`) as minor units. @param exponent decimal digits of the currency */
export function majorCell<Column extends string>(
  table: Table<Column>,
  record: CsvRecord,
  column: Column,
  exponent: number,
): number {
  const text = table.cell(record, column);
  const minor = parseMajor(text, exponent);
  if (minor === null || minor < 0)
    throw invalidField(column, text, `an amount of at most ${exponent} decimals, not below zero`);
  return minor;
}

const US_TIME = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2})$/;
const PLAIN_TIME = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/;

/** `M/D/YYYY H:MM`, taken as UTC, in epoch milliseconds. */
export function usTimeCell<Column extends string>(
  table: Table<Column>,
  record: CsvRecord,
  column: Column,
): number {
  const text = table.cell(record, column);
  const [, month, day, year, hour, minute] = (US_TIME.exec(text) ?? []).map(Number);
  return utc([year, month, day, hour, minute, 0]) ?? fail(column, text, 'M/D/YYYY H:MM');
}

/** `YYYY-MM-DD HH:MM:SS`, taken as UTC, in epoch milliseconds. */
export function plainTimeCell<Column extends string>(
  table: Table<Column>,
  record: CsvRecord,
  column: Column,
): number {
  const text = table.cell(record, column);
  const [, year, month, day, hour, minute, second] = (PLAIN_TIME.exec(text) ?? []).map(Number);
  return utc([year, month, day, hour, minute, second]) ?? fail(column, text, 'YYYY-MM-DD HH:MM:SS');
}

function fail(column: string, text: string, form: string): never {
  throw invalidField(column, text, `a time written ${form}`);
}

/** `null` for times that no calendar has: they would roll over into another day. */
function utc([year, month, day, hour, minute, second]: readonly number[]): number | null {
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(ms);
  const same =
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  return same ? ms : null;
}
