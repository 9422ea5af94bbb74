import type { CsvFile } from '../files/csv-file.ts';
import type { CsvRecord } from '../files/csv-records.ts';
import { RowIds } from '../row-ids.ts';
import type { MappedTable, MappingRun, Row } from './mapping.ts';
import { bareName, checkColumns, openAs, type PlacedFile } from './place-files.ts';

/**
 * Opens a file as its table and gives what turns a record into a row.
 * @throws RingfenceError as `openAs`, and MAPPING_INVALID when a column is not there
 */
export async function openPlaced({ table, input }: PlacedFile): Promise<OpenTable> {
  const file = await openAs(table, input);
  try {
    checkColumns(table, input.name, file.columns);
  } catch (error) {
    await file.close();
    throw error;
  }
  return new OpenTable(table, file);
}

/** A file being read as a table. */
export class OpenTable {
  readonly file: CsvFile;
  readonly #table: MappedTable;
  readonly #cells: readonly (readonly [slot: number, place: number])[];
  readonly #ids = new RowIds();
  readonly #name: string;

  constructor(table: MappedTable, file: CsvFile) {
    this.file = file;
    this.#table = table;
    this.#cells = table.columns.map(({ name, slot }) => [slot, file.columns.indexOf(name)] as const);
    this.#name = bareName(file.path);
  }

  /** The values of a record, with what `let` says. Throws RingfenceError EVENT_INVALID when `let` can't be read. */
  row(record: CsvRecord, run: MappingRun): Row {
    const { slots, blank, trim, own, lets } = this.#table;
    const row: Row = Array.from({ length: slots }, () => '');
    for (const [slot, place] of this.#cells) {
      const cell = trim ? record.cells[place].trim() : record.cells[place];
      if (!blank.has(cell)) row[slot] = cell;
    }
    if (own.line !== undefined) row[own.line] = String(record.line);
    if (own.file !== undefined) row[own.file] = this.#name;
    if (own.hash !== undefined) row[own.hash] = this.#ids.next(record.cells);
    for (const { slot, value } of lets) row[slot] = value(row, run);
    return row;
  }
}
