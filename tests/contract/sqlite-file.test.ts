import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/kernel/clock.ts';
import type { LogLevel } from '../../src/kernel/logger.ts';
import type { Store } from '../../src/store/port.ts';
import {
  dropSqliteStore,
  openSqliteStore,
  type SqliteStoreOptions,
} from '../../src/store/sqlite/sqlite-store.ts';
import { fullEvents, session, transfer } from '../support/internal-events.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { catchUp, expectCode, record } from './store-under-test.ts';

const folder = tempFolder();
let files = 0;

function freshPath(): string {
  return join(folder, `file-${++files}.db`);
}

async function open(path: string, mode: SqliteStoreOptions['mode'], logged: LogLevel[] = []): Promise<Store> {
  const logger = { log: (level: LogLevel) => void logged.push(level) };
  const store = await openSqliteStore({ path, url: `sqlite:${path}`, mode, clock: systemClock, logger });
  onTestFinished(() => store.close());
  return store;
}

/** A closed store with some thousand events, its path. */
async function filledStore(): Promise<string> {
  const path = freshPath();
  const store = await open(path, 'create');
  await store.acquireLease();
  await record(
    store,
    Array.from({ length: 2_000 }, (_, i) => transfer(`t${i}`, `a${i % 90}`, `a${i % 70}`, i, { at: i })),
  );
  await store.close();
  return path;
}

