import { RingfenceError } from '../../kernel/errors.ts';
import { openCsv, type CsvFile } from './csv-file.ts';
import type { CsvRecord } from './csv-records.ts';
import type { Input } from './input.ts';

/** A kind of CSV file that a data set is made of, told from others by the columns it must have. */
export interface TableShape<Column extends string = string> {
  /** For messages: `first purchases`. */
  readonly what: string;
  readonly columns: readonly Column[];
  /** Columns that are read where there are any; elsewhere their cells are empty. */
  readonly optional?: readonly Column[];
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
  readonly [Name in keyof Shapes]: readonly Table<ColumnsOf<Shapes[Name]>>[];
};

type ColumnsOf<Shape extends TableShape> =
  | Shape['columns'][number]
  | (Shape extends { readonly optional: readonly (infer Column extends string)[] } ? Column : never);

/** What a data set says of files beyond its tables. */
export interface TableOptions {
  /** Files that belong to the data set and are never read: the truth to be found, parameters of a simulation. */
  readonly ignored?: readonly TableShape[];
  /** Told of every file that is passed over, and why. */
  readonly onIgnored?: (file: string, why: string) => void;
  /** The names of columns by which tables are told apart and read, from those in the header. */
  readonly names?: (columns: readonly string[]) => readonly string[];
  /** Opens a file otherwise than `openCsv` does. */
  readonly open?: (input: Input) => Promise<CsvFile>;
}

/**
 * Opens files and tells by their headers which table each one is; several of one shape are fine (parts of a whole).
 * Columns that no shape asks for are never read. A file that fits no shape is refused, but passed over where only the
 * folder it lies in was named.
 *
 * @throws RingfenceError FORMAT_UNKNOWN naming file, missing columns and found ones, when a header fits no shape, names
 *   a needed column twice, or a required table is in none of the files; FILE_UNREADABLE as `openCsv`.
 */
export async function openTables<Shapes extends Readonly<Record<string, TableShape>>>(
  inputs: readonly Input[],
  shapes: Shapes,
  options: TableOptions = {},
): Promise<Tables<Shapes>> {
  const placed: Placed[] = [];
  try {
    let unfit: unknown = null;
    for (const input of inputs)
      try {
        const one = await placeOf(input, shapes, options);
        if (one) placed.push(one);
      } catch (error) {
        if (!(input.inFolder && error instanceof RingfenceError && error.code === 'FORMAT_UNKNOWN'))
          throw error;
        options.onIgnored?.(input.name, error.message);
        unfit ??= error;
      }
    if (placed.length === 0 && unfit !== null) throw unfit;
    return tablesOf(placed, shapes, inputs);
  } catch (error) {
    await closeAll(placed.map(({ file }) => file));
    throw error;
  }
}

interface Placed {
  readonly file: CsvFile;
  readonly name: string;
}

/** `null` for a file that is never read. */
async function placeOf(
  input: Input,
  shapes: Readonly<Record<string, TableShape>>,
  options: TableOptions,
): Promise<Placed | null> {
  const opened = await (options.open ?? openCsv)(input);
  const file = options.names ? { ...opened, columns: options.names(opened.columns) } : opened;
  const ignored = options.ignored?.find((shape) =>
    shape.columns.every((name) => file.columns.includes(name)),
  );
  try {
    if (!ignored) return { file, name: shapeOfFile(file, shapes) };
  } catch (error) {
    await file.close();
    throw error;
  }
  await file.close();
  options.onIgnored?.(input.name, `holds ${ignored.what}, which is not imported`);
  return null;
}

function tablesOf<Shapes extends Readonly<Record<string, TableShape>>>(
  placed: readonly Placed[],
  shapes: Shapes,
  inputs: readonly Input[],
): Tables<Shapes> {
  const names = Object.keys(shapes);
  for (const name of names)
    if (shapes[name].required && !placed.some((one) => one.name === name))
      throw tableMissing(shapes[name], inputs);
  const tables = names.map((name) => [
    name,
    placed.filter((one) => one.name === name).map((one) => tableOf(one.file, shapes[name])),
  ]);
  return Object.fromEntries(tables) as Tables<Shapes>;
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
    `${file.path} line 1: missing for ${nearest.what}: ${nearest.columns.join(', ')}; found: ${shownColumns(file.columns)}${hint(file)}`,
    { file: file.path, line: 1, missing: nearest.columns, found: file.columns.slice(0, MAX_SHOWN) },
  );
}

const MAX_SHOWN = 20;
const MAX_NAME = 40;

/** Names of columns for a message. They come from outside: cut, and without what a terminal might act on. */
export function shownColumns(columns: readonly string[]): string {
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
  const read = [...shape.columns, ...(shape.optional ?? [])];
  const twice = read.find((column) => file.columns.indexOf(column) !== file.columns.lastIndexOf(column));
  if (twice !== undefined)
    throw new RingfenceError(
      'FORMAT_UNKNOWN',
      `${file.path} line 1: the column ${twice} stands there twice; wanted it once`,
      { file: file.path, line: 1, field: twice },
    );
  const places = new Map(read.map((column) => [column, file.columns.indexOf(column)]));
  return { file, cell: (record, column) => record.cells[places.get(column)!] ?? '' };
}
