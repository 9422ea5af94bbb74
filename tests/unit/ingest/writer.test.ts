import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event, EventOf } from '../../../src/graph/model/event.ts';
import { catchUp } from '../../../src/ingest/catch-up.ts';
import { badRow, type ImportRow } from '../../../src/ingest/import-row.ts';
import { Quarantine } from '../../../src/ingest/quarantine.ts';
import { ingest, type IngestCounts } from '../../../src/ingest/writer.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { RingfenceError } from '../../../src/kernel/errors.ts';
import type { Store } from '../../../src/store/port.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { writableStore } from '../../support/writable-store.ts';

const folder = tempFolder();
const clock = systemClock;

function transfer(id: string, minor = 100): EventOf<'transfer'> {
  const amount = { minor, currency: 'USD' };
  return { source: 's', id, kind: 'transfer', at: 1000, observedAt: 1000, from: 'a', to: 'b', amount };
}

function rowsOf(...events: readonly Event[]): ImportRow[] {
  return events.map((event, i) => ({ event, place: { file: 'f', line: i + 1 } }));
}

function bad(line: number): ImportRow {
  return badRow({ file: 'f', line }, 'text', 'amount is odd; wanted even', 'amount');
}

async function* groups(...some: readonly (readonly ImportRow[])[]): AsyncGenerator<readonly ImportRow[]> {
  yield* some;
}

/** The whole log in the order of arrival. */
async function logOf(store: Store): Promise<string[]> {
  const ids: string[] = [];
  for await (const batch of store.events.readFrom(0)) ids.push(...batch.map(({ event }) => event.id));
  return ids;
}

