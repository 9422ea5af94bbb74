import { DAY, HOUR } from '../../kernel/time.ts';
import { inParts } from '../conduct.ts';
import type { Crew } from './crew.ts';
import { turnLoops } from './loops.ts';
import { STAFFED } from './staffed.ts';

const RECRUITER_FROM = 10;
const BUYERS = 0.6;
const PURCHASES = 4;
const PAYMENTS = 4;

/** Who gathers money, who takes it out, and who does the rest. */
export interface Staff {
  readonly collectors: readonly number[];
  readonly cashOut: number;
  readonly hands: readonly number[];
}

/**
 * Names the roles of a ring: collectors for so many payers each as the level allows, one who cashes out, a recruiter in
 * a large one. A small ring's organiser does all of it.
 */
export function staffOf(crew: Crew): Staff {
  const { ring, level } = crew;
  const { members, roles } = ring;
  for (const member of members) if (member !== ring.organiser) roles.set(member, 'mule');
  if (members.length < STAFFED)
    return { collectors: [ring.organiser], cashOut: ring.organiser, hands: members.slice(1) };
  const count = Math.ceil((members.length - 2) / (level.limits.payers + 1));
  const collectors = members.slice(1, 1 + count);
  const cashOut = members[1 + count];
  for (const collector of collectors) roles.set(collector, 'collector');
  roles.set(cashOut, 'cash-out');
  const hands = members.slice(2 + count);
  if (members.length >= RECRUITER_FROM) roles.set(hands[0], 'recruiter');
  return { collectors, cashOut, hands };
}

/**
 * What ties the members whom nothing else ties: loops, if the ring turns any, and payments to a collector by those who
 * are left. Some buy goods.
 */
export function moveMoney(crew: Crew, tied: readonly number[]): void {
  const { ring, rng } = crew;
  const staff = staffOf(crew);
  const loopers = ring.turnsLoops ? loopersOf(crew, staff) : [];
  turnLoops(crew, loopers);
  const bound = new Set([...tied, ...loopers]);
  const loose = ring.members.filter((member) => !bound.has(member) && !isStaff(staff, member));
  const besides = crew.level.limits.kindsTogether > 1 && rng.chance(0.4) ? tied : [];
  const free = besides.filter((member) => !isStaff(staff, member) && !loopers.includes(member));
  gather(crew, staff, [...loose, ...free]);
  spend(crew);
  lendHand(crew, staff);
}

/** Most members buy something now and then. */
export function spend(crew: Crew): void {
  for (const member of crew.ring.members)
    if (crew.rng.chance(BUYERS))
      for (let left = crew.rng.int(1, PURCHASES); left > 0; left--) crew.buy(member, whenFree(crew, member));
}

/** Most of the hands; in a small ring everybody. */
function loopersOf(crew: Crew, staff: Staff): number[] {
  const { members } = crew.ring;
  if (members.length < STAFFED) return [...members];
  const most = Math.max(3, Math.round(crew.between([0.5, 1]) * staff.hands.length));
  return staff.hands.slice(-most);
}

function isStaff({ collectors, cashOut }: Staff, member: number): boolean {
  return member === cashOut || collectors.includes(member);
}

/** Each pays its collector a few times; collectors pass on most of it to whoever cashes out, days later. */
export function gather(crew: Crew, staff: Staff, payers: readonly number[]): void {
  const { collectors, cashOut } = staff;
  inParts(payers, crew.level.limits.payers).forEach((part, number) => {
    const collector = collectors[number % collectors.length];
    const open = Math.max(crew.complete(part), crew.since(collector));
    let sum = 0;
    let last = open;
    for (const payer of part)
      for (let left = crew.rng.int(1, PAYMENTS); left > 0; left--) {
        const at = crew.sometime(payer, open, Math.min(open + 15 * DAY, crew.stage.end));
        const amount = crew.amount();
        crew.pay(payer, collector, at, amount);
        sum += amount;
        last = Math.max(last, at);
      }
    cashUp(crew, { collector, cashOut, sum, last });
  });
}

/** A collector hands over what came in, not all at once. */
export function cashUp(
  crew: Crew,
  { collector, cashOut, sum, last }: { collector: number; cashOut: number; sum: number; last: number },
): void {
  if (sum === 0) return;
  const at = crew.hoursAfter(last, [25, 70]);
  if (collector === cashOut || at < crew.since(cashOut)) {
    crew.buy(collector, at);
    return;
  }
  crew.pay(collector, cashOut, at, sum * crew.between([0.4, 0.75]));
  if (crew.rng.chance(0.7)) crew.buy(cashOut, at + crew.between([2, 40]) * HOUR);
}

/** Mules of another ring take some money too, and pass it on to whoever cashes out, or spend it. */
export function useGuests(crew: Crew, payer: number, cashOut?: number): void {
  const { ring, stage } = crew;
  for (const guest of ring.guests) {
    const open = Math.max(crew.since(payer), crew.since(guest), crew.since(cashOut ?? payer));
    const at = crew.sometime(payer, open, stage.end - DAY);
    const amount = crew.amount();
    crew.pay(payer, guest, at, amount);
    const later = crew.hoursAfter(at, crew.level.limits.passOn.hours);
    if (cashOut === undefined) crew.buy(guest, later);
    else crew.pay(guest, cashOut, later, amount * crew.between(crew.level.limits.passOn.share));
  }
}

/** The last of the hands, who pays guests; they pass it on only where nobody turns loops with the one who takes it. */
export function lendHand(crew: Crew, { hands, cashOut }: Staff): void {
  useGuests(crew, hands[hands.length - 1], cashOut === crew.ring.organiser ? undefined : cashOut);
}

/** A time at which a member works for the ring. */
export function whenFree(crew: Crew, member: number): number {
  return crew.sometime(member, crew.since(member), crew.stage.end);
}
