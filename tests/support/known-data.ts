import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { EventOf } from '../../src/graph/model/event.ts';
import { rift as riftDataset } from '../../src/ingest/datasets/rift.ts';
import { fileInput } from '../../src/ingest/files/input.ts';
import { CurrencyTable } from '../../src/kernel/money.ts';
import { readCsv } from './read-csv.ts';
import { sharedData } from './shared-data.ts';

/** What is known of a data set: the accounts of each cycle planted in it, sorted. `null` when the data is absent. */
type Cycles = readonly (readonly string[])[];

/** Those of the pattern file of AMLworld, read without the importer. */
export function amlworldCycles(): Cycles | null {
  const file = sharedData('amlworld', 'HI-Small_Patterns.txt.gz');
  if (!file) return null;
  const blocks = gunzipSync(readFileSync(file)).toString('utf8').split('BEGIN LAUNDERING ATTEMPT - ');
  return blocks
    .filter((block) => block.startsWith('CYCLE'))
    .map((block) => {
      const rows = block.split('\n').map((line) => line.split(','));
      const accounts = rows
        .filter((cells) => cells.length === 11)
        .flatMap(([, bank, from, otherBank, to]) => [`${bank}:${from}`, `${otherBank}:${to}`]);
      return [...new Set(accounts)].toSorted();
    });
}

/** Those among the alerts of AMLSim. */
export function amlsimCycles(folder: string): Cycles | null {
  const file = sharedData(folder, 'alert_transactions.csv.gz');
  if (!file) return null;
  const alerts = Map.groupBy(
    readCsv(file).filter((row) => row.alert_type === 'cycle'),
    (row) => row.alert_id,
  );
  return Array.from(alerts.values(), (rows) =>
    [...new Set(rows.flatMap((row) => [row.orig_acct, row.bene_acct]))].toSorted(),
  );
}

/** The seven that the makers of rift list. */
export function riftCycles(): Cycles {
  const account = (number: number): string => `ACC_${String(number).padStart(3, '0')}`;
  const cycle = (start: number, length: number) => Array.from({ length }, (_, i) => account(start + i));
  return [cycle(1, 3), cycle(10, 4), cycle(20, 5), cycle(30, 3), cycle(40, 4), cycle(50, 4), cycle(60, 3)];
}

/** The transfers of rift as the importer reads them, with its cycles. */
export async function rift(): Promise<{
  readonly transfers: readonly EventOf<'transfer'>[];
  readonly cycles: Cycles;
} | null> {
  const file = sharedData('rift', 'fraud_patterns_dataset.csv');
  if (!file) return null;
  const transfers: EventOf<'transfer'>[] = [];
  const context = { currencies: new CurrencyTable(), source: 'default' };
  for await (const rows of riftDataset.read([fileInput(file)], context))
    for (const row of rows) if ('event' in row && row.event.kind === 'transfer') transfers.push(row.event);
  return { transfers, cycles: riftCycles() };
}
