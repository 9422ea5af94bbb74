import type { Dataset } from '../dataset.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { checkEvent } from '../decode.ts';
import { badRow, rowAt, type ImportRow } from '../import-row.ts';
import { readLookups, type LookupRows } from '../mapping/lookup-tables.ts';
import type { MappingRun } from '../mapping/mapping.ts';
import { placeFiles, type PlacedFile } from '../mapping/place-files.ts';
import { openPlaced } from '../mapping/read-table.ts';

/**
 * Anybody's tables, read as a mapping file says (docs/importing.md has the grammar). Tables come in the order of the
 * mapping, the files of one in the order given. A table that others look up in is read once more before all.
 * State: of such tables what the others take; where `$hash` is used what `RowIds` keeps.
 */
export const mappedCsv: Dataset = {
  name: 'csv',
  summary: "anybody's tables, turned into events as --mapping FILE says",
  files: 'delimited text files that the mapping knows by name or by columns',
  folders: true,
  mapped: true,
  async *read(inputs, { mapping, currencies, source, onIgnored }) {
    if (!mapping) throw new RingfenceError('USAGE', 'csv needs a mapping file; wanted --mapping FILE');
    const placed = await placeFiles(mapping, inputs, onIgnored);
    const lookups: LookupRows = new Map();
    const run = { currencies, source, lookups };
    for await (const bad of readLookups(mapping, placed, run, lookups)) yield bad;
    for (const table of mapping.tables) {
      if (table.events.length === 0) continue;
      for (const one of placed) if (one.table === table) yield* rowsOf(one, run);
    }
  },
};

async function* rowsOf(placed: PlacedFile, run: MappingRun): AsyncGenerator<readonly ImportRow[]> {
  const { table, input } = placed;
  const open = await openPlaced(placed);
  try {
    for await (const records of open.file.rows())
      yield records.map((record) => {
        const place = { file: input.name, line: record.line };
        if (record.problem !== null) return badRow(place, record.text, record.problem);
        return rowAt(place, record.text, () => {
          const row = open.row(record, run);
          if (!table.when(row, run)) return [];
          return table.events.flatMap((read) =>
            read(row, run).map((event) => checkEvent(event, run.currencies, run.source)),
          );
        });
      });
  } finally {
    await open.file.close();
  }
}