function sqlite<T>(path: string, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(path);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

test('a store that is not there is missing for reading and writing, and no file is made', async () => {
  const path = freshPath();
  await expectCode(open(path, 'read'), 'STORE_MISSING');
  await expectCode(open(path, 'write'), 'STORE_MISSING');
  expect(existsSync(path)).toBe(false);
  await expectCode(open(':memory:', 'read'), 'STORE_MISSING');
});

test('a folder that is not there, or in the place of the file, is said so', async () => {
  await expect(open(join(folder, 'none', 'x.db'), 'create')).rejects.toThrow(/no folder/);
  mkdirSync(join(folder, 'is-a-folder'));
  await expectCode(open(join(folder, 'is-a-folder'), 'create'), 'STORE_FAILED');
});

test('an empty file is no store yet, but can become one', async () => {
  const path = freshPath();
  writeFileSync(path, '');
  await expectCode(open(path, 'write'), 'STORE_MISSING');
  await open(path, 'create');
  await open(path, 'read');
});

test('creating a store that is there leaves it as it is', async () => {
  const path = await filledStore();
  const store = await open(path, 'create');
  expect(await store.events.head()).toBe(2_000);
  expect(await store.graph.appliedSeq()).toBe(2_000);
});

test('a store opened for reading reads what another writes, and cannot write', async () => {
  const path = await filledStore();
  const reader = await open(path, 'read');
  const writer = await open(path, 'write');
  await expectCode(reader.acquireLease(), 'INTERNAL');
  await writer.acquireLease();
  await record(writer, [session('x', 'u', 'd')]);
  expect(await reader.events.head()).toBe(2_001);
  await expectCode(reader.events.append([session('y', 'u', 'd')]), 'STORE_BUSY');
});

test('garbage is refused as damaged, in every mode, and left alone', async () => {
  const path = freshPath();
  const garbage = Buffer.alloc(9_000, 'no database at all. ');
  writeFileSync(path, garbage);
  for (const mode of ['create', 'write', 'read'] as const) {
    await expectCode(open(path, mode), 'STORE_CORRUPT');
    await expect(open(path, mode)).rejects.toThrow(new RegExp(`${path}.*no SQLite database`));
  }
  await expectCode(dropSqliteStore(path), 'STORE_CORRUPT');
  expect(readFileSync(path).equals(garbage)).toBe(true);
});

test("another program's database is refused and left alone", async () => {
  const path = freshPath();
  sqlite(path, (db) => db.exec('CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)'));
  const before = readFileSync(path);
  for (const mode of ['create', 'write', 'read'] as const) {
    await expectCode(open(path, mode), 'STORE_CORRUPT');
    await expect(open(path, mode)).rejects.toThrow(/else than a Ringfence store/);
  }
  await expectCode(dropSqliteStore(path), 'STORE_CORRUPT');
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a truncated store is refused as damaged, wherever it was cut, and can be dropped', async () => {
  const original = await filledStore();
  const { size } = statSync(original);
  for (const keep of [120, 512, 4_000, 4_096, 10_000, Math.floor(size / 2), size - 4_096]) {
    const path = freshPath();
    copyFileSync(original, path);
    truncateSync(path, keep);
    await expectCode(open(path, 'write'), 'STORE_CORRUPT');
    await expect(open(path, 'read')).rejects.toThrow(/damaged|no SQLite database/);
    expect(await dropSqliteStore(path)).toBe(true);
    expect(existsSync(path)).toBe(false);
  }
});

test('a damaged page is found by the check, which says so instead of failing', async () => {
  const path = await filledStore();
  const bytes = readFileSync(path);
  // Every page after those of the schema: it can still be read, the content can't.
  bytes.fill(0xa5, 40 * 4_096);
  writeFileSync(path, bytes);
  const store = await open(path, 'read');
  const check = await store.check();
  expect(check.ok).toBe(false);
  expect(check.problems.length).toBeGreaterThan(0);
  expect(check.problems.every((problem) => problem.endsWith('.'))).toBe(true);
});

test('the check finds a log with a hole and a graph ahead of the log', async () => {
  const path = await filledStore();
  sqlite(path, (db) => db.exec('DELETE FROM event WHERE seq IN (7, 2000)'));
  const { ok, problems } = await (await open(path, 'read')).check();
  expect(ok).toBe(false);
  expect(problems.join(' ')).toMatch(/1998 events, but its newest has number 1999/);
  expect(problems.join(' ')).toMatch(/ahead of the log: applied 2000, head 1999/);
});

test('a newer schema is refused even for creating; an older one is migrated by it', async () => {
  const path = await filledStore();
  sqlite(path, (db) => db.exec('PRAGMA user_version = 99'));
  await expectCode(open(path, 'create'), 'STORE_SCHEMA');
  await expect(open(path, 'create')).rejects.toThrow(/version 99.*newer Ringfence/);
  sqlite(path, (db) => db.exec('PRAGMA user_version = 0'));
  await expect(open(path, 'write')).rejects.toThrow(/version 0.*init-db/);
});

test('a store of version 1 keeps its events and gets room for feature snapshots', async () => {
  const path = await filledStore();
  sqlite(path, (db) => db.exec('DROP TABLE vector_snapshot; DROP TABLE document; PRAGMA user_version = 1'));
  await expectCode(open(path, 'write'), 'STORE_SCHEMA');
  const store = await open(path, 'create');
  expect(await store.check()).toMatchObject({ ok: true, schemaVersion: 3, head: 2_000 });
  await store.acquireLease();
  const snapshot = { event: ['s', 't1'], user: null, at: 1, computedAt: 2, values: { amount: 3 } } as const;
  await store.records.saveSnapshots([snapshot]);
  expect(await store.records.snapshot(['s', 't1'])).toEqual(snapshot);
});

test('a creation that was cut off after the file was made is taken up again', async () => {
  const path = freshPath();
  sqlite(path, (db) => db.exec('PRAGMA journal_mode = WAL'));
  await expectCode(open(path, 'write'), 'STORE_MISSING');
  const store = await open(path, 'create');
  await store.acquireLease();
  await record(store, fullEvents());
});

test('dropping removes the file and its companions, and is fine where nothing is', async () => {
  const path = await filledStore();
  const store = await open(path, 'write');
  await store.acquireLease();
  await record(store, [session('x', 'u', 'd')]);
  await expectCode(dropSqliteStore(path), 'STORE_BUSY');
  expect(existsSync(`${path}-wal`)).toBe(true);
  await store.close();
  expect(await dropSqliteStore(path)).toBe(true);
  for (const suffix of ['', '-wal', '-shm']) expect(existsSync(path + suffix)).toBe(false);
  expect(await dropSqliteStore(path)).toBe(false);
  const fresh = await open(path, 'create');
  expect(await fresh.events.head()).toBe(0);
});

test('a store dropped while its last writes stand in the log beside it stays dropped', async () => {
  const [path, left] = [await filledStore(), freshPath()];
  const store = await open(path, 'write');
  const lease = await store.acquireLease();
  await record(store, [session('x', 'u', 'd')]);
  await lease.release();
  // As after a crash: file and log, no process.
  for (const suffix of ['', '-wal']) copyFileSync(path + suffix, left + suffix);
  expect(await dropSqliteStore(left)).toBe(true);
  expect(await (await open(left, 'create')).events.head()).toBe(0);
});

test('the lease of a process that is gone is taken over at once, with a warning', async () => {
  const path = await filledStore();
  const hold = (pid: number, start: number, host = hostname()): void =>
    sqlite(path, (db) => {
      db.exec('DELETE FROM lease');
      const insert = db.prepare("INSERT INTO lease VALUES (1, 'token', ?, ?, ?, ?)");
      insert.run(pid, host, start, Date.now());
    });
  const logged: LogLevel[] = [];
  // Beyond the highest pid Linux gives.
  hold(4_194_305, 0);
  await (await (await open(path, 'write', logged)).acquireLease()).release();
  expect(logged).toEqual(['warn']);
  // Our own pid, but another process: started at another time, as in a restarted container.
  hold(process.pid, 1);
  await (await (await open(path, 'write')).acquireLease()).release();
  // A living one, and one on another machine, of which nothing can be known.
  hold(process.ppid, 0);
  await expectCode((await open(path, 'write')).acquireLease(), 'STORE_BUSY');
  hold(4_194_305, 0, 'elsewhere');
  await expect((await open(path, 'write')).acquireLease()).rejects.toThrow(/4194305 on elsewhere/);
});

test('people with a SQLite shell see one row per pair and per transfer', async () => {
  const path = freshPath();
  const store = await open(path, 'create');
  await store.acquireLease();
  await record(store, [
    session('1', 'u', 'd', { at: 1 }),
    session('2', 'u', 'd', { at: 5 }),
    transfer('3', 'a', 'b', 7, { at: 2 }),
    transfer('4', 'a', 'b', 8, { at: 3 }),
  ]);
  const rows = sqlite(path, (db) => db.prepare('SELECT * FROM edge ORDER BY type, first').all());
  expect(rows.map((row) => Object.values(row))).toEqual([
    ['TRANSFERS_TO', 'a', 'b', 2, 2, 1, 7, 'USD'],
    ['TRANSFERS_TO', 'a', 'b', 3, 3, 1, 8, 'USD'],
    ['USES_DEVICE', 'u', 'd', 1, 5, 2, null, null],
  ]);
});

test('a failed write leaves the store fit for the next', async () => {
  const path = freshPath();
  const store = await open(path, 'create');
  await store.acquireLease();
  await store.events.append([session('1', 'u', 'd'), session('2', 'v', 'd')]);
  // A trigger stands in for a full disk: the transaction fails after its first rows.
  sqlite(path, (db) =>
    db.exec("CREATE TRIGGER full BEFORE INSERT ON adjacency BEGIN SELECT RAISE(ABORT, 'full'); END"),
  );
  await expect(catchUp(store)).rejects.toMatchObject({ name: 'RingfenceError' });
  expect(await store.graph.appliedSeq()).toBe(0);
  expect((await store.graph.counts()).entities.User).toBe(0);
  sqlite(path, (db) => db.exec('DROP TRIGGER full'));
  await catchUp(store);
  expect((await store.graph.counts()).entities).toMatchObject({ User: 2, Device: 1 });
  expect((await store.check()).ok).toBe(true);
});
