import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Outcomes } from '../features/records/outcomes.ts';
import { METADATA_COLUMNS, RECORD_COLUMNS, SNAPSHOT_COLUMNS } from '../features/records/record-tables.ts';
import type { RecordRow } from '../features/records/record-tables.ts';
import { CurrencyTable } from '../kernel/money.ts';
import { csvRows } from './csv-rows.ts';
import { recordRows, type ReadEvents } from './record-rows.ts';

const TABLES = [
  { file: 'generated_records.csv', columns: RECORD_COLUMNS, part: 'record' },
  { file: 'evaluation_metadata.csv', columns: METADATA_COLUMNS, part: 'metadata' },
  { file: 'feature_snapshots.csv', columns: SNAPSHOT_COLUMNS, part: 'snapshot' },
] as const satisfies readonly { file: string; columns: readonly string[]; part: keyof RecordRow }[];

/**
 * Writes the three tables of docs/records.md as CSV into a folder that exists, side by side in one go.
 * @returns the number of rows, the same in each
 */
export async function writeRecords(folder: string, read: ReadEvents, gathered: Outcomes): Promise<number> {
  const tables = TABLES.map(({ file, columns, part }) => {
    const csv = csvRows(columns);
    return { part, csv, done: pipeline(csv, createWriteStream(join(folder, file))) };
  });
  // A file that can't be written fails the whole, but only when it is waited for.
  const done = Promise.all(tables.map((table) => table.done));
  done.catch(() => {});
  let count = 0;
  for await (const rows of recordRows(read, new CurrencyTable(), gathered)) {
    count += rows.length;
    for (const { part, csv } of tables) {
      let hasRoom = true;
      for (const row of rows) hasRoom = csv.write(row[part]);
      if (!hasRoom) await Promise.race([once(csv, 'drain'), done]);
    }
  }
  for (const { csv } of tables) csv.end();
  await done;
  return count;
}
