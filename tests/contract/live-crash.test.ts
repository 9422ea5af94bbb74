import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { LiveDetection } from '../../src/detectors/live/live-detection.ts';
import { digest } from '../../src/kernel/canonical.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLogger } from '../../src/kernel/logger.ts';
import { rngFor } from '../../src/kernel/rng.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { liveArrivals } from '../support/live-arrivals.ts';
import { tempFolder } from '../support/temp-folder.ts';

const folder = tempFolder();
const WRITER = join(import.meta.dirname, '../support/live-writer.ts');

interface Life {
  /** Seq of the checkpoint it went on from. */
  readonly from: number;
  /** Events it had when it was ready. */
  readonly ready: number;
  readonly said: number;
  /** Digest of its result; null when it was killed. */
  readonly done: string | null;
}

/** Lets a writer live until it says that it has taken in so many events. */
async function liveUntil(path: string, batch: number, limit: number): Promise<Life> {
  const writer = spawn(process.execPath, [WRITER, path, String(batch)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(writer, 'close');
  const life = { from: -1, ready: -1, said: 0, done: null as string | null };
  for await (const line of createInterface({ input: writer.stdout })) {
    const [what, value] = line.split(' ');
    if (what === 'from') life.from = Number(value);
    if (what === 'ready') life.ready = Number(value);
    if (what === 'done') life.done = value;
    if (what === 'ready' || what === 'at') life.said = Number(value);
    if (life.said >= limit) writer.kill('SIGKILL');
  }
  await closed;
  return life;
}

test('live detection killed with -9 at any event goes on from its checkpoint and the log, and ends as if it had never been', async () => {
  const path = join(folder, 'live.db');
  const store = await openSqliteStore({
    path,
    url: `sqlite:${path}`,
    mode: 'create',
    clock: systemClock,
    logger: silentLogger,
  });
  await store.close();
  const events = liveArrivals();
  const rng = rngFor(4, 'moments of death');
  let taken = 0;
  const checkpoints = new Set<number>();
  for (let limit = 1; limit < events.length; limit += rng.int(1, Math.ceil(events.length / 4))) {
    const life = await liveUntil(path, rng.pick([5, 20, 60]), limit);
    expect(life.done).toBeNull();
    checkpoints.add(life.from);
    expect(life.ready).toBeGreaterThanOrEqual(taken);
    taken = life.said;
  }
  const last = await liveUntil(path, 60, Infinity);
  const uninterrupted = new LiveDetection();
  for (const event of events) uninterrupted.apply(event);
  expect(checkpoints.size, 'different checkpoints').toBeGreaterThan(2);
  expect(uninterrupted.result().findings.length).toBeGreaterThan(5);
  expect(last.ready).toBeGreaterThanOrEqual(taken);
  expect(last.done).toBe(digest(uninterrupted.result()));
});
