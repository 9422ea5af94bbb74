/**
 * A process that writes to a Neo4j store until it is killed: `neo4j-crash-writer.ts URL FROM BATCH [ingest]`, the
 * login in NEO4J_USER and NEO4J_PASSWORD. As crash-writer.ts: says `acked N`, then `applied N`; with `ingest` it applies
 * beside appending, as an import does, and only says `acked N`.
 */
import { writeSync } from 'node:fs';
import type { Event } from '../../src/graph/model/event.ts';
import { ingest } from '../../src/ingest/writer.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import { openNeo4jStore } from '../../src/store/neo4j/neo4j-store.ts';
import { crashEvent } from './crash-events.ts';

const [url, from, batch, way] = process.argv.slice(2);
const size = Number(batch);
const store = await openNeo4jStore({
  url,
  user: process.env.NEO4J_USER,
  password: process.env.NEO4J_PASSWORD,
  mode: 'write',
  clock: systemClock,
  logger: silentLogger,
});
await store.acquireLease();
if (way === 'ingest') {
  let acked = Number(from);
  const onProgress = (): void => say(`acked ${(acked += size)}`);
  await ingest(store, rows(), { clock: systemClock, batchSize: size, applySize: 2 * size, onProgress });
}
for (let next = Number(from); ; next += size) {
  await store.events.append(Array.from({ length: size }, (_, i) => crashEvent(next + i)));
  say(`acked ${next + size}`);
  for await (const logged of store.events.readFrom(await store.graph.appliedSeq()))
    await store.graph.apply(logged);
  say(`applied ${next + size}`);
}

function* rows(): Generator<{ event: Event }> {
  for (let next = Number(from); ; next++) yield { event: crashEvent(next) };
}

/** Past the process's own buffers at once, so that nothing said is lost with it. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}
