import type { Event, EventOf } from '../graph/model/event.ts';
import { rngFor, type Rng } from '../kernel/rng.ts';
import { DAY, HOUR, MINUTE } from '../kernel/time.ts';

type Payment = EventOf<'payment'>;
type Place = NonNullable<Payment['location']>;

/** The story of seed 003: people who pay as they always do, then one account in other hands. */
export interface AttackStory {
  /** Registrations, accounts and payments, to learn from; in event order. */
  readonly history: readonly Event[];
  /** What everybody does on the last day, the attack apart; in event order. */
  readonly ordinary: readonly Payment[];
  /** A burst with a new device and address, from another continent, fast and large; in event order. */
  readonly burst: readonly Payment[];
  /** Whose account it is. */
  readonly victim: string;
}

const START = Date.UTC(2025, 2, 1);
const USERS = 120;
const DAYS = 45;
const MERCHANTS = 60;
const BURST = 12;
const LONDON: Place = { lat: 51.5, lon: -0.12 };
const SYDNEY: Place = { lat: -33.87, lon: 151.21 };
const HEAD = { source: 'demo' } as const;

/** The same seed tells the same story. Small: about 8,000 events. */
export function attackStory(seed: number): AttackStory {
  const people = Array.from({ length: USERS }, (_, i) => person(seed, i));
  const opened = people.flatMap(({ user, account, device, ip }, i): Event[] => {
    const at = START - 200 * DAY - i * HOUR;
    const known = { at, observedAt: at, user };
    return [
      { ...HEAD, id: `${user}/registration`, kind: 'registration', ...known, device, ip },
      { ...HEAD, id: `${user}/account`, kind: 'account-opened', ...known, account, currency: 'USD' },
    ];
  });
  const paid = people.flatMap((one) => payments(seed, one)).sort(inOrder);
  const lastDay = START + (DAYS - 1) * DAY;
  const burst = burstOf(seed, people[0], lastDay + 14 * HOUR);
  return {
    history: [...opened.sort(inOrder), ...paid.filter(({ at }) => at < lastDay)],
    // The victim pays near home two hours before, and then not again.
    ordinary: paid
      .filter(({ at, user }) => at >= lastDay && user !== people[0].user)
      .concat(lastOf(people[0], lastDay + 12 * HOUR))
      .sort(inOrder),
    burst,
    victim: people[0].user,
  };
}

interface Person {
  readonly number: number;
  readonly user: string;
  readonly account: string;
  readonly device: string;
  readonly ip: string;
  readonly home: Place;
  /** Payments a day, and the median of their amounts in cents. */
  readonly rate: number;
  readonly median: number;
  readonly merchants: readonly number[];
}

function person(seed: number, number: number): Person {
  const rng = rngFor(seed, 'attack-person', number);
  return {
    number,
    user: `user-${number}`,
    account: `account-${number}`,
    device: `device-${number}`,
    ip: `198.51.${100 + (number >> 7)}.${1 + (number & 127)}`,
    home: near(LONDON, rng, 0.3),
    rate: 0.5 + 2 * rng.unit(),
    median: 1_000 + rng.unit() * 4_000,
    merchants: Array.from({ length: 8 }, () => rng.int(0, MERCHANTS - 1)),
  };
}

function payments(seed: number, who: Person): Payment[] {
  const rng = rngFor(seed, 'attack-payments', who.number);
  const list: Payment[] = [];
  for (let day = 0; day < DAYS; day++)
    for (let n = rng.poisson(who.rate); n > 0; n--) {
      const at = Math.floor(START + day * DAY + (8 + 13 * rng.unit()) * HOUR);
      // Now and then a shop that is new to them.
      const merchant = rng.chance(0.05) ? rng.int(0, MERCHANTS - 1) : rng.pick(who.merchants);
      list.push({
        ...payment(who, `${who.user}/${day}/${n}`, at),
        merchant: `merchant-${merchant}`,
        device: who.device,
        ip: who.ip,
        location: near(who.home, rng, 0.05),
        amount: { minor: Math.round(rng.logNormal(Math.log(who.median), 0.6)), currency: 'USD' },
      });
    }
  return list;
}

function lastOf(who: Person, at: number): Payment {
  return {
    ...payment(who, `${who.user}/before`, at),
    merchant: `merchant-${who.merchants[0]}`,
    device: who.device,
    ip: who.ip,
    location: who.home,
    amount: { minor: Math.round(who.median), currency: 'USD' },
  };
}

function burstOf(seed: number, victim: Person, from: number): Payment[] {
  const rng = rngFor(seed, 'attack-burst');
  return Array.from({ length: BURST }, (_, i) => ({
    ...payment(victim, `attack/${i}`, Math.floor(from + i * 0.7 * MINUTE)),
    merchant: `merchant-${rng.int(0, MERCHANTS - 1)}`,
    device: 'device-of-the-thief',
    ip: '203.0.113.66',
    location: near(SYDNEY, rng, 0.05),
    amount: { minor: Math.round(victim.median * (15 + 25 * rng.unit())), currency: 'USD' },
  }));
}

function payment({ user, account }: Person, id: string, at: number) {
  return { ...HEAD, id, kind: 'payment' as const, at, observedAt: at, user, account };
}

function near({ lat, lon }: Place, rng: Rng, spread: number): Place {
  return { lat: lat + spread * (rng.unit() - 0.5), lon: lon + spread * (rng.unit() - 0.5) };
}

function inOrder(a: Event, b: Event): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}
