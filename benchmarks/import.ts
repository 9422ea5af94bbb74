/**
 * Imports N transfers (default 1,000,000) from an NDJSON file and compares that with a bare loop of the same inserts:
 * row by row, in the same order and the same transactions, the values computed beforehand, on a file of the same
 * schema. (The import itself writes twenty rows with one statement.) Prints both rates, their ratio (goal: at least 0.5) and the import's peak memory (goal: under 1 GB). The bare loop's own peak
 * counts for nothing: it keeps what it recorded of a batch.
 *
 *   node benchmarks/import.ts [N]
 *
 * Both run in processes of their own, one after the other, on the same disk (the folder for temporary files).
 */
import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, cpuUsage, execPath, resourceUsage, stdout } from 'node:process';
import { DatabaseSync, StatementSync, type SQLInputValue } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { findDataset } from '../src/ingest/datasets/registry.ts';
import { importDataset } from '../src/ingest/import-dataset.ts';
import { systemClock as clock } from '../src/kernel/clock.ts';
import { silentLogger as logger } from '../src/kernel/logger.ts';
import { rngFor } from '../src/kernel/rng.ts';
import { formatInstant, SECOND } from '../src/kernel/time.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';

interface Measured {
  readonly seconds: number;
  /** Time the processor worked for it: says more than the clock on a machine with other things to do. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

const SEED = 42;
const START = Date.UTC(2025, 0, 1);
const BATCH_SIZE = 5_000;

/** Lines of transfers between N / 10 accounts, with user, device and address for every second one. */
function* transfers(count: number): Generator<string> {
  const rng = rngFor(SEED, 'import benchmark');
  const accounts = Math.max(2, Math.floor(count / 10));
  for (let i = 0; i < count;) {
    const lines: string[] = [];
    for (const end = Math.min(count, i + 1_000); i < end; i++) {
      const from = rng.int(1, accounts);
      const who = { user: `user-${from}`, device: `device-${from}`, ip: `10.${from % 200}.${from % 251}.7` };
      const event = {
        source: 'benchmark',
        id: `transfer-${i}`,
        kind: 'transfer',
        at: formatInstant(START + i * SECOND),
        from: `account-${from}`,
        to: `account-${rng.int(1, accounts)}`,
        amount: { minor: rng.int(1, 1_000_000), currency: 'USD' },
        ...(i % 2 === 0 ? who : {}),
      };
      lines.push(JSON.stringify(event));
    }
    yield `${lines.join('\n')}\n`;
  }
}

async function openStore(path: string) {
  const store = await openSqliteStore({ path, url: `sqlite:${path}`, mode: 'create', clock, logger });
  await store.acquireLease();
  return store;
}

async function importFile(file: string, database: string): Promise<Measured> {
  const store = await openStore(database);
  const cpuBefore = cpuSeconds();
  const { seconds } = await importDataset(store, findDataset('events')!, [file], {
    clock,
    batchSize: BATCH_SIZE,
  });
  const cpu = cpuSeconds() - cpuBefore;
  await store.close();
  return { seconds, cpuSeconds: cpu, peakMegabytes: resourceUsage().maxRSS / 1024 };
}

/** Imports once more and, after each batch, does on another file what that batch did: only this is timed. */
async function bareLoop(file: string, database: string): Promise<Measured> {
  await (await openStore(database)).close();
  const store = await openStore(`${database}-recorded`);
  const bare = new DatabaseSync(database);
  bare.exec('PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000');
  const statements = new Map<string, StatementSync>();
  const recorded: { sql: string; values: SQLInputValue[] | null }[] = [];
  const stop = recordWrites((sql, values) => recorded.push({ sql, values }));
  let milliseconds = 0;
  let cpu = 0;
  await importDataset(store, findDataset('events')!, [file], {
    clock,
    batchSize: BATCH_SIZE,
    onProgress: () => {
      const writes = recorded.splice(0).flatMap(rowByRow);
      for (const { sql, values } of writes)
        if (values !== null && !statements.has(sql)) statements.set(sql, bare.prepare(sql));
      const resume = stop.pause();
      const cpuBefore = cpuSeconds();
      const start = clock.elapsed();
      for (const { sql, values } of writes)
        if (values === null) bare.exec(sql);
        else statements.get(sql)!.run(...values);
      milliseconds += clock.elapsed() - start;
      cpu += cpuSeconds() - cpuBefore;
      resume();
    },
  });
  const rows = bare.prepare('SELECT count(*) AS n FROM event').get()?.n;
  if (rows !== (await store.events.head())) throw new Error(`the bare loop stored ${String(rows)} events`);
  bare.close();
  await store.close();
  return { seconds: milliseconds / 1000, cpuSeconds: cpu, peakMegabytes: resourceUsage().maxRSS / 1024 };
}

/** A statement of many rows as a bare loop would write them: one insert a row. */
function rowByRow<Write extends { sql: string; values: SQLInputValue[] | null }>(write: Write): Write[] {
  const many = /^(.* VALUES )(\([?,]+\)),\(/s.exec(write.sql);
  if (!many || write.values === null) return [write];
  const columns = many[2].split(',').length;
  const sql = many[1] + many[2];
  const { values } = write;
  return Array.from({ length: values.length / columns }, (_, row) => ({
    ...write,
    sql,
    values: values.slice(row * columns, (row + 1) * columns),
  }));
}

function cpuSeconds(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1e6;
}

/** Hands every statement that writes, and every begin and commit, to `seen`; `values` is null for the latter. */
function recordWrites(seen: (sql: string, values: SQLInputValue[] | null) => void) {
  const { run } = StatementSync.prototype;
  const { exec } = DatabaseSync.prototype;
  let on = true;
  StatementSync.prototype.run = function (this: StatementSync, ...values: SQLInputValue[]) {
    // The heartbeat of the lease is not a part of the inserts.
    if (on && !/\blease\b/.test(this.sourceSQL)) seen(this.sourceSQL, values);
    return Reflect.apply(run, this, values);
  } as typeof run;
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string) {
    if (on) seen(sql, null);
    return exec.call(this, sql);
  };
  return {
    pause: () => {
      on = false;
      return () => void (on = true);
    },
  };
}

function inOwnProcess(phase: string, file: string, database: string): Measured {
  const text = execFileSync(execPath, [import.meta.filename, phase, file, database], { encoding: 'utf8' });
  return JSON.parse(text) as Measured;
}

async function compare(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-import-'));
  try {
    const file = join(folder, 'transfers.ndjson');
    await pipeline(Readable.from(transfers(count)), createWriteStream(file));
    const bare = inOwnProcess('bare', file, join(folder, 'bare.db'));
    const imported = inOwnProcess('import', file, join(folder, 'import.db'));
    const line = (name: string, { seconds, cpuSeconds: cpu, peakMegabytes }: Measured): string =>
      `${name.padEnd(10)} ${seconds.toFixed(2)} s (processor ${cpu.toFixed(2)} s), ` +
      `${Math.round(count / seconds).toLocaleString('en-US')} events/s, peak memory ${Math.round(peakMegabytes)} MB\n`;
    const ratio = (bare.seconds / imported.seconds).toFixed(2);
    const cpuRatio = (bare.cpuSeconds / imported.cpuSeconds).toFixed(2);
    stdout.write(
      `${count.toLocaleString('en-US')} transfers\n` +
        line('bare loop', bare) +
        line('import', imported) +
        `ratio      ${ratio} by the clock, ${cpuRatio} by the processor (goal: at least 0.50)\n`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [first = '1000000', file, database] = argv.slice(2);
if (first === 'import') stdout.write(JSON.stringify(await importFile(file, database)));
else if (first === 'bare') stdout.write(JSON.stringify(await bareLoop(file, database)));
else await compare(Number(first));
