import { compareEvents, type Event, type EventOrder } from '../graph/model/event.ts';

/** Events in event order, each once. Most are added at the end: O(1); elsewhere O(log n) and a move of what follows. */
export type Posting<Kind extends Event = Event> = Kind[];

/** Adds an event where it belongs, unless it is there. */
export function addTo<Kind extends Event>(posting: Posting<Kind>, event: Kind): void {
  const last = posting.at(-1);
  if (last === undefined || compareEvents(last, event) < 0) {
    posting.push(event);
    return;
  }
  const place = placeOf(posting, event);
  if (posting[place] !== event) posting.splice(place, 0, event);
}

/** Adds an event that is after all others, unless it is there. Looks at no other event, each of which may be far away in memory. */
export function append<Kind extends Event>(posting: Posting<Kind>, event: Kind): void {
  if (posting.length === 0 || posting[posting.length - 1] !== event) posting.push(event);
}

/** Takes an event out, if it is there. */
export function takeFrom<Kind extends Event>(posting: Posting<Kind>, event: Kind): void {
  const place = placeOf(posting, event);
  if (posting[place] === event) posting.splice(place, 1);
}

/** First place of an event that is not before another in order; the length when all are. */
export function placeOf(posting: Posting, event: Event): number {
  return firstPlace(posting, (one) => compareEvents(one, event) >= 0);
}

/** First place of an event that is after one in order; the length when none is. */
export function placeAfter(posting: Posting, order: EventOrder): number {
  return firstPlace(posting, (one) => compareEvents(one, order) > 0);
}

/** First place of an event at a time (epoch ms) or later; the length when there is none. */
export function placeAt(posting: Posting, at: number): number {
  return firstPlace(posting, (one) => one.at >= at);
}

function firstPlace(posting: Posting, isIn: (event: Event) => boolean): number {
  let low = 0;
  let high = posting.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isIn(posting[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
