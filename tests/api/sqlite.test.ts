import { join } from 'node:path';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { MakeStore } from '../support/api-server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { restCases } from './rest.case.ts';

const folder = tempFolder();
let files = 0;
const make: MakeStore = () => {
  const path = join(folder, `store-${++files}.db`);
  return openSqliteStore({
    path,
    url: `sqlite:${path}`,
    mode: 'create',
    clock: systemClock,
    logger: silentLogger,
  });
};

restCases('sqlite', make);
