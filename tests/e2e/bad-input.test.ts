import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from '../support/cli.ts';

const GOOD = { id: 'good', kind: 'session', at: '2025-01-01T00:00:00Z', user: 'ann', device: 'd1' };
const lines = (...events: unknown[]): string => events.map((event) => `${JSON.stringify(event)}\n`).join('');
const many = Array.from({ length: 99 }, (_, i) => ({ ...GOOD, id: `many${i}` }));
const RIFT = 'transaction_id,sender_id,receiver_id,amount,timestamp\n';

interface Refused {
  readonly what: string;
  readonly format: string;
  readonly content: string | Buffer;
  readonly code: string;
  /** What the message has to name beside the file. */
  readonly says: RegExp;
}

const REFUSED: Refused[] = [
  {
    what: 'a row that is no JSON',
    format: 'events',
    content: '{"id":\n',
    code: 'TOO_MANY_BAD_ROWS',
    says: /line 1/,
  },
  {
    what: 'a field of the wrong kind',
    format: 'events',
    content: lines(GOOD, { ...GOOD, id: 'x', user: 7 }),
    code: 'TOO_MANY_BAD_ROWS',
    says: /line 2.*user/s,
  },
  {
    what: 'a time without a zone',
    format: 'events',
    content: lines({ ...GOOD, at: '2025-01-01T00:00:00' }),
    code: 'TOO_MANY_BAD_ROWS',
    says: /at/,
  },
  {
    what: 'a missing column',
    format: 'rift',
    content: 'transaction_id,sender_id,amount,timestamp\n',
    code: 'FORMAT_UNKNOWN',
    says: /receiver_id/,
  },
  {
    what: 'an amount that is no number',
    format: 'rift',
    content: `${RIFT}T1,A,B,many,2024-01-15 10:00:00\n`,
    code: 'TOO_MANY_BAD_ROWS',
    says: /line 2.*amount/s,
  },
  {
    what: 'a truncated gzip',
    format: 'rift',
    content: gzipSync(RIFT + 'T1,A,B,5,2024-01-15 10:00:00\n'.repeat(5000)).subarray(0, 200),
    code: 'FILE_UNREADABLE',
    says: /./,
  },
  {
    what: 'UTF-16',
    format: 'rift',
    content: Buffer.from(`\ufeff${RIFT}`, 'utf16le'),
    code: 'FORMAT_UNKNOWN',
    says: /UTF-16/,
  },
  {
    what: 'bytes that are no UTF-8',
    format: 'events',
    content: Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}\n')]),
    code: 'TOO_MANY_BAD_ROWS',
    says: /line 1/,
  },
  { what: 'an empty file', format: 'rift', content: '', code: 'FORMAT_UNKNOWN', says: /./ },
];

describe('import', () => {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ringfence-bad-'));
    writeFileSync(join(folder, 'good.ndjson'), lines(GOOD));
    await cli(folder, ['import', 'events', 'good.ndjson']);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(REFUSED)(
    'refuses $what, naming where it stands, and harms nothing stored',
    async ({ format, content, code, says }) => {
      writeFileSync(join(folder, 'bad.input'), content);
      const result = await cli(folder, [
        'import',
        format,
        'bad.input',
        '--json',
        '--quarantine',
        'bad.ndjson',
      ]);
      expect([result.code, result.out]).toEqual([1, '']);
      const { error } = JSON.parse(result.err) as {
        error: { code: string; message: string; wayOut: string };
      };
      expect(error.code).toBe(code);
      expect(error.message).toContain('bad.input');
      expect(error.message).toMatch(says);
      expect(error.wayOut).not.toBe('');
      const events = (await cli(folder, ['export', 'events'])).out;
      expect(events).toContain('"id":"good"');
      expect((await cli(folder, ['doctor'])).code).toBe(0);
    },
  );

  it('refuses a path that is not there, and a folder', async () => {
    mkdirSync(join(folder, 'folder'), { recursive: true });
    for (const path of ['nowhere.csv', 'folder']) {
      const result = await cli(folder, ['import', 'rift', path]);
      expect([result.code, result.err.includes(path)]).toEqual([1, true]);
    }
  });

  it('takes the good rows and sets the bad one apart, with line and reason', async () => {
    writeFileSync(join(folder, 'mixed.ndjson'), lines(...many, { ...GOOD, id: 'b', device: '' }));
    const result = await cli(folder, [
      'import',
      'events',
      'mixed.ndjson',
      '--max-bad',
      '1%',
      '--quarantine',
      'mixed-bad.ndjson',
      '--json',
    ]);
    expect(result.json()).toMatchObject({ accepted: 99, quarantined: 1, quarantineFile: 'mixed-bad.ndjson' });
    const again = await cli(folder, [
      'import',
      'events',
      'mixed.ndjson',
      '--quarantine',
      'mixed-bad.ndjson',
      '--json',
    ]);
    expect(again.json()).toMatchObject({ accepted: 0, duplicates: 99 });
  });

  it('keeps the first of two events with one id, and says so', async () => {
    writeFileSync(join(folder, 'other.ndjson'), lines({ ...GOOD, device: 'd2' }));
    const result = await cli(folder, [
      'import',
      'events',
      'other.ndjson',
      '--max-bad',
      '5',
      '--quarantine',
      'conflict.ndjson',
      '--json',
    ]);
    expect(result.json()).toMatchObject({ accepted: 0, conflicts: 1 });
    expect((await cli(folder, ['export', 'events'])).out).not.toContain('"d2"');
  });

  it('reads standard input only when told to', async () => {
    const result = await cli(folder, ['import', 'events', '-', '--json'], lines({ ...GOOD, id: 'stdin' }));
    expect(result.json()).toMatchObject({ accepted: 1 });
  });
});
