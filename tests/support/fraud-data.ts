import type { Event } from '../../src/graph/model/event.ts';
import { fraudData } from '../../src/ingest/datasets/fraud-data.ts';
import { fileInput } from '../../src/ingest/files/input.ts';
import { CurrencyTable } from '../../src/kernel/money.ts';
import { sharedData } from './shared-data.ts';

interface FraudData {
  readonly events: readonly Event[];
  readonly users: ReadonlySet<string>;
  readonly fraudsters: ReadonlySet<string>;
}

/** Sign-ups and first purchases as the importer reads them, bad rows left out. `null` when the data is absent. */
export async function readFraudData(): Promise<FraudData | null> {
  const file = sharedData('fraud-data', 'Fraud_Data.csv.gz');
  if (!file) return null;
  const events: Event[] = [];
  const context = { currencies: new CurrencyTable(), source: 'default' };
  for await (const rows of fraudData.read([fileInput(file)], context))
    for (const row of rows) if ('event' in row) events.push(row.event, ...(row.more ?? []));
  const users = new Set<string>();
  const fraudsters = new Set<string>();
  for (const event of events) {
    if (event.kind !== 'label') continue;
    users.add(event.subject.id);
    if (event.verdict === 'fraud') fraudsters.add(event.subject.id);
  }
  return { events, users, fraudsters };
}
