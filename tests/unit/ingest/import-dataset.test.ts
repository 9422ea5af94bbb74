import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { DATASETS, findDataset } from '../../../src/ingest/datasets/registry.ts';
import { importDataset, type ImportOptions } from '../../../src/ingest/import-dataset.ts';
import { Quarantine } from '../../../src/ingest/quarantine.ts';
import type { IngestReport } from '../../../src/ingest/writer.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { RingfenceError } from '../../../src/kernel/errors.ts';
import type { Store } from '../../../src/store/port.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { writableStore } from '../../support/writable-store.ts';

const folder = tempFolder();
const FRAUD_HEADER =
  'user_id,signup_time,purchase_time,purchase_value,device_id,source,browser,sex,age,ip_address,class';
const FRAUD_ROW = '7,1/2/2015 3:04,1/3/2015 0:00,34,DEV,SEO,Chrome,M,39,16777216.8,1';
const RIFT_HEADER = 'transaction_id,sender_id,receiver_id,amount,timestamp';

let store: Store;
let fileNumber = 0;
/** What a store held before an import that must not harm it. */
const KEPT = {
  source: 'before',
  id: 'kept',
  kind: 'bank-connection',
  at: 0,
  observedAt: 0,
  user: 'u',
} as const;

beforeEach(async () => {
  store = await writableStore();
  const outcomes = await store.events.append([KEPT]);
  await store.graph.apply([{ seq: outcomes[0].seq, event: KEPT }]);
});

function file(content: string | Buffer, name = `input-${++fileNumber}`): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function line(id: string, more: object = {}): string {
  const amount = { minor: 5, currency: 'USD' };
  const event = { id, kind: 'transfer', at: '2025-01-01T00:00:00Z', from: 'a', to: 'b', amount, ...more };
  return `${JSON.stringify(event)}\n`;
}

function run(name: string, paths: string[], options: Partial<ImportOptions> = {}): Promise<IngestReport> {
  return importDataset(store, findDataset(name)!, paths, { clock: systemClock, ...options });
}

async function failure(
  name: string,
  paths: string[],
  options: Partial<ImportOptions> = {},
): Promise<RingfenceError> {
  try {
    await run(name, paths, options);
  } catch (error) {
    if (error instanceof RingfenceError) return error;
    throw error;
  }
  throw new Error('the import succeeded');
}

/** Imports rows of which some are bad and gives what the quarantine file says. */
async function quarantined(name: string, paths: string[]): Promise<{ report: IngestReport; bad: unknown[] }> {
  const path = join(folder, `bad-${++fileNumber}.ndjson`);
  const report = await run(name, paths, { quarantine: new Quarantine(path), maxBad: { share: 1 } });
  const bad = existsSync(path)
    ? readFileSync(path, 'utf8')
        .trimEnd()
        .split('\n')
        .map((text) => JSON.parse(text))
    : [];
  return { report, bad };
}

/** The store is whole and has what it had before and so many events more. */
async function unharmed(more = 0): Promise<void> {
  expect(await store.check()).toMatchObject({ ok: true, problems: [], head: 1 + more, appliedSeq: 1 + more });
  expect(await store.events.get(['before', 'kept'])).toEqual({ seq: 1, event: KEPT });
}

describe('the registry of data sets', () => {
  it('has names that are told apart and says of each what it takes', () => {
    const names = DATASETS.map((dataset) => dataset.name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, summary, files } of DATASETS)
      for (const text of [name, summary, files]) expect(text).not.toBe('');
    expect(findDataset('constructor')).toBeUndefined();
  });
});

