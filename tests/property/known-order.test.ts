import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KnownOrder } from '../../src/app/serving/known-order.ts';
import { compareKnown } from '../../src/features/live/scored-event.ts';
import type { Event } from '../../src/graph/model/event.ts';
import type { LoggedEvent } from '../../src/store/port.ts';
import { session } from '../support/internal-events.ts';

interface Reading {
  readonly order: readonly Event[];
  readonly readings: number;
}

/** Puts a log through in batches of three. */
async function read(events: readonly Event[], held: number): Promise<Reading> {
  const log: readonly LoggedEvent[] = events.map((event, i) => ({ seq: i + 1, event }));
  const known = new KnownOrder(held);
  for (const logged of log) known.note(logged);
  let readings = 0;
  const order: Event[] = [];
  const given = known.read(async function* (after) {
    readings++;
    for (let from = after; from < log.length; from += 3) yield log.slice(from, from + 3);
  });
  for await (const part of given) order.push(...part);
  return { order, readings };
}

const anEvent = fc
  .record({
    at: fc.integer({ min: 0, max: 9 }),
    late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 })),
  })
  .map(({ at, late }) => ({ at, observedAt: at + late }));

it('gives every log in the order in which it became known, however little it may hold', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anEvent, { maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      async (times, held) => {
        const events = times.map((time, i) => session(`e${(i * 7) % 61}`, 'u', 'd', time));
        const { order } = await read(events, held);
        expect(order).toEqual(events.toSorted(compareKnown));
      },
    ),
  );
});

it('reads a log that is nearly in order once more, a short one not, and one in reverse part by part', async () => {
  const events = Array.from({ length: 400 }, (_, i) =>
    session(`e${i}`, 'u', 'd', { at: i, observedAt: i % 40 === 0 ? i + 90 : i }),
  );
  expect(await read(events, 20)).toEqual({ order: events.toSorted(compareKnown), readings: 1 });
  expect((await read(events, 400)).readings).toBe(0);
  const reversed = await read(events.toReversed(), 20);
  expect(reversed.order).toEqual(events.toSorted(compareKnown));
  expect(reversed.readings).toBeGreaterThan(3);
  expect(reversed.readings).toBeLessThanOrEqual(20);
});

it('says so when the log is another one at the second reading', async () => {
  const known = new KnownOrder(1);
  for (const seq of [1, 2, 3]) known.note({ seq, event: session(`e${seq}`, 'u', 'd', { at: seq }) });
  const given = known.read(async function* () {
    yield [{ seq: 2, event: session('e2', 'u', 'd', { at: 2 }) }];
  });
  await expect(given.next()).rejects.toMatchObject({ code: 'INTERNAL' });
  expect(() => new KnownOrder().note({ seq: 5, event: session('e', 'u', 'd') })).toThrow('came as number');
});
