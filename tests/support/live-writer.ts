/**
 * A process that detects until it is killed: `live-writer.ts FILE BATCH`. Takes in the log of a store, then appends
 * the rest of live-arrivals, BATCH at a time, and detects in them. Says `ready N` and then `at N` with the number of
 * events it has taken in, and at the end `done DIGEST` of the result.
 */
import { writeSync } from 'node:fs';
import { LiveDetection } from '../../src/detectors/live/live-detection.ts';
import { digest } from '../../src/kernel/canonical.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { liveArrivals } from './live-arrivals.ts';

const [path, size] = process.argv.slice(2);
const store = await openSqliteStore({
  path,
  url: `sqlite:${path}`,
  mode: 'write',
  clock: systemClock,
  logger: silentLogger,
});
await store.acquireLease();
const live = new LiveDetection();
let taken = 0;
for await (const logged of store.events.readFrom(0)) {
  for (const { event } of logged) live.apply(event);
  taken += logged.length;
}
live.settle();
say(`ready ${taken}`);
const events = liveArrivals();
while (taken < events.length) {
  const batch = events.slice(taken, taken + Number(size));
  await store.events.append(batch);
  for (const event of batch) live.apply(event);
  live.settle();
  taken += batch.length;
  say(`at ${taken}`);
}
say(`done ${digest(live.result())}`);
await store.close();

/** Past the process's own buffers at once, so that nothing said is lost with it. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}
