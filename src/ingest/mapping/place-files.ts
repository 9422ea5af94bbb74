import { basename } from 'node:path';
import { RingfenceError } from '../../kernel/errors.ts';
import { nearestNames } from '../../kernel/nearest-names.ts';
import { openCsv, type CsvFile } from '../files/csv-file.ts';
import type { Input } from '../files/input.ts';
import { shownColumns } from '../files/tables.ts';
import { transcoded } from '../files/transcode.ts';
import type { MappedTable, Mapping } from './mapping.ts';

/** A file and the table that it is; opened once for each reading. */
export interface PlacedFile {
  readonly input: Input;
  readonly table: MappedTable;
}

/** The name of a file without its folder and `.gz`: what patterns are held against, and `$file`. */
export function bareName(path: string): string {
  return basename(path).replace(/\.gz$/, '');
}

/** Opens a file as a table has it. @throws RingfenceError as `openCsv` */
export function openAs(table: MappedTable, input: Input): Promise<CsvFile> {
  return openCsv(table.encoding === null ? input : transcoded(input, table.encoding), table.layout);
}

/**
 * Finds the table that each file is: the one that claims its name, else the one without a pattern whose columns are
 * in its header. A file that is no table is refused, but passed over where only its folder was named.
 *
 * @throws RingfenceError FORMAT_UNKNOWN for a file that is no table or could be two; MAPPING_INVALID for a file that a
 *   table claims and that lacks a column of it
 */
export async function placeFiles(
  mapping: Mapping,
  inputs: readonly Input[],
  onIgnored: (file: string, why: string) => void = () => {},
): Promise<readonly PlacedFile[]> {
  const placed: PlacedFile[] = [];
  let unfit: unknown = null;
  for (const input of inputs)
    try {
      placed.push({ input, table: await tableOf(mapping, input) });
    } catch (error) {
      if (!(input.inFolder && error instanceof RingfenceError && error.code === 'FORMAT_UNKNOWN'))
        throw error;
      onIgnored(input.name, error.message);
      unfit ??= error;
    }
  if (placed.length === 0 && unfit !== null) throw unfit;
  return placed;
}

async function tableOf(mapping: Mapping, input: Input): Promise<MappedTable> {
  const { tables } = mapping;
  // Standard input has no name and can't be looked at twice.
  if (input.name === '-') {
    if (tables.length === 1) return tables[0];
    throw refused(
      input,
      `could be any of the ${tables.length} tables of ${mapping.file}; wanted a file with a name`,
    );
  }
  const name = bareName(input.name);
  const claiming = tables.filter((table) => table.claims?.(name));
  if (claiming.length > 1) throw ambiguous(mapping, input, claiming);
  const [claimed] = claiming;
  if (claimed) {
    checkColumns(claimed, input.name, await columnsOf(claimed, input));
    return claimed;
  }
  return byHeader(mapping, input);
}

async function byHeader(mapping: Mapping, input: Input): Promise<MappedTable> {
  const candidates = mapping.tables.filter((table) => table.claims === null);
  const fitting: MappedTable[] = [];
  let nearest: { table: MappedTable; missing: readonly string[]; found: readonly string[] } | null = null;
  for (const table of candidates) {
    const found = await columnsOf(table, input);
    const missing = table.columns.map((column) => column.name).filter((column) => !found.includes(column));
    if (missing.length === 0) fitting.push(table);
    if (nearest === null || missing.length < nearest.missing.length) nearest = { table, missing, found };
  }
  if (fitting.length > 1) throw ambiguous(mapping, input, fitting);
  if (fitting.length === 1) return fitting[0];
  if (nearest === null)
    throw refused(input, `has a name that no table of ${mapping.file} has in its file pattern`);
  const { table, missing, found } = nearest;
  throw refused(
    input,
    `is no table of ${mapping.file}; nearest is ${table.name}, missing: ${missing.join(', ')}; ` +
      `found: ${shownColumns(found)}${guess(missing[0], found)}`,
  );
}

function guess(name: string, found: readonly string[]): string {
  const near = nearestNames(name, found);
  return near.length > 0 ? ` (did you mean ${near.join(' or ')} by ${name}?)` : '';
}

async function columnsOf(table: MappedTable, input: Input): Promise<readonly string[]> {
  const file = await openAs(table, input);
  await file.close();
  return file.columns;
}

/** @throws RingfenceError MAPPING_INVALID naming the line of the mapping that has the column */
export function checkColumns(table: MappedTable, file: string, found: readonly string[]): void {
  const absent = table.columns.find(({ name }) => !found.includes(name));
  if (absent) throw absent.missing(file, found);
}

function ambiguous(mapping: Mapping, input: Input, tables: readonly MappedTable[]): RingfenceError {
  const names = tables.map(({ name }) => name).join(' and ');
  return refused(input, `could be ${names} of ${mapping.file}; wanted file: PATTERN in each`);
}

function refused(input: Input, problem: string): RingfenceError {
  return new RingfenceError('FORMAT_UNKNOWN', `${input.name} ${problem}`, { file: input.name });
}
