import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCsv } from '../../../../src/ingest/files/csv-file.ts';
import { CsvRecords, type CsvRecord } from '../../../../src/ingest/files/csv-records.ts';
import type { Input } from '../../../../src/ingest/files/input.ts';
import { MAX_LINE_BYTES, type Line } from '../../../../src/ingest/files/lines.ts';
import { closeTables, openTables, type TableShape } from '../../../../src/ingest/files/tables.ts';

function input(text: string | Buffer, name = 'test.csv'): Input {
  return { name, open: () => Readable.from([Buffer.from(text)]) };
}

function linesOf(text: string): Line[] {
  return text.split('\n').map((line, i) => ({ number: i + 1, text: line, problem: null }));
}

/** Reads lines in groups of a size. */
function records(lines: readonly Line[], size = 1_000): CsvRecord[] {
  const reader = new CsvRecords();
  const found: CsvRecord[] = [];
  for (let start = 0; start < lines.length; start += size)
    for (const record of reader.push(lines.slice(start, start + size))) found.push(record);
  return found.concat(reader.end());
}

function short(found: readonly CsvRecord[]): (string | number)[][] {
  return found.map((one) =>
    one.problem === null ? [one.line, ...one.cells] : [one.line, `! ${one.problem}`],
  );
}

const NOT_CLOSED = '! a quote is opened on this line and not closed as it should be';
const MISPLACED = '! a quote stands inside a cell that does not start with one, or ends one too early';

