/**
 * A process that writes until it is killed: `crash-writer.ts FILE FROM BATCH`. Appends the events of crash-events
 * from number FROM on, BATCH at a time, and says `acked N` once all below N are acknowledged, `applied N` once they
 * are in the graph.
 */
import { writeSync } from 'node:fs';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { crashEvent } from './crash-events.ts';

const [path, from, batch] = process.argv.slice(2);
const size = Number(batch);
const store = await openSqliteStore({
  path,
  url: `sqlite:${path}`,
  mode: 'write',
  clock: systemClock,
  logger: silentLogger,
});
await store.acquireLease();
for (let next = Number(from); ; next += size) {
  await store.events.append(Array.from({ length: size }, (_, i) => crashEvent(next + i)));
  say(`acked ${next + size}`);
  for await (const logged of store.events.readFrom(await store.graph.appliedSeq()))
    await store.graph.apply(logged);
  say(`applied ${next + size}`);
}

/** Past the process's own buffers at once, so that nothing said is lost with it. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}
