import { onTestFinished, expect, it } from 'vitest';
import { Engine } from '../../../src/app/serving/engine.ts';
import { WriteQueue } from '../../../src/app/serving/write-queue.ts';
import type { Event } from '../../../src/graph/model/event.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { RingfenceError } from '../../../src/kernel/errors.ts';
import { silentLogger } from '../../../src/kernel/logger.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../../src/store/port.ts';
import { transfer } from '../../support/internal-events.ts';

/** What is to go wrong with a store, which does everything else as it does. */
interface Trouble {
  /** The append is kept, and its answer lost. */
  loseAnswer?: boolean;
  failAppend?: boolean;
  failApply?: boolean;
}

async function troubledStore(): Promise<{ store: Store; trouble: Trouble }> {
  const inner = await openSqliteStore({
    path: ':memory:',
    url: 'memory:',
    mode: 'create',
    clock: systemClock,
    logger: silentLogger,
  });
  onTestFinished(() => inner.close());
  const trouble: Trouble = {};
  const failed = () => new RingfenceError('STORE_FAILED', 'as the test wants it');
  const events: Store['events'] = Object.assign(Object.create(inner.events) as Store['events'], {
    append: async (batch: readonly Event[]) => {
      if (trouble.failAppend) throw failed();
      const outcomes = await inner.events.append(batch);
      if (trouble.loseAnswer) throw failed();
      return outcomes;
    },
    readFrom: (after: number) => inner.events.readFrom(after),
    head: () => inner.events.head(),
    get: (key: readonly [string, string]) => inner.events.get(key),
  });
  const graph: Store['graph'] = Object.assign(Object.create(inner.graph) as Store['graph'], {
    apply: async (batch: Parameters<Store['graph']['apply']>[0]) => {
      if (trouble.failApply) throw failed();
      await inner.graph.apply(batch);
    },
    appliedSeq: () => inner.graph.appliedSeq(),
  });
  const store = {
    url: inner.url,
    events,
    graph,
    records: inner.records,
    acquireLease: () => inner.acquireLease(),
    check: () => inner.check(),
    backup: (path: string) => inner.backup(path),
    close: () => inner.close(),
  };
  return { store, trouble };
}

async function started(): Promise<{ engine: Engine; store: Store; trouble: Trouble }> {
  const { store, trouble } = await troubledStore();
  const engine = new Engine({
    store,
    clock: systemClock,
    logger: silentLogger,
    stream: 'test',
    publishEvery: 1,
  });
  await engine.start();
  onTestFinished(() => engine.stop());
  return { engine, store, trouble };
}

async function expectWhole(engine: Engine, store: Store, events: number): Promise<void> {
  expect(engine.state).toBe('ready');
  expect(engine.lag).toEqual({ taken: events, head: events, waiting: 0 });
  expect([await store.events.head(), await store.graph.appliedSeq()]).toEqual([events, events]);
  expect(engine.daily.series(['transfer'], -1e15, 1e15).reduce((sum, { count }) => sum + count, 0)).toBe(
    events,
  );
}

it('takes in an event whose answer was lost, once, before anything else', async () => {
  const { engine, store, trouble } = await started();
  await engine.submit([transfer('t1', 'a', 'b')]);
  trouble.loseAnswer = true;
  await expect(engine.submit([transfer('t2', 'a', 'b')])).rejects.toMatchObject({ code: 'STORE_FAILED' });
  expect(engine.state).toBe('behind');
  trouble.loseAnswer = false;
  expect(await engine.submit([transfer('t2', 'a', 'b'), transfer('t3', 'a', 'b')])).toMatchObject([
    { outcome: 'duplicate', seq: 2 },
    { outcome: 'accepted', seq: 3 },
  ]);
  await expectWhole(engine, store, 3);
});

