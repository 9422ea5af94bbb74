import { describe, expect, it } from 'vitest';
import type { CsvRecord } from '../../../../src/ingest/files/csv-records.ts';
import type { Table } from '../../../../src/ingest/files/tables.ts';
import { majorCell, plainTimeCell, textCell, usTimeCell } from '../../../../src/ingest/datasets/cells.ts';

/** A table whose every cell is the text of the record. */
const table: Table<'column'> = {
  file: { path: 'x', columns: ['column'], rows: async function* () {}, close: async () => {} },
  cell: (record) => record.text,
};

function record(text: string): CsvRecord {
  return { line: 1, text, cells: [text], problem: null };
}

describe('cells', () => {
  it('reads US times as UTC', () => {
    expect(usTimeCell(table, record('2/4/2015 2:07'), 'column')).toBe(Date.UTC(2015, 1, 4, 2, 7));
    expect(usTimeCell(table, record('02/29/2016 23:59'), 'column')).toBe(Date.UTC(2016, 1, 29, 23, 59));
  });

  it('reads plain times as UTC', () => {
    expect(plainTimeCell(table, record('2024-01-15 10:00:09'), 'column')).toBe(
      Date.UTC(2024, 0, 15, 10, 0, 9),
    );
  });

  it.each([
    '',
    '2/29/2015 1:00',
    '13/1/2015 1:00',
    '0/1/2015 1:00',
    '1/1/2015 24:00',
    '1/1/2015 1:60',
    '1/1/2015',
  ])('refuses "%s" as a US time', (text) =>
    expect(() => usTimeCell(table, record(text), 'column')).toThrow(/^column is .*M\/D\/YYYY H:MM$/),
  );

  it.each(['', '2023-02-29 00:00:00', '2024-01-01T00:00:00', '2024-01-01 23:59:60', '2024-01-01 24:00:00'])(
    'refuses "%s" as a plain time',
    (text) => expect(() => plainTimeCell(table, record(text), 'column')).toThrow(/YYYY-MM-DD HH:MM:SS$/),
  );

  it('reads amounts exactly, and refuses what is none', () => {
    expect(majorCell(table, record('34'), 'column', 2)).toBe(3400);
    expect(majorCell(table, record('0.1'), 'column', 2)).toBe(10);
    expect(majorCell(table, record('90071992547409.91'), 'column', 2)).toBe(Number.MAX_SAFE_INTEGER);
    for (const text of ['', '-1', '1.005', '1e3', '1,000', '90071992547409.92', 'NaN', ' 1'])
      expect(() => majorCell(table, record(text), 'column', 2)).toThrow(/^column is .*at most 2 decimals/);
  });

  it('takes text verbatim, but not nothing', () => {
    expect(textCell(table, record(' x '), 'column')).toBe(' x ');
    expect(() => textCell(table, record(''), 'column')).toThrow(/^column is empty text; wanted a value$/);
  });
});
