import { afterEach } from 'vitest';
import { systemClock, type Clock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import type { Store } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

const open: Store[] = [];
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
});

/** A new embedded store with the writer's lease, closed after the test: in memory, or in a file that is made. */
export async function writableStore(path = ':memory:', clock: Clock = systemClock): Promise<Store> {
  const url = path === ':memory:' ? 'memory:' : `sqlite:${path}`;
  const store = await openSqliteStore({
    path,
    url,
    mode: 'create',
    clock,
    logger: silentLogger,
  });
  open.push(store);
  await store.acquireLease();
  return store;
}
