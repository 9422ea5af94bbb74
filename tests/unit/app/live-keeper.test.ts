import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Engine } from '../../../src/app/serving/engine.ts';
import { keepCheckpoint, readCheckpoint } from '../../../src/app/serving/live-checkpoint.ts';
import { LIVE_BY_DEFAULT, LiveDetection } from '../../../src/detectors/live/live-detection.ts';
import { runDetectors } from '../../../src/detectors/run.ts';
import type { Event } from '../../../src/graph/model/event.ts';
import type { Finding } from '../../../src/graph/model/finding.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { silentLogger, type Logger } from '../../../src/kernel/logger.ts';
import { DAY } from '../../../src/kernel/time.ts';
import { buildEventGraph } from '../../../src/projection/event-graph-builder.ts';
import type { Store } from '../../../src/store/port.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { inForce } from '../../support/in-force.ts';
import { event, retraction, session } from '../../support/internal-events.ts';
import { ALWAYS } from '../../support/live-restart.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const COMPACTION = { ...ALWAYS, share: 0.1, atLeast: 50, steps: 50 };

/** Three who sign up on one device, sessions of others for most of a year, and three on another device at the end. */
function log(days = 300): Event[] {
  const signUps = (device: string, day: number): Event[] =>
    ['a', 'b', 'c'].map((name, i) =>
      event(
        'registration',
        `${device}-${name}`,
        { user: `${name} of ${device}`, device },
        { at: day * DAY + i * 60_000 },
      ),
    );
  const between = Array.from({ length: days }, (_, i) =>
    session(`s${i}`, `u${i % 3}`, `d${i % 3}`, { at: (i + 1) * DAY }),
  );
  return [...signUps('first', 0), ...between, ...signUps('last', days + 1)];
}

const folder = tempFolder();
let files = 0;

/** Opened again and again, as by one process after the other. */
async function opened(path: string, mode: 'create' | 'write' = 'write'): Promise<Store> {
  const store = await openSqliteStore({
    path,
    url: `sqlite:${path}`,
    mode,
    clock: systemClock,
    logger: silentLogger,
  });
  onTestFinished(() => store.close());
  return store;
}

async function started(store: Store, logger: Logger = silentLogger): Promise<Engine> {
  const engine = new Engine({
    store,
    clock: systemClock,
    logger,
    stream: 'test',
    publishEvery: 1,
    compaction: COMPACTION,
  });
  await engine.start();
  return engine;
}

function inOneRun(events: readonly Event[]): readonly Finding[] {
  const graph = buildEventGraph(inForce(events, null));
  return runDetectors({ ...graph, isPartial: true }, { detectors: LIVE_BY_DEFAULT }).findings;
}

const options = new LiveDetection().optionsDigest;

/** A store with a log and a checkpoint after its first events. */
async function withCheckpoint(events: readonly Event[], after: number): Promise<Store> {
  const path = join(folder, `${files++}.db`);
  const store = await opened(path, 'create');
  const engine = await started(store);
  for (let i = 0; i < after; i += 10) await engine.submit(events.slice(i, Math.min(i + 10, after)));
  await engine.stop();
  await store.close();
  return opened(path);
}

it('goes on from the checkpoint that it wrote when it was stopped, and finds what one run finds', async () => {
  const events = log();
  const store = await withCheckpoint(events, 280);
  const kept = await readCheckpoint(store, options);
  if (kept === null || typeof kept === 'string') throw new Error(`no checkpoint: ${kept}`);
  expect(kept.seq).toBe(280);
  expect([...kept.snapshot.facts].length).toBeLessThan(250);
  const engine = await started(store);
  onTestFinished(() => engine.stop());
  await engine.submit(events.slice(280));
  expect(engine.refresh().findings).toEqual(inOneRun(events));
  expect(inOneRun(events)).toHaveLength(6);
});

it('takes in late what bears on events that were let go, by detection over the whole log', async () => {
  const events = log();
  const store = await withCheckpoint(events, events.length);
  const engine = await started(store);
  onTestFinished(() => engine.stop());
  const late = event('registration', 'late', { user: 'late', device: 'first' }, { at: 120_000 });
  await engine.submit([late]);
  await expect.poll(() => engine.refresh().findings).toEqual(inOneRun([...events, late]));
  const back = retraction('back', ['s', 'first-b'], { at: 301 * DAY });
  const gone = retraction('gone', ['s', 's10'], { at: 301 * DAY });
  await engine.submit([back, gone]);
  const now = inOneRun([...events, late, back, gone]);
  expect(now).not.toEqual(inOneRun([...events, late]));
  await expect.poll(() => engine.refresh().findings).toEqual(now);
});

it('reads the log whole where the checkpoint is damaged, of other options or ahead of the log, and says so', async () => {
  const events = log();
  const store = await withCheckpoint(events, events.length);
  const head = (await store.records.document('live-checkpoint', 'live'))!;
  expect(await readCheckpoint(store, 'other')).toBe('it was made with other options');
  const lease = await store.acquireLease();
  const [id, at] = [`${head.place}-0`, 0];
  const part = (await store.records.document('live-part', id))!;
  const save = (document: typeof head): Promise<void> =>
    store.records.saveDocuments([{ kind: 'live-checkpoint', document }]);
  await save({ ...head, version: 0 });
  expect(await readCheckpoint(store, options)).toBe('it is of another version');
  await save({ ...head, seq: 10_000 });
  expect(await readCheckpoint(store, options)).toBe('the log ends before it');
  await save(head);
  await store.records.saveDocuments([{ kind: 'live-part', document: { id, at, text: `${part.text} ` } }]);
  await lease.release();
  const said: unknown[] = [];
  const engine = await started(store, { log: (_, message, facts) => said.push([message, facts]) });
  expect(engine.refresh().findings).toEqual(inOneRun(events));
  expect(said).toContainEqual([
    'no going on from the checkpoint of live detection; the log is read whole',
    { reason: 'it is damaged' },
  ]);
});

it('leaves the checkpoint before as it was while another is written, and when that is never finished', async () => {
  const events = log();
  const store = await withCheckpoint(events, events.length);
  const before = await readCheckpoint(store, options);
  await store.acquireLease();
  const live = new LiveDetection();
  for (const one of log(2_000)) live.apply(one);
  for (const parts of [0, 1, 3, Infinity]) {
    let written = 0;
    const at = { seq: 7, at: 1, isVoid: () => written++ === parts };
    expect(await keepCheckpoint(store, live.snapshot()!, at)).toBe(parts === Infinity);
    const after = await readCheckpoint(store, options);
    if (parts === Infinity) expect(after).toMatchObject({ seq: 7 });
    else expect(after).toEqual(before);
  }
});
