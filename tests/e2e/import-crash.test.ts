import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { findDataset } from '../../src/ingest/datasets/registry.ts';
import { importDataset } from '../../src/ingest/import-dataset.ts';
import { systemClock as clock } from '../../src/kernel/clock.ts';
import { silentLogger as logger } from '../../src/kernel/logger.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { writableStore } from '../support/writable-store.ts';

const folder = tempFolder();
const MAIN = join(import.meta.dirname, '../../src/main.ts');
const EVENTS = 40_000;

/** The seq of the newest event; 0 while there is no store yet. */
async function headOf(path: string): Promise<number> {
  try {
    const store = await openSqliteStore({ path, url: path, mode: 'read', clock, logger });
    try {
      return await store.events.head();
    } finally {
      await store.close();
    }
  } catch {
    return 0;
  }
}

it('an import killed in its midst is finished by importing again: nothing lost, nothing doubled', async () => {
  const file = join(folder, 'transfers.ndjson');
  const lines = Array.from({ length: EVENTS }, (_, i) =>
    JSON.stringify({
      id: `t${i}`,
      kind: 'transfer',
      at: '2025-01-01T00:00:00Z',
      from: `a${i % 500}`,
      to: `a${i % 499}`,
      amount: { minor: i, currency: 'USD' },
    }),
  );
  writeFileSync(file, lines.join('\n'));

  const path = join(folder, 'killed.db');
  const args = [MAIN, 'import', 'events', file, '--store', `sqlite:${path}`, '--batch-size', '100'];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const gone = once(child, 'exit');
  while (child.exitCode === null && (await headOf(path)) < 1_000) await delay(5);
  child.kill('SIGKILL');
  await gone;
  expect(child.signalCode).toBe('SIGKILL');

  const store = await writableStore(path);
  const before = await store.events.head();
  expect(before).toBeGreaterThanOrEqual(1_000);
  expect(before).toBeLessThan(EVENTS);
  const report = await importDataset(store, findDataset('events')!, [file], { clock });
  expect(report).toMatchObject({ rows: EVENTS, accepted: EVENTS - before, duplicates: before });
  expect(await store.check()).toMatchObject({ ok: true, problems: [], head: EVENTS, appliedSeq: EVENTS });

  const whole = await writableStore();
  await importDataset(whole, findDataset('events')!, [file], { clock });
  expect(await store.graph.counts()).toEqual(await whole.graph.counts());
});