describe('importing events', () => {
  it('reads lines of JSON with or without byte order mark, gzip, carriage returns, blank lines and a last newline', async () => {
    const text = `\ufeff${line('1')}\r\n\n   \n${line('2', { source: 'core' }).trim()}\r\n${line('3').trim()}`;
    const report = await run('events', [file(text), file(gzipSync(line('4')), 'packed.ndjson')]);
    expect(report).toMatchObject({ rows: 4, accepted: 4, quarantined: 0 });
    expect(await store.events.get(['default', '1'])).not.toBeNull();
    expect(await store.events.get(['core', '2'])).not.toBeNull();
    expect(await store.events.get(['default', '4'])).not.toBeNull();
  });

  it('gives events that name no source the one of --source', async () => {
    await run('events', [file(line('1') + line('2', { source: 'core' }))], { source: 'march' });
    expect(await store.events.get(['march', '1'])).not.toBeNull();
    expect(await store.events.get(['core', '2'])).not.toBeNull();
  });

  it('reads standard input for -', async () => {
    const stdin = (): Readable => Readable.from([Buffer.from(line('1'))]);
    expect(await run('events', ['-'], { stdin })).toMatchObject({ accepted: 1 });
  });

  it('takes an empty file for no events', async () => {
    expect(await run('events', [file(''), file('\n\n'), file(gzipSync(''))])).toMatchObject({
      rows: 0,
      accepted: 0,
    });
    await unharmed();
  });

  it('sets each bad line apart with file, line and field, and takes the others', async () => {
    const content = Buffer.concat([
      Buffer.from(line('good')),
      Buffer.from('not json\n'),
      Buffer.from(line('negative', { amount: { minor: -1, currency: 'USD' } })),
      Buffer.from(line('proto').replace('{', '{"__proto__":{"polluted":1},')),
      Buffer.from([0xc3, 0x28, 0x0a]),
      Buffer.from(`${'x'.repeat(1_100_000)}\n`),
      Buffer.from('[1]\n5\nnull\n"text"\n'),
      Buffer.from(`${'['.repeat(100_000)}\n`),
      Buffer.from('{"id":"a"} {"id":"b"}\n'),
      Buffer.from(line('1e400').replace('"minor":5', '"minor":1e400')),
      Buffer.from(line('also good')),
    ]);
    const path = file(content);
    const { report, bad } = await quarantined('events', [path]);
    expect(report).toMatchObject({ rows: 14, accepted: 2, quarantined: 12 });
    expect(bad).toMatchObject(
      [
        [2, null, 'the line is not one JSON value'],
        [3, 'amount.minor', expect.stringMatching(/^amount\.minor is a whole number below zero; wanted /)],
        [4, '__proto__', '__proto__ is not a field of the kind transfer; wanted it left out'],
        [5, null, 'the line is not UTF-8'],
        [6, null, 'the line is longer than 1048576 bytes'],
        [7, 'event', 'event is a list of 1; wanted an object'],
        [8, 'event', 'event is a whole number; wanted an object'],
        [9, 'event', 'event is null; wanted an object'],
        [10, 'event', 'event is text of 4 characters; wanted an object'],
        [11, null, 'the line is not one JSON value'],
        [12, null, 'the line is not one JSON value'],
        [13, 'amount.minor', expect.stringMatching(/^amount\.minor is Infinity; wanted a whole number/)],
      ].map(([number, field, reason]) => ({
        code: 'EVENT_INVALID',
        file: path,
        line: number,
        field,
        reason,
      })),
    );
    expect('polluted' in {}).toBe(false);
    await unharmed(2);
  });

  it('keeps the last of a key given twice in one object, as JSON.parse does', async () => {
    await run('events', [file(line('1').replace('"from":"a"', '"from":"x","from":"y"'))]);
    expect((await store.events.get(['default', '1']))?.event).toMatchObject({ from: 'y' });
  });

  it('fails on binary garbage, naming file and line, and stores nothing', async () => {
    const garbage = Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7919 + (i >> 3)) % 256));
    const path = file(garbage);
    const error = await failure('events', [path]);
    expect(error).toMatchObject({
      code: 'TOO_MANY_BAD_ROWS',
      entry: { exit: 1 },
      facts: { file: path, line: 1 },
    });
    await unharmed();
  });

  it('fails when one line of a short file is bad, and keeps the good ones', async () => {
    const path = file(line('1') + line('2', { at: '2025-01-01' }) + line('3'));
    const error = await failure('events', [path]);
    expect(error).toMatchObject({
      code: 'TOO_MANY_BAD_ROWS',
      entry: { exit: 1 },
      facts: { file: path, line: 2, field: 'at', accepted: 2, quarantined: 1 },
    });
    expect(error.message).toContain(
      `${path} line 2: at is text of 10 characters; wanted ISO 8601 text with a zone`,
    );
    await unharmed(2);
  });

  it.each([
    ['UTF-16', 'FORMAT_UNKNOWN', Buffer.from(`\ufeff${line('1')}`, 'utf16le')],
    ['a zip archive', 'FORMAT_UNKNOWN', Buffer.from('PK\u0003\u0004 and more')],
    ['a gzip file that is cut off', 'FILE_UNREADABLE', gzipSync(line('1').repeat(1_000)).subarray(0, 60)],
  ])('refuses %s, naming the file', async (_what, code, content) => {
    const path = file(content);
    const error = await failure('events', [path]);
    expect(error).toMatchObject({ code, entry: { exit: 1 }, facts: { file: path } });
    expect(error.message).toContain(path);
    await unharmed();
  });

  it('stores nothing when one of the files is missing or a folder', async () => {
    const good = file(line('1'));
    const missing = join(folder, 'missing');
    expect(await failure('events', [good, missing])).toMatchObject({
      code: 'FILE_UNREADABLE',
      entry: { exit: 1 },
      message: `${missing} does not exist`,
    });
    expect(await failure('events', [good, folder])).toMatchObject({ code: 'FILE_UNREADABLE' });
    await unharmed();
  });

  it('keeps what came before a cut, so that the same import can be done again', async () => {
    const whole = Array.from({ length: 3_000 }, (_, i) => line(`e${i * 7919}`)).join('');
    const packed = gzipSync(whole);
    const path = file(packed.subarray(0, packed.length - 1_000));
    const error = await failure('events', [path], { batchSize: 100 });
    expect(error).toMatchObject({ code: 'FILE_UNREADABLE', facts: { file: path, line: expect.any(Number) } });
    const stored = (await store.events.head()) - 1;
    await unharmed(stored);
    writeFileSync(path, packed);
    expect(await run('events', [path])).toMatchObject({ accepted: 3_000 - stored, duplicates: stored });
  });

  it('sets conflicts apart by key and keeps the first', async () => {
    const path = file(line('1') + line('1', { to: 'c' }) + line('1'));
    const { report, bad } = await quarantined('events', [path]);
    expect(report).toMatchObject({ accepted: 1, duplicates: 1, conflicts: 1, quarantined: 0 });
    expect(bad).toMatchObject([{ code: 'ID_CONFLICT', file: path, line: 2, key: ['default', '1'] }]);
    await unharmed(1);
  });

  it('knows the currencies that were declared to the store', async () => {
    await store.records.declareCurrency('XBT', 8);
    await run('events', [file(line('1', { amount: { minor: 5, currency: 'XBT' } }))]);
    await unharmed(1);
  });
});

