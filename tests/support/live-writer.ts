/**
 * A process that detects until it is killed: `live-writer.ts FILE BATCH`. Goes on from the last checkpoint and the log of a
 * store, then appends the rest of live-arrivals, BATCH at a time, and detects in them, and lets go of what it can. Says
 * `from SEQ` of the checkpoint, `ready N` and then `at N` with the number of events it has taken in, `kept` when it has
 * written a checkpoint, and at the end `done DIGEST` of the result.
 */
import { writeSync } from 'node:fs';
import { LiveKeeper } from '../../src/app/serving/live-keeper.ts';
import { COMPACTION_LIMITS } from '../../src/detectors/live/live-compaction.ts';
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
let taken = 0;
const live = new LiveKeeper({
  store,
  clock: systemClock,
  logger: silentLogger,
  compaction: { ...COMPACTION_LIMITS, atLeast: 100, share: 0.1, crowd: 1, steps: 10 },
  checkpointEvery: 150,
  taken: () => taken,
  isStopping: () => false,
  onRenewed: () => say('renewed'),
});
await live.resume();
say(`from ${live.resumedFrom}`);
for await (const logged of store.events.readFrom(0))
  for (const one of logged) {
    live.take(one);
    taken = one.seq;
  }
await live.mend();
say(`ready ${taken}`);
const events = liveArrivals();
while (taken < events.length) {
  const batch = events.slice(taken, taken + Number(size));
  const outcomes = await store.events.append(batch);
  batch.forEach((event, i) => live.take({ seq: outcomes[i].seq, event }));
  taken += batch.length;
  live.settle();
  live.mendSoon();
  say(`at ${taken}`);
  if (await live.keep(false)) say('kept');
}
await live.mend();
say(`done ${digest(live.result())}`);
await store.close();

/** Past the process's own buffers at once, so that nothing said is lost with it. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}
