import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { EventOf } from '../../../../src/graph/model/event.ts';
import { fraudData } from '../../../../src/ingest/datasets/fraud-data.ts';
import { rift } from '../../../../src/ingest/datasets/rift.ts';
import { importDataset } from '../../../../src/ingest/import-dataset.ts';
import { Quarantine } from '../../../../src/ingest/quarantine.ts';
import { systemClock } from '../../../../src/kernel/clock.ts';
import type { Store } from '../../../../src/store/port.ts';
import { sharedData } from '../../../support/shared-data.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { writableStore } from '../../../support/writable-store.ts';

const folder = tempFolder();
const clock = systemClock;
const purchases = sharedData('fraud-data', 'Fraud_Data.csv.gz');
const ranges = sharedData('fraud-data', 'IpAddress_to_Country.csv.gz');
const transfers = sharedData('rift', 'fraud_patterns_dataset.csv');

/** How many of the values that registrations give were given by two users or more. */
function shared(registrations: readonly EventOf<'registration'>[], field: 'device' | 'ip'): number {
  const users = new Map<string, Set<string>>();
  for (const registration of registrations) {
    const value = registration[field]!;
    const those = users.get(value);
    if (those) those.add(registration.user);
    else users.set(value, new Set([registration.user]));
  }
  return [...users.values()].filter((those) => those.size >= 2).length;
}

async function registrationsOf(store: Store): Promise<EventOf<'registration'>[]> {
  const found: EventOf<'registration'>[] = [];
  for await (const batch of store.events.readAsOf(null))
    for (const event of batch) if (event.kind === 'registration') found.push(event);
  return found;
}

it.skipIf(purchases === null || ranges === null)(
  'fraud-data: 30,189 users, one row set apart, 705 shared devices, 503 shared addresses, 75.5 % with a country',
  async () => {
    const store = await writableStore();
    const path = join(folder, 'fraud-data.ndjson');
    const report = await importDataset(store, fraudData, [ranges!, purchases!], {
      clock,
      quarantine: new Quarantine(path),
    });
    expect(report).toMatchObject({ rows: 30_190, duplicates: 0, conflicts: 0, quarantined: 1 });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      file: purchases,
      line: 30_191,
      field: 'purchase_time',
      text: expect.stringMatching(/^393385,8\/11\/2015 19:00,,/),
    });
    const { reference, ...counts } = await store.events.counts();
    expect(counts).toEqual({ registration: 30_189, payment: 30_189, label: 30_189 });

    const registrations = await registrationsOf(store);
    expect(shared(registrations, 'device')).toBe(705);
    expect(shared(registrations, 'ip')).toBe(503);
    let withCountry = 0;
    let references = 0;
    const countries = new Set<string>();
    for await (const batch of store.events.readAsOf(null))
      for (const event of batch)
        if (event.kind === 'reference') {
          references++;
          countries.add(event.subject.id);
        }
    for (const { ip } of registrations) if (countries.has(ip!)) withCountry++;
    expect(references).toBe(reference);
    expect(withCountry / registrations.length).toBeCloseTo(0.755, 3);

    const again = await importDataset(store, fraudData, [purchases!, ranges!], { clock });
    expect(again).toMatchObject({ accepted: 0, duplicates: report.accepted, quarantined: 1 });
    expect(await store.check()).toMatchObject({ ok: true });
  },
);

it.skipIf(transfers === null)('rift: 90 transfers, none set apart', async () => {
  const store = await writableStore();
  const report = await importDataset(store, rift, [transfers!], { clock });
  expect(report).toMatchObject({ rows: 90, accepted: 90, quarantined: 0 });
  expect((await store.events.get(['default', 'TXN_001']))?.event).toMatchObject({
    from: 'ACC_001',
    to: 'ACC_002',
  });
  expect((await store.graph.counts()).edges.TRANSFERS_TO).toBe(90);
});
