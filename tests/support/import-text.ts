import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Event } from '../../src/graph/model/event.ts';
import { findDataset } from '../../src/ingest/datasets/registry.ts';
import { importDataset, type ImportOptions, type ImportReport } from '../../src/ingest/import-dataset.ts';
import { Quarantine, type Quarantined } from '../../src/ingest/quarantine.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { writableStore } from './writable-store.ts';

export interface Imported {
  readonly report: ImportReport;
  readonly events: readonly Event[];
  /** Of the rows set apart. */
  readonly bad: readonly Quarantined[];
  /** Where the files lie. */
  readonly folder: string;
}

/**
 * Writes files into a new folder, imports it as users would, and reads back what the store has.
 * @param files contents by name
 * @param mapping text of a mapping, for csv
 */
export async function importTexts(
  root: string,
  format: string,
  files: Readonly<Record<string, string | Buffer>>,
  options: Partial<ImportOptions> & { readonly text?: string; readonly paths?: readonly string[] } = {},
): Promise<Imported> {
  const base = mkdtempSync(join(root, 'import-'));
  const folder = join(base, 'data');
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const mapping = options.text === undefined ? undefined : join(base, 'mapping.yaml');
  if (mapping) writeFileSync(mapping, options.text!);
  const quarantine = new Quarantine(join(base, 'bad.ndjson'));
  const store = await writableStore();
  const paths = options.paths?.map((name) => join(folder, name)) ?? [folder];
  const report = await importDataset(store, findDataset(format)!, paths, {
    clock: systemClock,
    maxBad: { share: 1 },
    mapping,
    ...options,
    quarantine,
  });
  const again = await importDataset(store, findDataset(format)!, paths, {
    clock: systemClock,
    maxBad: { share: 1 },
    mapping,
    ...options,
  });
  if (again.accepted > 0) throw new Error('importing twice gave new events');
  const events: Event[] = [];
  for await (const batch of store.events.readFrom(0)) events.push(...batch.map(({ event }) => event));
  const bad = report.quarantineFile
    ? readFileSync(report.quarantineFile, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Quarantined)
    : [];
  return { report, events, bad, folder };
}