async function failure(work: Promise<unknown>): Promise<RingfenceError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof RingfenceError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('ingest', () => {
  it('stores events in their order, applies them to the graph and counts', async () => {
    const store = await writableStore();
    const seen: IngestCounts[] = [];
    const report = await ingest(store, rowsOf(transfer('1'), transfer('2'), transfer('3')), {
      clock,
      batchSize: 2,
      onProgress: (counts) => seen.push(counts),
    });
    expect(report).toEqual({
      rows: 3,
      accepted: 3,
      duplicates: 0,
      conflicts: 0,
      quarantined: 0,
      skipped: 0,
      seconds: expect.any(Number),
      examples: [],
      quarantineFile: null,
    });
    expect(await logOf(store)).toEqual(['1', '2', '3']);
    expect(await store.graph.appliedSeq()).toBe(3);
    expect((await store.graph.counts()).edges.TRANSFERS_TO).toBe(3);
    expect(seen.map((counts) => counts.accepted)).toEqual([2, 3]);
  });

  it('takes asynchronous groups of rows, empty ones too', async () => {
    const store = await writableStore();
    const report = await ingest(store, groups([], rowsOf(transfer('1')), [], rowsOf(transfer('2'))), {
      clock,
    });
    expect(report).toMatchObject({ rows: 2, accepted: 2 });
  });

  it('changes nothing when the same is ingested again', async () => {
    const store = await writableStore();
    const rows = rowsOf(transfer('1'), transfer('2'));
    await ingest(store, rows, { clock });
    const before = await store.graph.counts();
    expect(await ingest(store, rows, { clock })).toMatchObject({ rows: 2, accepted: 0, duplicates: 2 });
    expect(await store.graph.counts()).toEqual(before);
    expect(await store.events.head()).toBe(2);
  });

  it('keeps the first of two events with one key and sets the second apart with its place and key', async () => {
    const store = await writableStore();
    const quarantine = new Quarantine(join(folder, 'conflict.ndjson'));
    const rows = rowsOf(transfer('1', 100), transfer('1', 200), transfer('1', 100));
    const report = await ingest(store, rows, { clock, quarantine, maxBad: { count: 1 } });
    expect(report).toMatchObject({ rows: 3, accepted: 1, duplicates: 1, conflicts: 1, quarantined: 0 });
    expect((await store.events.get(['s', '1']))?.event).toEqual(transfer('1', 100));
    const entry = {
      code: 'ID_CONFLICT',
      file: 'f',
      line: 2,
      field: 'id',
      key: ['s', '1'],
      reason: expect.stringContaining('that one is kept'),
    };
    expect(report.examples).toMatchObject([entry]);
    expect(JSON.parse(readFileSync(report.quarantineFile!, 'utf8'))).toMatchObject({
      ...entry,
      text: expect.stringContaining('"minor":200'),
    });
  });

  it('counts conflicts against the limit of bad rows', async () => {
    const store = await writableStore();
    const error = await failure(ingest(store, rowsOf(transfer('1', 1), transfer('1', 2)), { clock }));
    expect(error).toMatchObject({ code: 'TOO_MANY_BAD_ROWS', facts: { rows: 2, accepted: 1, conflicts: 1 } });
    expect(error.message).toContain('First bad: f line 2: ID_CONFLICT s/1');
  });

  it('counts a row once however many events it tells of, and never splits it over two batches', async () => {
    const store = await writableStore();
    const sizes: number[] = [];
    const rows = Array.from({ length: 4 }, (_, i) => ({
      event: transfer(`${i}a`),
      more: [transfer(`${i}b`), transfer(`${i}c`)],
    }));
    const report = await ingest(store, rows, {
      clock,
      batchSize: 4,
      onProgress: (counts) => sizes.push(counts.accepted),
    });
    expect(report).toMatchObject({ rows: 4, accepted: 12 });
    expect(sizes).toEqual([6, 12, 12]);
  });

  it('sets bad rows apart and goes on while they are within the limit', async () => {
    const store = await writableStore();
    const quarantine = new Quarantine(join(folder, 'few.ndjson'));
    const rows = [...rowsOf(transfer('1')), bad(2), ...rowsOf(transfer('3'))];
    const report = await ingest(store, rows, { clock, quarantine, maxBad: { share: 0.34 } });
    expect(report).toMatchObject({ rows: 3, accepted: 2, quarantined: 1 });
    expect(report.examples).toMatchObject([{ file: 'f', line: 2, field: 'amount' }]);
    expect(readFileSync(join(folder, 'few.ndjson'), 'utf8').trim().split('\n')).toHaveLength(1);
  });

  it('fails over the limit, names the first bad row, and keeps what it accepted', async () => {
    const store = await writableStore();
    const quarantine = new Quarantine(join(folder, 'many.ndjson'));
    const rows = [...rowsOf(transfer('1')), bad(2), bad(3), bad(4), bad(5)];
    const error = await failure(ingest(store, rows, { clock, quarantine }));
    expect(error).toMatchObject({
      code: 'TOO_MANY_BAD_ROWS',
      entry: { exit: 1 },
      facts: { rows: 5, accepted: 1, quarantined: 4, file: 'f', line: 2, field: 'amount' },
    });
    expect(error.message).toMatch(
      /^4 of 5 rows are bad, over the limit of 1 %\. What was stored stays \(1 events\)\. First bad: f line 2: amount is odd; wanted even; f line 3/,
    );
    expect(error.facts.quarantineFile).toBe(join(folder, 'many.ndjson'));
    expect(error.message).toContain(`. All of them: ${join(folder, 'many.ndjson')}`);
    expect(readFileSync(join(folder, 'many.ndjson'), 'utf8').trim().split('\n')).toHaveLength(4);
    expect(await logOf(store)).toEqual(['1']);
    expect(await store.check()).toMatchObject({ ok: true, head: 1, appliedSeq: 1 });
  });

  it('stops reading once a number of bad rows is exceeded, and closes what it read from', async () => {
    const store = await writableStore();
    let closed = false;
    async function* endless(): AsyncGenerator<readonly ImportRow[]> {
      try {
        for (let line = 1; ; line++) yield [bad(line)];
      } finally {
        closed = true;
      }
    }
    const error = await failure(ingest(store, endless(), { clock, maxBad: { count: 10 } }));
    expect(error).toMatchObject({ code: 'TOO_MANY_BAD_ROWS', facts: { rows: 11 } });
    expect(error.message).toContain('so it was not read to its end');
    expect(closed).toBe(true);
    const share = await failure(ingest(store, endless(), { clock }));
    expect(share.facts).toMatchObject({ rows: 1000 });
  });

  it('passes on what the rows throw, keeps batches stored before, and leaves a quarantine file that is whole', async () => {
    const store = await writableStore();
    const quarantine = new Quarantine(join(folder, 'thrown.ndjson'));
    async function* broken(): AsyncGenerator<readonly ImportRow[]> {
      yield [...rowsOf(transfer('1'), transfer('2')), bad(3), ...rowsOf(transfer('3'))];
      throw new RingfenceError('FILE_UNREADABLE', 'gone');
    }
    const error = await failure(
      ingest(store, broken(), { clock, quarantine, batchSize: 2, maxBad: { count: 5 } }),
    );
    expect(error.code).toBe('FILE_UNREADABLE');
    expect(await logOf(store)).toEqual(['1', '2']);
    expect(readFileSync(join(folder, 'thrown.ndjson'), 'utf8')).toMatch(/^\{.*\}\n$/);
  });

  it('makes no quarantine file when nothing is bad', async () => {
    const store = await writableStore();
    const path = join(folder, 'clean.ndjson');
    const report = await ingest(store, rowsOf(transfer('1')), { clock, quarantine: new Quarantine(path) });
    expect(report.quarantineFile).toBeNull();
    expect(existsSync(path)).toBe(false);
  });

  it('stores the same log in batches of any size', async () => {
    const ids = fc.array(fc.constantFrom('1', '2', '3', '4'), { maxLength: 12 });
    const stored = async (events: readonly Event[], batchSize: number) => {
      const store = await writableStore();
      const { seconds: _seconds, ...report } = await ingest(store, rowsOf(...events), {
        clock,
        batchSize,
        maxBad: { share: 1 },
      });
      return { report, log: await logOf(store), graph: await store.graph.counts() };
    };
    await fc.assert(
      fc.asyncProperty(ids, fc.integer({ min: 1, max: 5 }), async (list, batchSize) => {
        const events = list.map((id, i) => transfer(id, i % 2));
        expect(await stored(events, batchSize)).toEqual(await stored(events, 1_000));
      }),
      { numRuns: 40 },
    );
  });
});

describe('catchUp', () => {
  it('applies what a crash left between log and graph, and what a dropped graph lacks', async () => {
    const store = await writableStore();
    await store.events.append([transfer('1'), transfer('2')]);
    expect(await store.graph.appliedSeq()).toBe(0);
    expect(await catchUp(store)).toBe(2);
    expect(await catchUp(store)).toBe(0);
    expect((await store.graph.counts()).edges.TRANSFERS_TO).toBe(2);
    await store.graph.drop();
    expect(await catchUp(store)).toBe(2);
    expect((await store.graph.counts()).edges.TRANSFERS_TO).toBe(2);
  });

  it('is done by ingest before anything else, so that the graph has no gap', async () => {
    const store = await writableStore();
    await store.events.append([transfer('1')]);
    await ingest(store, rowsOf(transfer('2')), { clock });
    expect(await store.graph.appliedSeq()).toBe(2);
    expect((await store.graph.counts()).edges.TRANSFERS_TO).toBe(2);
  });
});
