import fc from 'fast-check';
import type { Event } from '../../src/graph/model/event.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 2, 20);

/** What happens in one step, to whom and with what; its parts are read as its kind needs them. */
interface Step {
  readonly what: 'session' | 'payment' | 'phone' | 'listed' | 'retracted';
  readonly user: number;
  /** How far along the row of devices or numbers; most are near, so that people hang together in a chain. */
  readonly off: number;
  readonly hours: number;
  readonly late: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(
    ...(['session', 'session', 'session', 'payment', 'payment', 'phone', 'listed', 'retracted'] as const),
  ),
  user: fc.integer({ min: 0, max: 23 }),
  off: fc.constantFrom(0, 0, 0, 1, 1, 2, 7),
  hours: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 60 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 200 }).map((days) => days * 24) },
  ),
  late: fc.constantFrom(0, 0, 0, 5 * HOUR, DAY),
});

/**
 * Logs of 24 people who share devices and telephone numbers with those beside them, at last a payment by each: components
 * of all sizes that come together, fall apart and are cut; allow-lists that end, late events, retractions.
 */
export function communityLogs(): fc.Arbitrary<Event[]> {
  return fc.array(step, { minLength: 40, maxLength: 160, size: 'max' }).map((steps) => {
    const log: Event[] = [];
    for (const one of steps) log.push(...happened(one, log));
    const end = Math.max(...log.map(({ observedAt }) => observedAt));
    for (let user = 0; user < 24; user++) log.push(payment(`end${user}`, user, { at: end + DAY, late: 0 }));
    return log;
  });
}

/**
 * A crowd of 60 to 95 people at one kiosk, few or most of them registered long before, who come and go; some share telephone numbers
 * beside it; payments by a few of them.
 */
export function crowdLogs(): fc.Arbitrary<Event[]> {
  const person = fc.record({
    days: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 2, 60, 95),
    luck: fc.integer({ min: 0, max: 99 }),
    phone: fc.integer({ min: 0, max: 120 }),
  });
  const crowd = fc.array(person, { minLength: 60, maxLength: 95, size: 'max' });
  return fc.tuple(crowd, fc.constantFrom(10, 45, 55, 90)).map(([people, settled]) =>
    people.flatMap(({ days, luck, phone }, i): Event[] => {
      const at = START + days * DAY + i * 60_000;
      const registered = at - (luck < settled ? 100 : 1) * DAY;
      const id = { source: 's', user: `u${i}` };
      return [
        {
          ...id,
          kind: 'registration',
          id: `r${i}`,
          at: registered,
          observedAt: registered,
          phone: `+${phone + 1}`,
        },
        { ...id, kind: 'session', id: `s${i}`, at, observedAt: at, device: 'kiosk' },
        ...(i % 3 === 0 ? [1, 3, 61, 92, 140] : []).map((later) =>
          payment(`p${i}-${later}`, i, { at: START + later * DAY + i, late: 0 }),
        ),
      ] as Event[];
    }),
  );
}

function happened({ what, user, off, hours, late }: Step, log: readonly Event[]): Event[] {
  const id = `e${log.length}`;
  const at = START + hours * HOUR;
  const head = { source: 's', id, at, observedAt: at + late };
  const device = `d${Math.floor((user + off) / 2)}`;
  switch (what) {
    case 'session':
      return [{ ...head, kind: 'session', user: `u${user}`, device } as Event];
    case 'payment':
      return [payment(id, user, { at, late, device })];
    case 'phone':
      return [
        {
          ...head,
          kind: 'profile-change',
          user: `u${user}`,
          field: 'phone',
          value: `+${Math.floor((user + off) / 3) + 1}`,
        } as Event,
      ];
    case 'listed': {
      const allowList = { owner: 'ops', expiry: at + off * 20 * DAY };
      return [{ ...head, kind: 'reference', subject: { type: 'Device', id: device }, allowList } as Event];
    }
    case 'retracted': {
      const uses = log.filter(({ kind }) => kind === 'session' || kind === 'payment');
      const target = uses[(user * 7 + off) % Math.max(1, uses.length)];
      if (!target) return [];
      const then = target.at + (off - 1) * 6 * HOUR;
      return [
        {
          ...head,
          at: then,
          observedAt: then,
          kind: 'retraction',
          of: [target.source, target.id],
          reason: '',
        } as Event,
      ];
    }
  }
}

function payment(
  id: string,
  user: number,
  { at, late, device }: { readonly at: number; readonly late: number; readonly device?: string },
): Event {
  return {
    kind: 'payment',
    source: 's',
    id,
    at,
    observedAt: at + late,
    account: `a${user}`,
    merchant: 'm',
    amount: { minor: 100, currency: 'EUR' },
    user: `u${user}`,
    ...(device === undefined ? {} : { device }),
  } as Event;
}
