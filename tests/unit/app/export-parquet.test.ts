import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetReadObjects, parquetSchema, parquetMetadataAsync } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPORT_COLUMNS, EXPORTS } from '../../../src/app/export-columns.ts';
import { exportData } from '../../../src/app/export-data.ts';
import { parquetRows } from '../../../src/app/parquet-rows.ts';
import { saveFeatures } from '../../../src/app/save-features.ts';
import { LIVE_FEATURE_NAMES } from '../../../src/features/live/features.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { silentLogger } from '../../../src/kernel/logger.ts';
import type { Store } from '../../../src/store/port.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { makeWorld, ofKind, tellAll } from '../../support/worlds.ts';

const folder = tempFolder();
const events = tellAll(makeWorld({ users: 60, days: 20, seed: 3, fraudRate: 0.2 }));
const transactions = ofKind(events, 'payment').length + ofKind(events, 'transfer').length;
let store: Store;

beforeAll(async () => {
  const options = {
    path: ':memory:',
    url: 'memory:',
    mode: 'create',
    clock: systemClock,
    logger: silentLogger,
  } as const;
  store = await openSqliteStore(options);
  await store.acquireLease();
  await store.events.append(events);
});
afterAll(() => store.close());

describe('the features of a store', () => {
  it('are kept for every payment and transfer, each as of when it became known', async () => {
    const saved = await saveFeatures(store, null);
    expect(saved).toEqual({ events: events.length, transactions, features: LIVE_FEATURE_NAMES.length });
    let count = 0;
    for await (const batch of store.records.snapshots()) {
      for (const { event, at, computedAt, values } of batch) {
        const logged = (await store.events.get(event))!.event;
        expect([at, computedAt]).toEqual([logged.at, Math.max(logged.at, logged.observedAt)]);
        expect(values.amount).toBe('amount' in logged ? logged.amount.minor : NaN);
        count++;
      }
    }
    expect(count).toBe(transactions);
  });

  it('leave out what became known after the time as of which they are asked for', async () => {
    const middle = events[Math.floor(events.length / 2)].at;
    const known = events.filter(({ at, observedAt }) => Math.max(at, observedAt) <= middle);
    expect((await saveFeatures(store, middle)).events).toBe(known.length);
  });
});

describe.each(EXPORTS)('the export of %s', (what) => {
  it('has in Parquet the rows and values that it has in CSV', async () => {
    const [csv, parquet] = [join(folder, `${what}.csv`), join(folder, `${what}.parquet`)];
    const rows = await exportData(store, what, 'csv', csv);
    expect(await exportData(store, what, 'parquet', parquet)).toBe(rows);
    const file = await asyncBufferFromFile(parquet);
    const columns = EXPORT_COLUMNS[what];
    const { children } = parquetSchema(await parquetMetadataAsync(file));
    expect(children.map(({ element }) => element.name)).toEqual(columns.map(({ name }) => name));
    const found = (await parquetReadObjects({ file })) as Record<string, unknown>[];
    const wanted = parse(readFileSync(csv), { columns: true }) as Record<string, string>[];
    expect(found.length).toBe(rows);
    found.forEach((row, i) => {
      for (const { name, type } of columns) {
        const text = wanted[i][name];
        const value = row[name];
        if (text === '') expect([name, value]).toEqual([name, null]);
        else if (type === 'number') expect([name, value]).toEqual([name, Number(text)]);
        else if (type === 'flag') expect([name, value]).toEqual([name, text === 'true']);
        else if (type === 'time') expect([name, (value as Date).getTime()]).toEqual([name, Date.parse(text)]);
        else expect([name, `${String(value)}`]).toEqual([name, text.replace(/^'/, '')]);
      }
    });
  });
});

it('goes over several groups of rows', async () => {
  const rows = Array.from({ length: 12_001 }, (_, i) => ({ n: i, word: i % 7 === 0 ? '' : `w${i}` }));
  const path = join(folder, 'groups.parquet');
  const columns = [{ name: 'n', type: 'number' } as const, { name: 'word', type: 'text' } as const];
  await pipeline(Readable.from(rows), parquetRows(columns), createWriteStream(path));
  const file = await asyncBufferFromFile(path);
  expect((await parquetMetadataAsync(file)).row_groups.length).toBe(3);
  const found = (await parquetReadObjects({ file })) as { n: number; word: string | null }[];
  expect(found).toEqual(rows.map(({ n, word }) => ({ n, word: word === '' ? null : word })));
});
