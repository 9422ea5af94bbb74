import { badRow, badRowOf, type BadRow } from '../import-row.ts';
import { invalidField } from '../invalid.ts';
import type { Lookup, Mapping, MappingRun, Row } from './mapping.ts';
import type { PlacedFile } from './place-files.ts';
import { openPlaced } from './read-table.ts';
import { RingfenceError } from '../../kernel/errors.ts';

/** By table and key: the values that other tables take. */
export type LookupRows = Map<string, Map<string, readonly string[]>>;

/**
 * Reads the tables that others look up in, in the order of the mapping, into `found`. Gives the rows that can't be
 * used: those whose key is there already with other values, and of tables without events all bad ones; the others are
 * told when their events are read. Memory: key and values taken, per row.
 *
 * @throws RingfenceError FORMAT_UNKNOWN when a table that is looked up in is in none of the files; USAGE for one on
 *   standard input, which can't be read twice
 */
export async function* readLookups(
  mapping: Mapping,
  placed: readonly PlacedFile[],
  run: MappingRun,
  found: LookupRows,
): AsyncGenerator<readonly BadRow[]> {
  for (const table of mapping.tables) {
    if (!table.lookup) continue;
    const files = placed.filter((one) => one.table === table);
    if (files.length === 0)
      throw new RingfenceError(
        'FORMAT_UNKNOWN',
        `none of the files is the table ${table.name}, in which other tables of ${mapping.file} look up`,
        { file: mapping.file },
      );
    const rows = new Map<string, readonly string[]>();
    found.set(table.name, rows);
    for (const one of files) yield* readLookup(one, table.lookup, rows, run);
  }
}

async function* readLookup(
  placed: PlacedFile,
  lookup: Lookup,
  rows: Map<string, readonly string[]>,
  run: MappingRun,
): AsyncGenerator<readonly BadRow[]> {
  const { table, input } = placed;
  if (input.name === '-')
    throw new RingfenceError(
      'USAGE',
      `the table ${table.name} is looked up in, so it can't come from standard input`,
    );
  const open = await openPlaced(placed);
  try {
    for await (const records of open.file.rows()) {
      const bad: BadRow[] = [];
      for (const record of records) {
        const place = { file: input.name, line: record.line };
        const told = table.events.length > 0;
        if (record.problem !== null) {
          if (!told) bad.push(badRow(place, record.text, record.problem));
          continue;
        }
        let row: Row;
        try {
          row = open.row(record, run);
        } catch (error) {
          if (!told) bad.push(badRowOf(place, record.text, error));
          continue;
        }
        try {
          keep(lookup, row, rows, run);
        } catch (error) {
          bad.push(badRowOf(place, record.text, error));
        }
      }
      yield bad;
    }
  } finally {
    await open.file.close();
  }
}

function keep(lookup: Lookup, row: Row, rows: Map<string, readonly string[]>, run: MappingRun): void {
  const key = lookup.key(row, run);
  const values = lookup.taken.map((slot) => row[slot]);
  if (key === '') throw invalidField(lookup.keyColumn, key, 'a key to be looked up by');
  const known = rows.get(key);
  if (known === undefined) rows.set(key, values);
  else if (known.some((value, i) => value !== values[i]))
    throw invalidField(lookup.keyColumn, key, 'a key that no row before has with other values');
}
