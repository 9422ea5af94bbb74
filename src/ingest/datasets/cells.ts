import { parseMajor } from '../../kernel/money.ts';
import { parseInstant } from '../../kernel/time.ts';
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

/** A balance in major units, which may be below zero (`-544.23`), as minor units. */
export function balanceCell<Column extends string>(
  table: Table<Column>,
  record: CsvRecord,
  column: Column,
  exponent: number,
): number {
  const text = table.cell(record, column);
  const minor = parseMajor(text, exponent);
  if (minor === null) throw invalidField(column, text, `an amount of at most ${exponent} decimals`);
  return minor;
}

/** A number of steps of simulated time, in milliseconds after the first. @param unit length of a step */
export function stepCell<Column extends string>(
  table: Table<Column>,
  record: CsvRecord,
  column: Column,
  unit: number,
): number {
  const text = table.cell(record, column);
  if (!/^\d{1,6}$/.test(text)) throw invalidField(column, text, 'a whole number of steps');
  return Number(text) * unit;
}

/** `0`, `1`, `true` or `false`, in any case. */
export function flagCell<Column extends string>(
  table: Table<Column>,
  record: CsvRecord,
  column: Column,
): boolean {
  const text = table.cell(record, column).toLowerCase();
  if (text === '1' || text === 'true') return true;
  if (text === '0' || text === 'false') return false;
  throw invalidField(column, text, '0 or 1, true or false');
}

/** An instant in ISO 8601 with a zone, in epoch milliseconds. */
export function instantCell<Column extends string>(
  table: Table<Column>,
  record: CsvRecord,
  column: Column,
): number {
  const text = table.cell(record, column);
  return parseInstant(text) ?? fail(column, text, '2017-01-01T00:00:00Z');
}

const US_TIME = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2})$/;
const SLASH_TIME = /^(\d{4})\/(\d{2})\/(\d{2}) (\d{2}):(\d{2})$/;
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

/** `YYYY/MM/DD HH:MM`, taken as UTC, in epoch milliseconds. */
export function slashTimeCell<Column extends string>(
  table: Table<Column>,
  record: CsvRecord,
  column: Column,
): number {
  const text = table.cell(record, column);
  return slashTime(text) ?? fail(column, text, 'YYYY/MM/DD HH:MM');
}

/** `null` when a text is no `YYYY/MM/DD HH:MM`. */
export function slashTime(text: string): number | null {
  const [, year, month, day, hour, minute] = (SLASH_TIME.exec(text) ?? []).map(Number);
  return utc([year, month, day, hour, minute, 0]);
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