describe('CsvRecords', () => {
  it('reads quoted cells with commas, quotes and line breaks, and passes blank lines over', () => {
    const text = 'a,b\r\n\r\n"1,5","say ""hi"""\n   \n"two\r\nlines\n\nand more",x\n,\n';
    expect(short(records(linesOf(text)))).toEqual([
      [1, 'a', 'b'],
      [3, '1,5', 'say "hi"'],
      [5, 'two\r\nlines\n\nand more', 'x'],
      [9, '', ''],
    ]);
  });

  it('leaves spaces, tabs and single quotes as they are', () => {
    expect(short(records(linesOf(" a ,\tb\n'c,d'")))).toEqual([
      [1, ' a ', '\tb'],
      [2, "'c", "d'"],
    ]);
  });

  it('loses one line, not the rest of the file, to a quote that is never closed', () => {
    expect(short(records(linesOf('a,b\n1,"x\n2,y\n3,z')))).toEqual([
      [1, 'a', 'b'],
      [2, NOT_CLOSED],
      [3, '2', 'y'],
      [4, '3', 'z'],
    ]);
  });

  it('loses two lines, not all between, to two stray quotes', () => {
    expect(short(records(linesOf('a,b\n1,"x\n2,y\n3,z\n4,5" disk\n5,v')))).toEqual([
      [1, 'a', 'b'],
      [2, NOT_CLOSED],
      [3, '2', 'y'],
      [4, '3', 'z'],
      [5, NOT_CLOSED],
      [6, '5', 'v'],
    ]);
  });

  it('calls a line bad whose quotes are even and misplaced', () => {
    expect(short(records(linesOf('a,b\nx"y"z,1\n"p"q,2\n3,4')))).toEqual([
      [1, 'a', 'b'],
      [2, MISPLACED],
      [3, MISPLACED],
      [4, '3', '4'],
    ]);
  });

  it('gives up an open quote at a line that can not be used, and after 1 MiB', () => {
    const lines: Line[] = linesOf('a,b\n1,"x\n2,y');
    lines.push(
      { number: 4, text: '?', problem: 'the line is not UTF-8' },
      { number: 5, text: 'z",5', problem: null },
    );
    expect(short(records(lines))).toEqual([
      [1, 'a', 'b'],
      [2, NOT_CLOSED],
      [3, '2', 'y'],
      [4, '! the line is not UTF-8'],
      [5, NOT_CLOSED],
    ]);
    const many = linesOf(`a,b\n1,"x\n${'2,y\n'.repeat(MAX_LINE_BYTES / 4)}3,z`);
    const found = records(many);
    expect(found[1].problem).not.toBeNull();
    expect(found.filter((one) => one.problem !== null)).toHaveLength(1);
    expect(found.at(-1)).toMatchObject({ line: many.length, cells: ['3', 'z'] });
  });

  it('reads any table back, with the line of each record, in groups of any size', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', "'") });
    const rows = fc
      .integer({ min: 2, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 5 }), fc.constantFrom('\n', '\r\n'), (table, size, end) => {
        const expected: (string | number)[][] = [];
        let text = '';
        for (const row of table) {
          expected.push([text.split('\n').length, ...row]);
          text += row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',') + end;
        }
        expect(short(records(linesOf(text), size))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('accounts for every line that is not blank, whatever the text, exactly once', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', '\n', '\n', ' '), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), (lines, size) => {
        const found = records(linesOf(lines), size);
        expect(
          found
            .map((one) => one.text)
            .join('\n')
            .split('\n')
            .filter((line) => line.trim() !== ''),
        ).toEqual(lines.split('\n').filter((line) => line.trim() !== ''));
        expect(found.map((one) => one.line)).toEqual(found.map((one) => one.line).toSorted((a, b) => a - b));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('openCsv', () => {
  async function rowsOf(text: string | Buffer): Promise<(string | number)[][]> {
    const file = await openCsv(input(text));
    const found: CsvRecord[] = [];
    for await (const group of file.rows()) found.push(...group);
    return short(found);
  }

  it('trims the names of the header and takes the byte order mark off', async () => {
    const file = await openCsv(input('\ufeff\r\n user_id , "x"\r\n'.replace('"x"', 'x')));
    expect(file.columns).toEqual(['user_id', 'x']);
    await file.close();
  });

  it('sets rows apart that have more or fewer cells than the header', async () => {
    expect(await rowsOf('a,b\n1,2\n1\n1,2,3\n"1\n",2\n3,4\n')).toEqual([
      [2, '1', '2'],
      [3, '! the line has 1 cells and the header 2'],
      [4, '! the line has 3 cells and the header 2'],
      [5, '1\n', '2'],
      [7, '3', '4'],
    ]);
  });

  it('takes a file of nothing but a header, and none without one', async () => {
    expect(await rowsOf('a,b')).toEqual([]);
    for (const text of ['', '\n\n', '\ufeff'])
      await expect(openCsv(input(text))).rejects.toMatchObject({
        code: 'FORMAT_UNKNOWN',
        message: 'test.csv is empty; wanted a header line with the names of the columns',
      });
    await expect(openCsv(input(Buffer.from([0xff, 0x00, 0x80, 0x0a])))).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
      message:
        "test.csv line 1 can't be a header: the line is not UTF-8; wanted names of columns separated by commas",
      facts: { file: 'test.csv', line: 1 },
    });
    await expect(openCsv(input('a,"b\n1,2\n'))).rejects.toThrow(/line 1 can't be a header: a quote/);
  });
});

describe('openTables', () => {
  const people: TableShape<'id' | 'name'> = { what: 'people', columns: ['id', 'name'], required: true };
  const places: TableShape<'city' | 'country'> = {
    what: 'places',
    columns: ['city', 'country'],
    required: false,
  };
  const shapes = { people, places };

  it('tells tables apart by their headers, in any order and with columns it does not know', async () => {
    const tables = await openTables(
      [
        input('country,city\nFR,Paris\n', 'x'),
        input('extra,name,id,__proto__\n1,Ada,7,evil\n', 'y'),
        input('id,name\n8,Bo\n', 'z'),
      ],
      shapes,
    );
    expect(tables.places).toHaveLength(1);
    const names: string[] = [];
    for (const table of tables.people)
      for await (const group of table.file.rows())
        for (const record of group) names.push(table.cell(record, 'id') + table.cell(record, 'name'));
    expect(names).toEqual(['7Ada', '8Bo']);
    expect('evil' in {}).toBe(false);
    await closeTables(tables);
  });

  it('names missing columns and found ones', async () => {
    await expect(openTables([input('id,nom,age\n1,2,3\n')], shapes)).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
      message: 'test.csv line 1: missing for people: name; found: id, nom, age',
      facts: { file: 'test.csv', line: 1, missing: ['name'], found: ['id', 'nom', 'age'] },
      entry: { exit: 1 },
    });
    await expect(openTables([input('city,country\n')], shapes)).rejects.toMatchObject({
      message: 'none of test.csv has the people; wanted a file with the columns id, name',
    });
  });

  it('guesses at another separator', async () => {
    await expect(openTables([input('id;name\n1;2\n')], shapes)).rejects.toThrow(
      /separated by commas, not by ";"/,
    );
    await expect(openTables([input('id\tname\n')], shapes)).rejects.toThrow(/not by tabs/);
  });

  it('refuses a needed column that stands there twice and ignores others that do', async () => {
    await expect(openTables([input('id,name,id\n')], shapes)).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
      message: 'test.csv line 1: the column id stands there twice; wanted it once',
      facts: { file: 'test.csv', line: 1, field: 'id' },
    });
    const tables = await openTables([input('id,name,x,x\n')], shapes);
    expect(tables.people).toHaveLength(1);
    await closeTables(tables);
  });

  it('shows only the beginning of an endless header, without control characters', async () => {
    const header = Array.from({ length: 100_000 }, (_, i) => `c\u001b${i}`).join(',');
    await expect(openTables([input(header)], shapes)).rejects.toMatchObject({
      message: expect.stringMatching(/^.{1,500} and 99980 more$/),
    });
  });
});