describe('importing fraud-data', () => {
  const ranges = 'lower_bound_ip_address,upper_bound_ip_address,country\n16777216,16777471,Australia\n';

  it('makes registration, payment, label and country of a row', async () => {
    const paths = [file(`\ufeff${FRAUD_HEADER}\r\n${FRAUD_ROW}\r\n\r\n`), file(gzipSync(ranges))];
    expect(await run('fraud-data', paths)).toMatchObject({ rows: 1, accepted: 4, quarantined: 0 });
    const eventOf = async (id: string): Promise<unknown> => (await store.events.get(['default', id]))?.event;
    const use = { user: '7', device: 'DEV', ip: '1.0.0.0' };
    const signedUp = Date.UTC(2015, 0, 2, 3, 4);
    const purchased = Date.UTC(2015, 0, 3);
    expect(await eventOf('7/registration')).toEqual({
      source: 'default',
      id: '7/registration',
      kind: 'registration',
      at: signedUp,
      observedAt: signedUp,
      channel: 'SEO',
      ...use,
    });
    expect(await eventOf('7/payment')).toEqual({
      source: 'default',
      id: '7/payment',
      kind: 'payment',
      at: purchased,
      observedAt: purchased,
      account: '7',
      merchant: 'shop',
      amount: { minor: 3400, currency: 'USD' },
      ...use,
    });
    expect(await eventOf('7/label')).toEqual({
      source: 'default',
      id: '7/label',
      kind: 'label',
      at: purchased,
      observedAt: Date.UTC(2015, 0, 8),
      subject: { type: 'User', id: '7' },
      verdict: 'fraud',
    });
    expect(await eventOf('1.0.0.0/country')).toMatchObject({
      kind: 'reference',
      at: Date.UTC(2015, 0, 1),
      subject: { type: 'IpAddress', id: '1.0.0.0' },
      country: 'Australia',
    });
    await unharmed(4);
  });

  it('tells the country of an address once, however many users come from it', async () => {
    const data = file(`${FRAUD_HEADER}\n${FRAUD_ROW}\n${FRAUD_ROW.replace('7,', '8,')}\n`);
    expect(await run('fraud-data', [file(ranges), data])).toMatchObject({ accepted: 7, duplicates: 0 });
  });

  it('is the same whatever the order and the names of the files, and when done twice', async () => {
    const [data, table] = [file(`${FRAUD_HEADER}\n${FRAUD_ROW}\n`, 'a.txt'), file(ranges, 'b.zip')];
    expect(await run('fraud-data', [table, data])).toMatchObject({ accepted: 4 });
    expect(await run('fraud-data', [data, table])).toMatchObject({ accepted: 0, duplicates: 4 });
    expect(await run('fraud-data', [data], { source: 'other' })).toMatchObject({ accepted: 3 });
  });

  it.each([
    ['user_id', 0, ''],
    ['signup_time', 1, '2015-01-02'],
    ['purchase_time', 2, '2/30/2015 1:00'],
    ['purchase_value', 3, '-5'],
    ['device_id', 4, ''],
    ['ip_address', 9, '4294967296'],
    ['ip_address', 9, '1.2.3.4'],
    ['class', 10, '2'],
  ])('sets a row apart whose %s is wrong (column %i, "%s")', async (field, column, text) => {
    const cells = FRAUD_ROW.split(',');
    cells[column] = text;
    const path = file(`${FRAUD_HEADER}\n${cells.join(',')}\n${FRAUD_ROW}\n`);
    const { report, bad } = await quarantined('fraud-data', [path]);
    expect(report).toMatchObject({ rows: 2, accepted: 3, quarantined: 1 });
    expect(bad).toMatchObject([{ file: path, line: 2, field, text: cells.join(',') }]);
    await unharmed(3);
  });

  it('sets bad ranges and ragged rows apart', async () => {
    const table = file(`${ranges}x,5,Nowhere\n1,2\n`);
    const data = file(`${FRAUD_HEADER}\n${FRAUD_ROW}\n${FRAUD_ROW},more\n8,"half\n`);
    const { report, bad } = await quarantined('fraud-data', [table, data]);
    expect(report).toMatchObject({ accepted: 4, quarantined: 4 });
    expect(bad).toMatchObject([
      { file: table, line: 3, field: 'lower_bound_ip_address' },
      { file: table, line: 4, reason: 'the line has 2 cells and the header 3' },
      { file: data, line: 3, reason: 'the line has 12 cells and the header 11' },
      { file: data, line: 4, reason: expect.stringContaining('a quote is opened on this line') },
    ]);
    await unharmed(4);
  });

  it.each([
    ['an empty file', '', 'is empty; wanted a header line'],
    [
      'columns that are missing',
      FRAUD_HEADER.replace('device_id,', ''),
      'missing for first purchases: device_id; found: user_id',
    ],
    [
      'a column that stands there twice',
      FRAUD_HEADER.replace('browser', 'device_id'),
      'the column device_id stands there twice',
    ],
    ['another separator', FRAUD_HEADER.replaceAll(',', ';'), 'cells must be separated by commas, not by ";"'],
    ['only the table of ranges', ranges, 'has the first purchases; wanted a file with the columns user_id'],
    ['the wrong encoding', Buffer.from(`\ufeff${FRAUD_HEADER}`, 'utf16le'), 'wanted UTF-8'],
    ['binary garbage', Buffer.from([0, 1, 2, 0xff, 0x0a, 0x80]), 'is not UTF-8'],
  ])('refuses %s', async (_what, content, message) => {
    const path = file(content);
    const error = await failure('fraud-data', [path]);
    expect(error).toMatchObject({ code: 'FORMAT_UNKNOWN', entry: { exit: 1 } });
    expect(error.message).toContain(path);
    expect(error.message).toContain(message);
    await unharmed();
  });

  it('takes a header without rows for no events, and ignores a column named __proto__', async () => {
    expect(await run('fraud-data', [file(FRAUD_HEADER)])).toMatchObject({ rows: 0, accepted: 0 });
    const path = file(`__proto__,${FRAUD_HEADER}\npolluted,${FRAUD_ROW}\n`);
    expect(await run('fraud-data', [path])).toMatchObject({ accepted: 3 });
    expect('polluted' in {}).toBe(false);
    await unharmed(3);
  });
});

