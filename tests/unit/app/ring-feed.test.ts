import { expect, it } from 'vitest';
import { RingFeed, type RingEvent, type RingNews } from '../../../src/app/serving/ring-feed.ts';

const news = (ringId: string): RingNews => ({ change: 'FORMED', ringId, ring: null, into: null });
const now = () => 7;

async function take(events: AsyncGenerator<RingEvent>, count: number): Promise<string[]> {
  const seen: string[] = [];
  for (let i = 0; i < count; i++) {
    const { value } = (await events.next()) as { value: RingEvent };
    seen.push(`${value.seq} ${value.change} ${value.ringId}`);
  }
  return seen;
}

it('gives a reader what came after its position, and then what comes', async () => {
  const feed = new RingFeed('s');
  feed.push([news('a'), news('b'), news('c')], 1);
  const reader = feed.read({ seq: 1, stream: 's' }, new AbortController().signal, now);
  expect(await take(reader, 2)).toEqual(['2 FORMED b', '3 FORMED c']);
  const later = take(reader, 1);
  feed.push([news('d')], 2);
  expect(await later).toEqual(['4 FORMED d']);
});

it('starts with what is new for a reader without a position', async () => {
  const feed = new RingFeed('s');
  feed.push([news('a')], 1);
  const reader = feed.read(null, new AbortController().signal, now);
  const first = take(reader, 1);
  await new Promise((resolve) => setImmediate(resolve));
  feed.push([news('b')], 2);
  expect(await first).toEqual(['2 FORMED b']);
});

it.each([
  ['of another run', { seq: 1, stream: 'other' }],
  ['that was never reached', { seq: 99 }],
])('says RESET to a reader with a position %s, and goes on', async (_title, since) => {
  const feed = new RingFeed('s');
  feed.push([news('a'), news('b')], 1);
  const reader = feed.read(since, new AbortController().signal, now);
  expect(await take(reader, 1)).toEqual(['2 RESET null']);
  const next = take(reader, 1);
  feed.push([news('c')], 2);
  expect(await next).toEqual(['3 FORMED c']);
});

it('keeps a bounded number of changes, and says RESET to those who are slower', async () => {
  const feed = new RingFeed('s', 3);
  const slow = feed.read({ seq: 0 }, new AbortController().signal, now);
  for (let i = 1; i <= 50; i++) feed.push([news(`r${i}`)], i);
  expect(await take(slow, 1)).toEqual(['50 RESET null']);
  const back = feed.read({ seq: 47, stream: 's' }, new AbortController().signal, now);
  expect(await take(back, 3)).toEqual(['48 FORMED r48', '49 FORMED r49', '50 FORMED r50']);
  expect(await take(feed.read({ seq: 46 }, new AbortController().signal, now), 1)).toEqual(['50 RESET null']);
});

it('ends for a reader who is told to stop, and for all when it ends', async () => {
  const feed = new RingFeed('s');
  const stop = new AbortController();
  const [one, other] = [
    feed.read(null, stop.signal, now),
    feed.read(null, new AbortController().signal, now),
  ];
  const [first, second] = [one.next(), other.next()];
  await new Promise((resolve) => setImmediate(resolve));
  stop.abort();
  expect((await first).done).toBe(true);
  feed.end();
  expect((await second).done).toBe(true);
  expect((await feed.read(null, new AbortController().signal, now).next()).done).toBe(true);
});
