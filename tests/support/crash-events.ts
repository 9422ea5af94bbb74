import type { Event } from '../../src/graph/model/event.ts';
import { event, retraction, session, transfer } from './internal-events.ts';

/** Event number i of an endless stream: transfers, uses, values, and retractions of what came before or comes after. */
export function crashEvent(i: number): Event {
  const common = { at: (i * 7) % 1_000 };
  const id = crashId(i);
  switch (i % 10) {
    case 3:
      return session(id, `u${i % 37}`, `d${i % 11}`, common);
    case 5:
      return event('profile-change', id, { user: `u${i % 37}`, field: 'name', value: `name ${i}` }, common);
    case 7:
      return retraction(id, ['s', crashId(i - 20)], common);
    case 9:
      return retraction(id, ['s', crashId(i + 31)], common);
    default:
      return transfer(id, `a${i % 53}`, `a${(i * 3) % 41}`, i, common);
  }
}

export function crashId(i: number): string {
  return `e${i}`;
}
