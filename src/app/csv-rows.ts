import type { Transform } from 'node:stream';
import { stringify } from 'csv-stringify';

const PLAIN_NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

/**
 * Turns rows into CSV with a header: a nested value as JSON, a missing one empty, true and false in words. Text that a
 * spreadsheet would run as a formula gets a leading apostrophe; numbers, also those written as text, stay numbers.
 */
export function csvRows(columns: readonly string[]): Transform {
  return stringify({
    header: true,
    columns: [...columns],
    escape_formulas: true,
    cast: {
      number: (value) => ({ value: String(value), escape_formulas: false }),
      boolean: String,
      string: (value) => (PLAIN_NUMBER.test(value) ? { value, escape_formulas: false } : value),
    },
  });
}
