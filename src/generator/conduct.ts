import { DAY, HOUR, MINUTE } from '../kernel/time.ts';
import type { Rng } from '../kernel/rng.ts';
import { logNormal } from './level.ts';
import type { Ring } from './ring.ts';
import type { Spot } from './script.ts';
import type { Stage } from './stage.ts';

/** What rings of several kinds do alike: join, look in, buy, gather money. */

/** The members who take part in what the ring shares: all, or most of them when it holds some back. */
export function participants(stage: Stage, ring: Ring): readonly number[] {
  if (!ring.does('partial')) return ring.members;
  const [low, high] = stage.level.rings.evasion.takingPart;
  const share = low + (high - low) * ring.rng.unit();
  return ring.members.slice(0, Math.max(3, Math.round(share * ring.members.length)));
}

/** When each of `count` members joins, rising: over days, or over weeks when the ring takes its time. */
export function joinTimes(stage: Stage, ring: Ring, count: number): number[] {
  const { joinDays, evasion } = stage.level.rings;
  const [low, high] = ring.does('slowJoins') ? evasion.slowDays : joinDays;
  const span = ring.within((low + (high - low) * ring.rng.unit()) * DAY);
  const joins = Array.from({ length: count }, () => ring.startsAt + Math.floor(ring.rng.unit() * span));
  return joins.sort((a, b) => a - b);
}

/** Registers a member at an instant; `spot` parts that are -1 stay the member's own device and home. */
export function register(stage: Stage, user: number, at: number, spot: Spot): void {
  stage.population.registeredAt[user] = Math.floor(at);
  stage.population.registrationDevice[user] = spot.device;
  stage.population.registrationAddress[user] = spot.address;
}

/** Makes a user a customer of long standing: registered 30 to 600 days before an instant. */
export function registerLongBefore(stage: Stage, user: number, at: number, rng: Rng): void {
  const earliest = stage.start - stage.level.population.tenureYears * 365 * DAY;
  register(stage, user, Math.max(earliest, at - (30 + 570 * rng.unit()) * DAY), { device: -1, address: -1 });
}

/** A user's own device, at home. */
export function ownSpot(stage: Stage, user: number, at: number): Spot {
  const day = Math.floor((at - stage.start) / DAY);
  return {
    device: stage.devices.own(user),
    address: stage.places.home(stage.population.householdOf[user], day),
  };
}

/** Between `low` and `high` sessions over some days after an instant. */
export function lookIn(
  stage: Stage,
  ring: Ring,
  user: number,
  visits: { from: number; days: number; low: number; high: number; spot: Spot },
): void {
  for (let count = ring.rng.int(visits.low, visits.high); count > 0; count--) {
    const at = visits.from + ring.rng.unit() * visits.days * DAY;
    stage.script.session(at, user, visits.spot);
    ring.acted(user, at);
  }
}

/** One to four payments for goods that are easily turned into money. */
export function buyGoods(stage: Stage, ring: Ring, user: number, from: number, spot: Spot): void {
  const { mu, sigma } = logNormal({ median: 18_000, p99: 150_000 });
  for (let count = ring.rng.int(1, 4); count > 0; count--) {
    const at = from + ring.rng.exponential(2 * DAY) + 5 * MINUTE;
    const shop = stage.economy.riskyShop(ring.rng);
    stage.script.payment(at, user, stage.accounts.main(user), shop, ring.rng.logNormal(mu, sigma), spot);
    ring.acted(user, at);
  }
}

/**
 * Money of most members is gathered on the collector's account and leaves by the cash-out's; with victims, strangers
 * are talked into paying the members first. Sets the roles that go with it.
 */
export function collectMoney(stage: Stage, ring: Ring, from: number): void {
  const { rng, members } = ring;
  const collector = members[1];
  const cashOut = members[members.length >= 4 ? 2 : 0];
  for (const member of members.slice(2)) ring.roles.set(member, 'mule');
  ring.roles.set(collector, 'collector');
  if (cashOut !== ring.organiser) ring.roles.set(cashOut, 'cash-out');
  if (members.length >= 10) ring.roles.set(members[3], 'recruiter');
  const paying = members.filter((member) => member !== collector && member !== cashOut && rng.chance(0.7));
  const victims = rng.chance(stage.level.rings.victims) ? stage.cast.tenured(rng.int(1, 3), rng) : [];
  let last = from;
  for (const member of paying) {
    const at = from + ring.within((1 + 9 * rng.unit()) * DAY);
    const amount = rng.logNormal(Math.log(60_000), 0.6);
    const victim = victims.length > 0 && rng.chance(0.5) ? rng.pick(victims) : undefined;
    if (victim !== undefined) payMule(stage, ring, { victim, mule: member, at, amount });
    move(stage, ring, {
      payer: member,
      payee: collector,
      at: at + (1 + 20 * rng.unit()) * HOUR,
      amount: amount * 0.95,
    });
    last = Math.max(last, at);
  }
  if (cashOut !== collector && paying.length > 0)
    move(stage, ring, {
      payer: collector,
      payee: cashOut,
      at: last + (22 + 20 * rng.unit()) * HOUR,
      amount: paying.length * 50_000,
    });
}

function payMule(
  stage: Stage,
  ring: Ring,
  payment: { victim: number; mule: number; at: number; amount: number },
): void {
  const { victim, mule, at, amount } = payment;
  if (at >= stage.end) return;
  const accounts = stage.accounts;
  stage.script.transfer(
    at,
    victim,
    accounts.main(victim),
    accounts.main(mule),
    amount,
    ownSpot(stage, victim, at),
  );
  ring.scams.push({ at, planned: stage.script.plan() });
  ring.victims.add(victim);
  ring.accounts.add(accounts.main(mule));
}

/** One transfer between two members' everyday accounts, ordered by the payer from home; none after the window. */
export function move(
  stage: Stage,
  ring: Ring,
  transfer: { payer: number; payee: number; at: number; amount: number },
): void {
  const { payer, payee, at, amount } = transfer;
  if (at >= stage.end) return;
  const from = stage.accounts.main(payer);
  const to = stage.accounts.main(payee);
  stage.script.transfer(at, payer, from, to, amount, ownSpot(stage, payer, at));
  ring.acted(payer, at);
  ring.accounts.add(from);
  ring.accounts.add(to);
}

/** Cuts a list into parts of nearly equal size, none larger than `most`. */
export function inParts<T>(items: readonly T[], most: number): T[][] {
  const parts = Math.ceil(items.length / most);
  return Array.from({ length: parts }, (_, part) =>
    items.slice(Math.floor((part * items.length) / parts), Math.floor(((part + 1) * items.length) / parts)),
  );
}
