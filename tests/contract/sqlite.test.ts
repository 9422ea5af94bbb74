import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { tempFolder } from '../support/temp-folder.ts';
import { testStore } from './store.case.ts';
import type { StoreUnderTest } from './store-under-test.ts';

const folder = tempFolder();
let files = 0;

async function make(clock: Clock): Promise<StoreUnderTest> {
  const freshPath = (): string => join(folder, `store-${++files}.db`);
  const path = freshPath();
  const open = (file: string, mode: 'create' | 'write') =>
    openSqliteStore({ path: file, url: `sqlite:${file}`, mode, clock, logger: silentLogger });
  const store = await open(path, 'create');
  return {
    store,
    openAgain: () => open(path, 'write'),
    openBackup: (copy) => open(copy, 'write'),
    freshPath,
    shiftSchemaVersion: async (by) => {
      const db = new DatabaseSync(path);
      const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
      db.exec(`PRAGMA user_version = ${version + by}`);
      db.close();
    },
    cleanup: () => store.close(),
  };
}

testStore({ name: 'sqlite file', make, lacks: {}, runs: 15 });
