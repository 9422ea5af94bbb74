import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import { rngFor } from '../../src/kernel/rng.ts';
import type { Store } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { crashEvent, crashId } from '../support/crash-events.ts';
import { naiveGraph } from '../support/naive-graph.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { all, catchUp, expectCode, wholeGraph } from './store-under-test.ts';

const folder = tempFolder();
const WRITER = join(import.meta.dirname, '../support/crash-writer.ts');

async function open(path: string, mode: 'create' | 'write'): Promise<Store> {
  return openSqliteStore({ path, url: `sqlite:${path}`, mode, clock: systemClock, logger: silentLogger });
}

interface Writer {
  readonly process: ChildProcess;
  /** Number below which all is acknowledged, by what the process said so far. */
  acked: number;
  applied: number;
}

/** Starts a writer and waits until it has acknowledged something. */
async function startWriter(path: string, from: number, batch: number): Promise<Writer> {
  const process_ = spawn(process.execPath, [WRITER, path, String(from), String(batch)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const writer: Writer = { process: process_, acked: from, applied: from };
  const lines = createInterface({ input: process_.stdout });
  lines.on('line', (line) => {
    const [what, number] = line.split(' ');
    if (what === 'acked') writer.acked = Number(number);
    else writer.applied = Number(number);
  });
  await once(lines, 'line');
  return writer;
}

async function kill(writer: Writer): Promise<void> {
  const closed = once(writer.process, 'close');
  writer.process.kill('SIGKILL');
  await closed;
}

test('what was acknowledged survives kill -9 at any moment, once, and the graph goes on from there', async () => {
  const path = join(folder, 'crash.db');
  await (await open(path, 'create')).close();
  const rng = rngFor(9, 'moments of death');
  let from = 0;
  for (let round = 0; round < 8; round++) {
    const batch = rng.pick([1, 20, 200]);
    const writer = await startWriter(path, from, batch);
    await delay(rng.int(0, 100));
    await kill(writer);
    expect(writer.acked).toBeGreaterThan(from);

    const store = await open(path, 'write');
    const head = await store.events.head();
    const applied = await store.graph.appliedSeq();
    // Acknowledged is stored; stored is at most the batch beyond that was under way.
    expect(head).toBeGreaterThanOrEqual(writer.acked);
    expect(head).toBeLessThanOrEqual(writer.acked + batch);
    expect(applied).toBeGreaterThanOrEqual(writer.applied);
    expect(applied).toBeLessThanOrEqual(head);
    const logged = await all(store.events.readFrom(0));
    expect(logged.map(({ seq, event }) => `${seq} ${event.id}`)).toEqual(
      Array.from({ length: head }, (_, i) => `${i + 1} ${crashId(i)}`),
    );
    expect((await store.check()).problems).toEqual([]);

    await store.acquireLease();
    await catchUp(store);
    const graph = await wholeGraph(store);
    const events = Array.from({ length: head }, (_, i) => crashEvent(i));
    // Compared as a whole: a report of differences among thousands of edges would take longer than the test.
    const { entities, edges } = graph;
    expect(isDeepStrictEqual({ entities, edges }, naiveGraph(events))).toBe(true);
    await store.graph.drop();
    await catchUp(store);
    expect(isDeepStrictEqual(await wholeGraph(store), graph)).toBe(true);
    await store.close();
    // A sender that never heard of the last batch sends it again, and a little of what it did hear of.
    from = Math.max(0, writer.acked - 5);
  }
});

test('a second process waits while the first lives, is told its pid, and goes ahead once it was killed', async () => {
  const path = join(folder, 'second.db');
  await (await open(path, 'create')).close();
  const writer = await startWriter(path, 0, 50);
  const store = await open(path, 'write');
  await expectCode(store.acquireLease(), 'STORE_BUSY');
  await expect(store.acquireLease()).rejects.toThrow(new RegExp(`process ${writer.process.pid} `));
  await expectCode(store.events.append([crashEvent(0)]), 'STORE_BUSY');
  // Reading goes on meanwhile.
  expect(await store.events.head()).toBeGreaterThanOrEqual(50);
  await kill(writer);
  await store.acquireLease();
  expect(await store.events.append([crashEvent(0)])).toEqual([{ outcome: 'duplicate', seq: 1 }]);
  await store.close();
});
