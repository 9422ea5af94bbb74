import { RingfenceError } from '../../kernel/errors.ts';
import { CsvRecords, type CsvRecord } from './csv-records.ts';
import type { Input } from './input.ts';
import { readLines, type Line } from './lines.ts';

/** A CSV file whose header has been read. */
export interface CsvFile {
  readonly path: string;
  /** Names in the header, trimmed, in their order. */
  readonly columns: readonly string[];
  /** The records after the header, in groups as they are read; those with more or fewer cells have a problem. Once. */
  rows(): AsyncGenerator<readonly CsvRecord[]>;
  close(): Promise<void>;
}

/** How a file departs from commas below a header. */
export interface CsvLayout {
  /** One character; a comma when left out. */
  readonly delimiter?: string;
  /** The names of the columns of a file without a header: its first line is a record already. */
  readonly columns?: readonly string[];
  /** How many lines to pass over before the header, titles for instance; blank ones count. */
  readonly skipLines?: number;
}

/**
 * Opens a CSV file (plain or gzip) and reads its header, the first line that is not blank.
 * @throws RingfenceError as `readLines`; FORMAT_UNKNOWN when there is no header.
 */
export function openCsv(input: Input, layout: CsvLayout = {}): Promise<CsvFile> {
  return csvFromLines(input.name, readLines(input), layout);
}

/** The same from lines that are being read already. */
export async function csvFromLines(
  path: string,
  all: AsyncGenerator<readonly Line[]>,
  { delimiter, columns: given, skipLines = 0 }: CsvLayout = {},
): Promise<CsvFile> {
  const lines = skipLines > 0 ? linesAfter(all, skipLines) : all;
  const records = new CsvRecords(delimiter);
  if (given)
    return {
      path,
      columns: given,
      rows: () => rowsAfter([], lines, records, given.length),
      close: async () => void (await lines.return(undefined)),
    };
  const read = await firstRecords(lines, records);
  const header = read.shift();
  if (header === undefined || header.problem !== null) {
    await lines.return(undefined);
    throw noHeader(path, header);
  }
  const columns = header.cells.map((name) => name.trim());
  return {
    path,
    columns,
    rows: () => rowsAfter(read, lines, records, columns.length),
    close: async () => void (await lines.return(undefined)),
  };
}

/** Numbers of lines stay as an editor shows them. */
async function* linesAfter(
  lines: AsyncGenerator<readonly Line[]>,
  count: number,
): AsyncGenerator<readonly Line[]> {
  for await (const group of lines)
    yield group[0].number > count ? group : group.filter(({ number }) => number > count);
}

/** Reads until there is a record; what came with it is kept. */
async function firstRecords(
  lines: AsyncGenerator<readonly Line[]>,
  records: CsvRecords,
): Promise<CsvRecord[]> {
  for (;;) {
    const next = await lines.next();
    const read = next.done ? records.end() : records.push(next.value);
    if (read.length > 0 || next.done) return read;
  }
}

async function* rowsAfter(
  read: readonly CsvRecord[],
  lines: AsyncGenerator<readonly Line[]>,
  records: CsvRecords,
  width: number,
): AsyncGenerator<readonly CsvRecord[]> {
  yield ofWidth(read, width);
  for await (const group of lines) yield ofWidth(records.push(group), width);
  yield ofWidth(records.end(), width);
}

function ofWidth(records: readonly CsvRecord[], width: number): readonly CsvRecord[] {
  return records.map((record) =>
    record.problem !== null || record.cells.length === width
      ? record
      : { ...record, problem: `the line has ${record.cells.length} cells and the header ${width}` },
  );
}

function noHeader(path: string, record: CsvRecord | undefined): RingfenceError {
  const message = record
    ? `${path} line ${record.line} can't be a header: ${record.problem}; wanted names of columns separated by commas`
    : `${path} is empty; wanted a header line with the names of the columns`;
  return new RingfenceError('FORMAT_UNKNOWN', message, { file: path, line: record?.line ?? 1 });
}