it('acknowledges nothing that was not stored, and goes on when the store does', async () => {
  const { engine, store, trouble } = await started();
  trouble.failAppend = true;
  await expect(engine.submit([transfer('t1', 'a', 'b')])).rejects.toMatchObject({ code: 'STORE_FAILED' });
  await engine.mend();
  expect(engine.state).toBe('behind');
  trouble.failAppend = false;
  await engine.mend();
  await expectWhole(engine, store, 0);
  expect(await engine.submit([transfer('t1', 'a', 'b')])).toMatchObject([{ outcome: 'accepted', seq: 1 }]);
});

it('acknowledges what is in the log when the graph can not take it, and brings the graph up later', async () => {
  const { engine, store, trouble } = await started();
  trouble.failApply = true;
  expect(await engine.submit([transfer('t1', 'a', 'b')])).toMatchObject([{ outcome: 'accepted', seq: 1 }]);
  expect(engine.state).toBe('behind');
  await expect(engine.submit([transfer('t2', 'a', 'b')])).rejects.toMatchObject({ code: 'STORE_FAILED' });
  trouble.failApply = false;
  await engine.mend();
  await expectWhole(engine, store, 1);
});

it('takes no events before the log is read, nor after it was stopped', async () => {
  const { store } = await troubledStore();
  const engine = new Engine({ store, clock: systemClock, logger: silentLogger, stream: 'test' });
  await expect(engine.submit([transfer('t1', 'a', 'b')])).rejects.toMatchObject({ code: 'NOT_READY' });
  await engine.start();
  const last = engine.submit([transfer('t2', 'a', 'b')]);
  await engine.stop();
  expect(await last).toMatchObject([{ outcome: 'accepted' }]);
  await expect(engine.submit([transfer('t3', 'a', 'b')])).rejects.toMatchObject({ code: 'NOT_READY' });
});

it('writes together what waits, in the order in which it came, and what is checked by itself', async () => {
  const writes: string[][] = [];
  const queue = new WriteQueue(
    async (events) => {
      writes.push(events.map(({ id }) => id));
      return events.map((_, i) => ({ outcome: 'accepted', seq: i + 1 }));
    },
    { together: 3, waiting: 10, patience: 1_000 },
  );
  const one = (id: string) => transfer(id, 'a', 'b');
  await Promise.all([
    queue.submit([one('1')]),
    queue.submit([one('2'), one('3')]),
    queue.submit([one('4')]),
    queue.submit([one('5')], () => {}),
    queue.submit([one('6')]),
    expect(
      queue.submit([one('7')], () => {
        throw new RingfenceError('VERSION_CONFLICT', 'no');
      }),
    ).rejects.toMatchObject({ code: 'VERSION_CONFLICT' }),
    expect(queue.submit([one('8'), one('9'), one('10'), one('11')])).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    }),
  ]);
  expect(writes.filter((ids) => ids.length > 0)).toEqual([['1', '2', '3'], ['4'], ['5'], ['6']]);
});

it('tells callers after a while that the outcome is not known', async () => {
  const queue = new WriteQueue(() => new Promise(() => {}), { together: 3, waiting: 10, patience: 20 });
  await expect(queue.submit([transfer('1', 'a', 'b')])).rejects.toMatchObject({ code: 'STORE_FAILED' });
});

it('says how far its start is: first detection, then scoring, all of the log each', async () => {
  const { store } = await troubledStore();
  const events = Array.from({ length: 9_000 }, (_, i) => transfer(`t${i}`, `a${i}`, `b${i}`));
  const lease = await store.acquireLease();
  await store.events.append(events);
  await lease.release();
  const engine = new Engine({ store, clock: systemClock, logger: silentLogger, stream: 'test' });
  const parts = new Map<string, number[]>();
  const start = engine.start();
  while (engine.state === 'starting') {
    const { part, done, total } = engine.starting!;
    if (total > 0) parts.set(part, [...(parts.get(part) ?? []), done]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await start;
  onTestFinished(() => engine.stop());
  expect(engine.starting).toBeNull();
  expect([...parts.keys()]).toEqual(['detection', 'scoring']);
  for (const done of parts.values()) {
    expect(done.length).toBeGreaterThan(1);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  }
});
