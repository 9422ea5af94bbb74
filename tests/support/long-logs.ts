import fc from 'fast-check';
import type { Event } from '../../src/graph/model/event.ts';
import { arrivals, type Arrival } from './live-logs.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Several logs about the same people one after the other, with pauses of up to months between. */
export function longLogs(logs: fc.Arbitrary<Event[]>, eras = 4): fc.Arbitrary<Event[]> {
  const pause = fc.constantFrom(0, HOUR, 5 * DAY, 20 * DAY, 60 * DAY, 100 * DAY);
  return fc.array(fc.tuple(logs, pause), { minLength: eras, maxLength: eras }).map((parts) => {
    let after = -Infinity;
    return parts.flatMap(([log, rest], era) => {
      const begins = Math.min(...log.map(({ at }) => at));
      const shift = after === -Infinity ? 0 : after + rest - begins;
      after = Math.max(...log.map(({ at }) => at)) + shift;
      return log.map((event) => moved(event, shift, era));
    });
  });
}

function moved(event: Event, shift: number, era: number): Event {
  const common = {
    ...event,
    id: `${event.id}.${era}`,
    at: event.at + shift,
    observedAt: event.observedAt + shift,
  };
  if (common.kind === 'retraction') return { ...common, of: [common.of[0], `${common.of[1]}.${era}`] };
  if (common.kind === 'settlement') return { ...common, of: [common.of[0], `${common.of[1]}.${era}`] };
  return common as Event;
}

/** Arrivals of which a few come much later than is allowed; labels may, and seldom anything else. */
export function tardyArrivals(log: readonly Event[]): fc.Arbitrary<Arrival> {
  const tardy = fc.array(fc.record({ place: fc.nat(), to: fc.nat(), isAny: fc.boolean() }), { maxLength: 5 });
  return fc.tuple(arrivals(log), tardy).map(([{ batches }, list]) => {
    const moving = batches.map((batch) => [...batch]);
    const labels = log.filter(({ kind }) => kind === 'label');
    for (const { place, to, isAny } of list) {
      const among = isAny && place % 4 === 0 ? log : labels;
      if (among.length === 0) continue;
      const event = among[place % among.length];
      for (const batch of moving)
        for (let i = batch.length - 1; i >= 0; i--) if (batch[i] === event) batch.splice(i, 1);
      moving[Math.max(to % moving.length, moving.length >> 1)].push(event);
    }
    return { batches: moving };
  });
}
