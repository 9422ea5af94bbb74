import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputsOf, readBytes, type Input } from '../../../../src/ingest/files/input.ts';
import { MAX_LINE_BYTES, readLines, type Line } from '../../../../src/ingest/files/lines.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const folder = tempFolder();

/** An input that hands out its bytes in chunks of a given size, as pipes may. */
function chunked(bytes: Buffer, size: number): Input {
  function* chunks(): Generator<Buffer> {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  }
  return { name: 'test', open: () => Readable.from(chunks()) };
}

async function linesOf(bytes: Buffer | string, size = 64 * 1024): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const group of readLines(chunked(Buffer.from(bytes), size))) lines.push(...group);
  return lines;
}

async function textsOf(bytes: Buffer | string, size?: number): Promise<string[]> {
  return (await linesOf(bytes, size)).map((line) => line.text);
}

function file(name: string, bytes: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** Reads to the end and throws away. */
async function drain(path: string): Promise<number> {
  let count = 0;
  for await (const lines of readLines(path)) count += lines.length;
  return count;
}

describe('readLines', () => {
  it('numbers lines as an editor does, blank ones too, and keeps carriage returns', async () => {
    expect(await linesOf('a\r\n\nb\n')).toEqual([
      { number: 1, text: 'a\r', problem: null },
      { number: 2, text: '', problem: null },
      { number: 3, text: 'b', problem: null },
    ]);
    expect(await textsOf('a\nb')).toEqual(['a', 'b']);
    expect(await textsOf('')).toEqual([]);
    expect(await textsOf('\n')).toEqual(['']);
  });

  it('gives the same lines however the bytes come in chunks, plain or gzip', async () => {
    const text = fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '€', '😀', '\n', '\r', ' ') }), {
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (parts, size, zip) => {
        const whole = parts.join('\n');
        const expected = whole.split('\n');
        if (expected.at(-1) === '') expected.pop();
        const bytes = zip ? gzipSync(whole) : Buffer.from(whole);
        const lines = await linesOf(bytes, size);
        expect(lines.map((line) => line.text)).toEqual(expected);
        expect(lines.map((line) => line.number)).toEqual(expected.map((_, i) => i + 1));
      }),
      { numRuns: 300 },
    );
  });

  it('takes a UTF-8 byte order mark off, even one that comes byte by byte', async () => {
    expect(await textsOf('\ufeffa\nb')).toEqual(['a', 'b']);
    expect(await textsOf('\ufeffa\nb', 1)).toEqual(['a', 'b']);
    expect(await textsOf(gzipSync('\ufeffa\n\ufeffb'))).toEqual(['a', '\ufeffb']);
  });

  it.each([
    ['UTF-16 LE', Buffer.from('\ufeffid,x\n', 'utf16le')],
    ['UTF-16 BE', Buffer.from('\ufeffid,x\n', 'utf16le').swap16()],
    ['UTF-32 BE', Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x61])],
    ['gzipped UTF-16', gzipSync(Buffer.from('\ufeffid,x\n', 'utf16le'))],
  ])('refuses %s and says how to turn it into UTF-8', async (_name, bytes) => {
    await expect(linesOf(bytes)).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
      message: expect.stringMatching(/^test is UTF-16 or UTF-32.*wanted UTF-8 \(iconv/),
      facts: { file: 'test' },
    });
  });

  it('gives a line that is not UTF-8 a problem, and goes on', async () => {
    const bytes = Buffer.concat([Buffer.from('a\nb'), Buffer.from([0xff, 0xe9]), Buffer.from('c\nd\n')]);
    expect(await linesOf(bytes)).toEqual([
      { number: 1, text: 'a', problem: null },
      { number: 2, text: 'b\ufffd\ufffdc', problem: 'the line is not UTF-8' },
      { number: 3, text: 'd', problem: null },
    ]);
  });

  it('passes over a line of more than 1 MiB without holding it, and goes on', async () => {
    const long = 'x'.repeat(MAX_LINE_BYTES + 1);
    for (const bytes of [`a\n${long}\nb\n`, `a\n${'é'.repeat(MAX_LINE_BYTES / 2 + 1)}\nb`]) {
      const lines = await linesOf(bytes);
      expect(lines.map(({ number, problem }) => [number, problem])).toEqual([
        [1, null],
        [2, 'the line is longer than 1048576 bytes'],
        [3, null],
      ]);
      expect(lines[1].text.length).toBeLessThanOrEqual(256);
    }
    expect((await linesOf(`${'x'.repeat(MAX_LINE_BYTES)}\nb`)).map((line) => line.problem)).toEqual([
      null,
      null,
    ]);
    const last = await linesOf(long);
    expect(last).toMatchObject([{ number: 1, problem: 'the line is longer than 1048576 bytes' }]);
  });

  it('holds no more than a line of an endless one', async () => {
    const chunk = Buffer.alloc(256 * 1024, 'x');
    const before = process.memoryUsage();
    let most = 0;
    function* endless(): Generator<Buffer> {
      for (let i = 0; i < 2_000; i++) {
        if (i % 100 === 0) {
          const { heapUsed, arrayBuffers } = process.memoryUsage();
          most = Math.max(most, heapUsed + arrayBuffers - before.heapUsed - before.arrayBuffers);
        }
        yield Buffer.from(chunk);
      }
    }
    const lines: Line[] = [];
    for await (const group of readLines({ name: 'test', open: () => Readable.from(endless()) }))
      lines.push(...group);
    expect(lines).toHaveLength(1);
    expect(lines[0].text).toBe('x'.repeat(256));
    // 500 MB went through; garbage not yet collected is allowed for.
    expect(most).toBeLessThan(150e6);
  });

  it('knows gzip by its first bytes, not by the name', async () => {
    expect(await drain(file('plain.gz', 'a\nb\n'))).toBe(2);
    expect(await drain(file('packed.csv', gzipSync('a\nb\nc\n')))).toBe(3);
    const parts = Buffer.concat([gzipSync('a\n'), gzipSync('b\n')]);
    expect(await drain(file('parts', parts))).toBe(2);
  });
});

