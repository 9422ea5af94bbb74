import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { countCycles } from '../../../src/app/count-cycles.ts';
import { readEdgeList } from '../../../src/ingest/edge-list.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder();

function fileOf(content: string | Buffer, name = 'edges.txt'): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function edgesOf(file: string): Promise<[string, string, number][]> {
  const list = await readEdgeList(file);
  return Array.from(list.at, (at, i) => [list.vertices.id(list.from[i]), list.vertices.id(list.to[i]), at]);
}

test('an edge list may have comments, blank lines, tabs, more columns, carriage returns and a byte order mark', async () => {
  const text = '\ufeff% sym\n# from to\n\na b 1\r\nb\tc\t2.5  7 x\n  c c -3.125\n';
  expect(await edgesOf(fileOf(text))).toEqual([
    ['a', 'b', 1000],
    ['b', 'c', 2500],
    ['c', 'c', -3125],
  ]);
});

test('an edge list may be packed, whatever its name', async () => {
  expect(await edgesOf(fileOf(gzipSync('a b 1\nb a 2'), 'edges'))).toEqual([
    ['a', 'b', 1000],
    ['b', 'a', 2000],
  ]);
});

test.each([
  ['line 2: has two columns', 'a b 1\nb a\n'],
  ['line 1: has one column', 'a\n'],
  ['line 1: has one column', 'a,b,1\n'],
  ['line 3: unixSeconds is text of 3 characters', 'a b 1\n\nb a 1e9\n'],
  ['line 1: unixSeconds is outside the years', 'a b 999999999999\n'],
  ['line 1: to is longer than 256 bytes', `a ${'b'.repeat(257)} 1\n`],
])('a bad line is refused by file, line and field: %s', async (message, text) => {
  const file = fileOf(text);
  await expect(readEdgeList(file)).rejects.toMatchObject({
    code: 'FORMAT_UNKNOWN',
    message: expect.stringContaining(`${file} ${message}`),
  });
});

test('a missing file is refused', async () => {
  await expect(readEdgeList(join(folder, 'none'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
});

test('edges are counted after self-loops are dropped, and cycles by length', async () => {
  const file = fileOf('a a 0\na b 1\nb a 2\nb c 3\nc a 4\na b 5\n');
  const { seconds, ...counts } = await countCycles(file, { windowMs: 4000, clock: systemClock });
  expect(seconds).toBeGreaterThanOrEqual(0);
  // a b a, b a b, a b c a, b c a b.
  expect(counts).toEqual({ edges: 5, total: 4, byLength: { '2': 2, '3': 2 }, truncated: false });
  const short = await countCycles(file, { windowMs: 4000, maxLength: 2, clock: systemClock });
  expect(short.byLength).toEqual({ '2': 2 });
});

test('counting that was cut short says which transfers it left out', async () => {
  const file = fileOf('a b 1\nb c 2\nc a 3\na b 4\nb c 5\n');
  const budget = { total: 12, perEdge: 12 };
  const counts = await countCycles(file, { windowMs: 4000, clock: systemClock, budget });
  expect(counts.truncated).toBe(true);
  expect(counts.leftOut).toEqual({
    completingEdges: 2,
    from: '1970-01-01T00:00:04Z',
    to: '1970-01-01T00:00:05Z',
  });
  expect(counts.total).toBe(1);
});
