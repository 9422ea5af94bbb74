import { RingfenceError } from '../../kernel/errors.ts';
import { openCsv, type CsvFile } from './csv-file.ts';
import type { CsvRecord } from './csv-records.ts';
import type { Input } from './input.ts';

/** A kind of CSV file that a data set is made of, told from others by the columns it must have. */
export interface TableShape<Column extends string = string> {
  /** For messages: `first purchases`. */
  readonly what: string;
  readonly columns: readonly Column[];
  /** True when the data set can't be read without it. */
  readonly required: boolean;
}

/** A file known to be a table of a shape. */
export interface Table<Column extends string = string> {
  readonly file: CsvFile;
  /** The cell of a column. */
  cell(record: CsvRecord, column: Column): string;
}

type Tables<Shapes extends Readonly<Record<string, TableShape>>> = {
  readonly [Name in keyof Shapes]: readonly Table<Shapes[Name]['columns'][number]>[];
};

/**
 * Opens files and tells by their headers which table each one is; several of one shape are fine (parts of a whole).
 * Columns that no shape asks for are never read.
 *
 * @throws RingfenceError FORMAT_UNKNOWN naming file, missing columns and found ones, when a header fits no shape, names
 *   a needed column twice, or a required table is in none of the files; FILE_UNREADABLE as `openCsv`.
 */
export async function openTables<Shapes extends Readonly<Record<string, TableShape>>>(
  inputs: readonly Input[],
  shapes: Shapes,
): Promise<Tables<Shapes>> {
  const files: CsvFile[] = [];
  try {
    for (const input of inputs) files.push(await openCsv(input));
    const names = Object.keys(shapes);
    const placed = files.map((file) => ({ file, name: shapeOfFile(file, shapes) }));
    for (const name of names)
      if (shapes[name].required && !placed.some((one) => one.name === name))
        throw tableMissing(shapes[name], inputs);
    const tables = names.map((name) => [
      name,
      placed.filter((one) => one.name === name).map((one) => tableOf(one.file, shapes[name])),
    ]);
    return Object.fromEntries(tables) as Tables<Shapes>;
  } catch (error) {
    await closeAll(files);
    throw error;
  }
}

/** Closes what `openTables` opened. */
export async function closeTables(tables: Readonly<Record<string, readonly Table[]>>): Promise<void> {
  await closeAll(Object.values(tables).flatMap((some) => some.map((table) => table.file)));
}

async function closeAll(files: readonly CsvFile[]): Promise<void> {
  for (const file of files) await file.close();
}

function shapeOfFile(file: CsvFile, shapes: Readonly<Record<string, TableShape>>): string {
  const missing = Object.entries(shapes).map(([name, shape]) => ({
    name,
    what: shape.what,
    columns: shape.columns.filter((column) => !file.columns.includes(column)),
  }));
  const fit = missing.find((one) => one.columns.length === 0);
  if (fit) return fit.name;
  const nearest = missing.reduce((best, one) => (one.columns.length < best.columns.length ? one : best));
  throw new RingfenceError(
    'FORMAT_UNKNOWN',
    `${file.path} line 1: missing for ${nearest.what}: ${nearest.columns.join(', ')}; found: ${shown(file.columns)}${hint(file)}`,
    { file: file.path, line: 1, missing: nearest.columns, found: file.columns.slice(0, MAX_SHOWN) },
  );
}

const MAX_SHOWN = 20;
const MAX_NAME = 40;

/** Names come from outside: cut, and without what a terminal might act on. */
function shown(columns: readonly string[]): string {
  const names = columns
    .slice(0, MAX_SHOWN)
    .map((name) => name.slice(0, MAX_NAME).replaceAll(/[\p{C}]/gu, '?') || '(no name)');
  const more = columns.length - names.length;
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function hint(file: CsvFile): string {
  const separator = file.columns.length === 1 ? /[;\t|]/.exec(file.columns[0])?.[0] : undefined;
  if (separator === undefined) return '';
  return ` (cells must be separated by commas, not by ${separator === '\t' ? 'tabs' : `"${separator}"`})`;
}

function tableMissing(shape: TableShape, inputs: readonly Input[]): RingfenceError {
  return new RingfenceError(
    'FORMAT_UNKNOWN',
    `none of ${inputs.map((input) => input.name).join(', ')} has the ${shape.what}; wanted a file with the columns ${shape.columns.join(', ')}`,
    { missing: shape.columns },
  );
}

function tableOf<Column extends string>(file: CsvFile, shape: TableShape<Column>): Table<Column> {
  const twice = shape.columns.find(
    (column) => file.columns.indexOf(column) !== file.columns.lastIndexOf(column),
  );
  if (twice !== undefined)
    throw new RingfenceError(
      'FORMAT_UNKNOWN',
      `${file.path} line 1: the column ${twice} stands there twice; wanted it once`,
      { file: file.path, line: 1, field: twice },
    );
  const places = new Map(shape.columns.map((column) => [column, file.columns.indexOf(column)]));
  return { file, cell: (record, column) => record.cells[places.get(column)!] };
}