describe('unreadable files', () => {
  const text = Array.from({ length: 20_000 }, (_, i) => `line ${i} ${(i * 7919) % 10_007}`).join('\n');
  const packed = gzipSync(text);

  it('names a gzip file that is cut off and how far it came', async () => {
    const path = file('cut.gz', packed.subarray(0, packed.length - 2_000));
    await expect(drain(path)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringMatching(/cut\.gz is cut off: the gzip data end early, after \d+ unpacked bytes/),
      facts: { file: path, bytes: expect.any(Number), line: expect.any(Number) },
    });
    const stump = file('stump.gz', packed.subarray(0, 5));
    await expect(drain(stump)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      facts: { bytes: 0, line: 0 },
    });
  });

  it('never hands out the half line before a cut', async () => {
    const lines: Line[] = [];
    const path = file('half.gz', packed.subarray(0, packed.length - 2_000));
    await expect(
      (async () => {
        for await (const group of readLines(path)) lines.push(...group);
      })(),
    ).rejects.toThrow(/cut off/);
    const whole = text.split('\n');
    expect(lines.map((line) => line.text)).toEqual(whole.slice(0, lines.length));
  });

  it('names damaged gzip data', async () => {
    const damaged = Buffer.from(packed);
    damaged.fill(0xaa, 5_000, 6_000);
    const path = file('damaged.gz', damaged);
    await expect(drain(path)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringMatching(
        /damaged\.gz is damaged: the gzip data are wrong after \d+ unpacked bytes/,
      ),
    });
  });

  it('names what is missing, a folder, or a link to itself', async () => {
    const missing = join(folder, 'none.csv');
    await expect(drain(missing)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: `${missing} does not exist`,
      facts: { file: missing },
    });
    await expect(drain(folder)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: `${folder} is a folder; name the files in it`,
    });
    const loop = join(folder, 'loop');
    symlinkSync(loop, loop);
    await expect(drain(loop)).rejects.toThrow(/is a link that leads to itself/);
  });

  it.skipIf(process.getuid?.() === 0)('names a file that may not be read', async () => {
    const path = file('secret', 'x');
    chmodSync(path, 0);
    await expect(drain(path)).rejects.toThrow(/may not be read by you/);
  });

  it('stops at a gzip bomb before it has unpacked much', async () => {
    const path = file('bomb.gz', gzipSync(Buffer.alloc(200e6)));
    let bytes = 0;
    await expect(
      (async () => {
        for await (const chunk of readBytes((await inputsOf([path], undefined))[0])) bytes += chunk.length;
      })(),
    ).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringMatching(/unpacks to more than 100 times its size/),
    });
    expect(bytes).toBeLessThan(40e6);
  });

  it.each([
    ['a zip archive', Buffer.from('PK\x03\x04rest')],
    ['a Parquet file', Buffer.from('PAR1rest')],
    ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2])],
    ['bzip2', Buffer.from('BZh91AY')],
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0])],
    ['a SQLite database', Buffer.from('SQLite format 3\0')],
  ])('says so when a file is %s', async (what, bytes) => {
    await expect(linesOf(bytes, 3)).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
      message: expect.stringContaining(what),
    });
  });
});

describe('inputsOf', () => {
  it('looks at all files before any is read', async () => {
    const there = file('there.csv', 'a\n');
    mkdirSync(join(folder, 'sub'), { recursive: true });
    const absent = join(folder, 'absent.csv');
    await expect(inputsOf([there, absent], undefined)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      facts: { file: absent },
    });
    await expect(inputsOf([there, join(folder, 'sub')], undefined)).rejects.toThrow(/sub is a folder/);
  });

  it('reads standard input only when told -, and only once', async () => {
    const stdin = (): Readable => Readable.from([Buffer.from('a\nb\n')]);
    const [input] = await inputsOf(['-'], stdin);
    const lines: string[] = [];
    for await (const group of readLines(input)) lines.push(...group.map((line) => line.text));
    expect(lines).toEqual(['a', 'b']);
    await expect(inputsOf(['-', '-'], stdin)).rejects.toMatchObject({ code: 'USAGE', entry: { exit: 2 } });
    await expect(inputsOf(['-'], undefined)).rejects.toMatchObject({ code: 'USAGE' });
  });
});
