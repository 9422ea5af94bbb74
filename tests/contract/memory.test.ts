import { join } from 'node:path';
import type { Clock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { testStore } from './store.case.ts';
import type { StoreUnderTest } from './store-under-test.ts';

const folder = tempFolder();
let files = 0;

async function make(clock: Clock): Promise<StoreUnderTest> {
  const common = { clock, logger: silentLogger };
  const store = await openSqliteStore({ path: ':memory:', url: 'memory:', mode: 'create', ...common });
  return {
    store,
    openBackup: (path) => openSqliteStore({ path, url: `sqlite:${path}`, mode: 'write', ...common }),
    freshPath: () => join(folder, `copy-${++files}.db`),
    cleanup: () => store.close(),
  };
}

const lacks = {
  reopen: 'a store in memory ends with its closing',
  'second-handle': 'each handle is a store of its own',
  'schema-version': 'it is made new each time, so always of this schema',
};
testStore({ name: 'memory', make, lacks, runs: 150 });