describe('importing rift', () => {
  it('makes a transfer of a row, ids verbatim', async () => {
    const path = file(`${RIFT_HEADER}\n" TXN 1",ACC_1,acc_1,5000.5,2024-01-15 10:00:00\n`);
    expect(await run('rift', [path])).toMatchObject({ accepted: 1 });
    expect((await store.events.get(['default', ' TXN 1']))?.event).toEqual({
      source: 'default',
      id: ' TXN 1',
      kind: 'transfer',
      at: Date.UTC(2024, 0, 15, 10),
      observedAt: Date.UTC(2024, 0, 15, 10),
      from: 'ACC_1',
      to: 'acc_1',
      amount: { minor: 500_050, currency: 'USD' },
    });
  });

  it.each([
    ['transaction_id', ',a,b,1,2024-01-15 10:00:00'],
    ['sender_id', 't,,b,1,2024-01-15 10:00:00'],
    ['receiver_id', 't,a,,1,2024-01-15 10:00:00'],
    ['amount', 't,a,b,1.234,2024-01-15 10:00:00'],
    ['timestamp', 't,a,b,1,2024-01-15T10:00:00Z'],
    ['from', `t,${'x'.repeat(257)},b,1,2024-01-15 10:00:00`],
  ])('sets a row apart whose %s is wrong', async (field, row) => {
    const path = file(`${RIFT_HEADER}\n${row}\n`);
    const { report, bad } = await quarantined('rift', [path]);
    expect(report).toMatchObject({ accepted: 0, quarantined: 1 });
    expect(bad).toMatchObject([{ file: path, line: 2, field }]);
    await unharmed();
  });
});
