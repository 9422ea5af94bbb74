import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ingest, type IngestCounts } from '../../src/ingest/writer.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { RingfenceError } from '../../src/kernel/errors.ts';
import { rngFor } from '../../src/kernel/rng.ts';
import type { Store } from '../../src/store/port.ts';
import { crashEvent, crashId } from '../support/crash-events.ts';
import { freshNeo4jStore, neo4jAddress, openNeo4j } from '../support/fresh-neo4j-store.ts';
import { naiveGraph } from '../support/naive-graph.ts';
import { canRunNeo4j, neo4jServer, ownNeo4j } from '../support/neo4j.ts';
import type { Neo4jServer } from '../support/neo4j-server.ts';
import { all, catchUp, wholeGraph } from './store-under-test.ts';

const WRITER = join(import.meta.dirname, '../support/neo4j-crash-writer.ts');
const server = await neo4jServer();

interface Writer {
  readonly process: ChildProcess;
  acked: number;
}

/** Applying after each append, or beside appending, as an import does. */
type Way = 'in turn' | 'ingest';

/** Starts a writer and waits until it has acknowledged something. */
async function startWriter(at: Neo4jServer, from: number, batch: number, way: Way): Promise<Writer> {
  const { url } = neo4jAddress(at);
  const child = spawn(process.execPath, [WRITER, url, String(from), String(batch), way], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NEO4J_USER: at.user, NEO4J_PASSWORD: at.password },
  });
  const writer: Writer = { process: child, acked: from };
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const [what, number] = line.split(' ');
    if (what === 'acked') writer.acked = Number(number);
  });
  await once(lines, 'line');
  return writer;
}

/** The log is 0, 1, 2, … once each, and the graph, caught up, that of these events. */
async function expectWhole(store: Store): Promise<number> {
  const head = await store.events.head();
  const logged = await all(store.events.readFrom(0));
  expect(logged.map(({ seq, event }) => `${seq} ${event.id}`)).toEqual(
    Array.from({ length: head }, (_, i) => `${i + 1} ${crashId(i)}`),
  );
  expect((await store.check()).problems).toEqual([]);
  await catchUp(store);
  const { entities, edges } = await wholeGraph(store);
  const expected = naiveGraph(Array.from({ length: head }, (_, i) => crashEvent(i)));
  // Compared as a whole: a report of differences among thousands of edges would take longer than the test.
  expect(isDeepStrictEqual({ entities, edges }, expected)).toBe(true);
  return head;
}

describe.skipIf(server === null)('a client of Neo4j killed -9', () => {
  test.each<Way>(['in turn', 'ingest'])(
    '%s loses nothing acknowledged, doubles nothing, and goes on',
    async (way) => {
      await (await freshNeo4jStore(server!)).close();
      const rng = rngFor(9, `moments of death ${way}`);
      let [from, before] = [0, 0];
      for (let round = 0; round < 4; round++) {
        const batch = rng.pick([1, 20, 200]);
        const writer = await startWriter(server!, from, batch, way);
        await delay(rng.int(0, 300));
        const closed = once(writer.process, 'close');
        writer.process.kill('SIGKILL');
        await closed;
        const store = await openNeo4j(server!, 'write');
        await store.acquireLease();
        const head = await expectWhole(store);
        expect(writer.acked).toBeGreaterThan(from);
        expect(head).toBeGreaterThanOrEqual(writer.acked);
        // What is sent again may not all have been acknowledged again.
        expect(head).toBeLessThanOrEqual(Math.max(before, writer.acked + batch));
        before = head;
        await store.close();
        // A sender that never heard of the last batch sends it again, and a little of what it did hear of.
        from = Math.max(0, writer.acked - 5);
      }
    },
  );
});

describe.skipIf(!(await canRunNeo4j('lts')))('a Neo4j server killed -9', () => {
  test('in the midst of writing, and started again, has lost nothing and doubled nothing', async () => {
    const own = (await ownNeo4j({ version: 'lts' }))!;
    onTestFinished(() => own.stop());
    const store = await freshNeo4jStore(own);
    await store.acquireLease();
    const [total, batch] = [6_000, 100];
    let acked = 0;
    let failed = 0;
    let restarted: Promise<void> | undefined;
    // In the midst of a transaction, a little after it began.
    const crash = async (): Promise<void> => {
      await delay(20);
      await own.kill();
      await own.restart();
    };
    while (acked < total) {
      const events = Array.from({ length: batch }, (_, i) => crashEvent(acked + i));
      if (acked >= total / 4) restarted ??= crash();
      try {
        await store.events.append(events);
        await catchUp(store);
        acked += batch;
      } catch (error) {
        if (!(error instanceof RingfenceError) || error.code !== 'STORE_FAILED') throw error;
        failed++;
        await restarted;
      }
    }
    await restarted;
    expect(await expectWhole(store)).toBe(total);
    console.info(`server killed after ${total / 4} events: ${failed} calls failed, 0 lost, 0 doubled`);
    await store.close();
  });

  test('in the midst of an import, which is started again, has lost nothing and doubled nothing', async () => {
    const own = (await ownNeo4j({ version: 'lts' }))!;
    onTestFinished(() => own.stop());
    const store = await freshNeo4jStore(own);
    await store.acquireLease();
    const total = 3_000;
    const rows = Array.from({ length: total }, (_, i) => ({ event: crashEvent(i) }));
    let restarted: Promise<void> | undefined;
    const crash = async (): Promise<void> => {
      await own.kill();
      await own.restart();
    };
    // By then one group is being applied, and the next batch appended beside it.
    const onProgress = ({ accepted }: IngestCounts): void => {
      if (accepted >= total / 3) restarted ??= crash();
    };
    for (let done = false; !done;) {
      try {
        await ingest(store, rows, { clock: systemClock, batchSize: 100, applySize: 200, onProgress });
        done = true;
      } catch (error) {
        if (!(error instanceof RingfenceError) || error.code !== 'STORE_FAILED') throw error;
        await restarted;
      }
    }
    await restarted;
    expect(await store.graph.appliedSeq()).toBe(total);
    expect(await expectWhole(store)).toBe(total);
    await store.close();
  });
});
