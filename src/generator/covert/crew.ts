import { rngFor, type Rng } from '../../kernel/rng.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';
import { inParts, ownSpot, register } from '../conduct.ts';
import type { CovertLevel } from '../covert-level.ts';
import { logNormal } from '../level.ts';
import { countryOfUser } from '../population.ts';
import type { Ring } from '../ring.ts';
import type { Spot } from '../script.ts';
import type { Stage } from '../stage.ts';

/** Joins leave this share of the window for what the ring does then. */
const JOINED_BY = 0.78;
/** A bought account is mostly used from the buyer's device from then on. */
const NEW_OWNER_WEIGHT = 6;
/** Members who come to one address do so within these days. */
const TOGETHER_DAYS = 4;

/** An order is told some minutes after its plan: one at the very end of the window never would be. */
export const LAST_ORDER = 5 * MINUTE;

/** What a ring's plan costs in ordinary-looking sessions: an order or a purchase opens the app first. */
const EVENTS_PER_ACT = 2;

/**
 * The members of a covert ring as they work: since when each is at its disposal, and what each has done for it so far.
 * Everybody in it lives like everybody else; only what goes through here is the ring's.
 */
export class Crew {
  readonly stage: Stage;
  readonly ring: Ring;
  readonly level: CovertLevel;
  readonly rng: Rng;
  /** Epoch milliseconds from which on a member works for the ring. */
  readonly #since = new Map<number, number>();
  readonly #fresh = new Set<number>();
  readonly #acts = new Map<number, number>();
  /** The share of a member's events that stays ordinary life. */
  readonly #ordinary: number;

  constructor(stage: Stage, ring: Ring, plan: { readonly fresh: number; readonly together?: number }) {
    this.stage = stage;
    this.ring = ring;
    this.level = stage.level.rings.covert!;
    this.rng = rngFor(stage.options.seed, 'crew', ring.number);
    const [low, high] = this.level.ordinary;
    this.#ordinary = low + (high - low) * this.rng.unit();
    for (const guest of ring.guests) ring.roles.set(guest, 'mule');
    const joins = this.#joinTimes(plan.together ?? 1);
    ring.members.forEach((member, place) => this.#takeOn(member, joins[place], plan.fresh));
  }

  /** From the first to the last over weeks; members who come together follow each other within days. */
  #joinTimes(together: number): number[] {
    const { stage, ring, rng } = this;
    const [low, high] = this.level.joinDays;
    const window = stage.end - stage.start;
    const span = Math.min((low + (high - low) * rng.unit()) * DAY, 0.75 * window);
    const first = stage.start + rng.unit() * Math.max(0, JOINED_BY * window - span);
    const groups = inParts(ring.members, Math.max(1, together));
    const bases = groups.map(() => rng.unit() * span).sort((a, b) => a - b);
    bases[0] = 0;
    if (bases.length > 1) bases[bases.length - 1] = span;
    else if (groups[0].length > 1)
      return groups[0].map((_, i) => first + (span * i) / (groups[0].length - 1));
    return groups.flatMap((group, number) => {
      const within = together > 1 ? Math.min(TOGETHER_DAYS * DAY, span / groups.length) : 0;
      return group.map((_, i) => first + bases[number] + (within * i) / group.length);
    });
  }

  #takeOn(member: number, at: number, fresh: number): void {
    const { stage, rng, level } = this;
    const since = Math.floor(at);
    this.#since.set(member, since);
    if (rng.chance(fresh)) {
      this.#fresh.add(member);
      register(stage, member, since, { device: -1, address: -1 });
      this.ring.acted(member, since);
      return;
    }
    const { population, options } = stage;
    if (population.registeredAt[member] >= stage.start) {
      // Tenure as everybody's.
      const age = rng.unit() ** 2 * stage.level.population.tenureYears * 365 * DAY;
      population.registeredAt[member] = Math.floor(options.start - 1 - age);
    }
    if (rng.chance(level.accounts.bought / (1 - level.accounts.fresh))) this.#buyAccount(member, since);
  }

  /** The seller's account goes on, from the buyer's device, mostly with the buyer's phone or mailbox. */
  #buyAccount(member: number, since: number): void {
    const { stage, rng } = this;
    stage.devices.use(member, stage.devices.add(rng), NEW_OWNER_WEIGHT, since);
    if (rng.chance(0.4))
      stage.script.profileChange(
        since + rng.unit() * 3 * DAY,
        member,
        rng.chance(0.5) ? 'phone' : 'email',
        stage.identities.invent(),
      );
  }

  /** When a member came; a new account is registered at that instant. */
  joinedAt(member: number): number {
    return this.#since.get(member)!;
  }

  /** From when on somebody can act for the ring: a while after joining; for guests, after their registration. */
  since(member: number): number {
    return (this.#since.get(member) ?? this.stage.population.registeredAt[member]) + 2 * HOUR;
  }

  isFresh(member: number): boolean {
    return this.#fresh.has(member);
  }

  /** When the last of some members has joined. */
  complete(members: readonly number[]): number {
    return Math.max(...members.map((member) => this.since(member)));
  }

  /** Some of the members who touch what the ring shares, in the order of joining: all of a ring of three. */
  participants(): number[] {
    const { members } = this.ring;
    const [low, high] = this.level.takingPart;
    const count = Math.max(3, Math.round((low + (high - low) * this.rng.unit()) * members.length));
    return members.slice(0, count);
  }

  between([low, high]: readonly [low: number, high: number]): number {
    return low + (high - low) * this.rng.unit();
  }

  /** An instant at which a user could be up, uniform over the days from one instant to another. */
  sometime(user: number, from: number, until: number): number {
    const { time, start, population } = this.stage;
    const drawn = from + this.rng.unit() * (until - from);
    const day = Math.floor((drawn - start) / DAY);
    const at = time.at(day, countryOfUser(population, user), time.hour(this.rng));
    return at > from && at < until ? at : drawn;
  }

  /** Some hours after an instant, at a time when people are up if the span allows it. */
  hoursAfter(at: number, hours: readonly [low: number, high: number]): number {
    let later = at + this.between(hours) * HOUR;
    for (let tries = 0; tries < 4 && isNight(later); tries++) later = at + this.between(hours) * HOUR;
    return later;
  }

  /** An amount as people send it, in minor units. */
  amount(median = 12_000, p99 = 150_000): number {
    const { mu, sigma } = logNormal({ median, p99 });
    return Math.round(this.rng.logNormal(mu, sigma));
  }

  /** A transfer between everyday accounts, from the payer's own device at home; none after the window. */
  pay(payer: number, payee: number, at: number, amount: number): void {
    const { stage, ring } = this;
    if (at >= stage.end - LAST_ORDER) return;
    const [from, to] = [stage.accounts.main(payer), stage.accounts.main(payee)];
    stage.script.transfer(at, payer, from, to, amount, ownSpot(stage, payer, at));
    if (ring.roles.has(payer) && ring.roles.has(payee)) ring.accounts.add(from).add(to);
    if (ring.roles.has(payer)) this.did(payer, at, EVENTS_PER_ACT);
  }

  /** A payment online for goods that are easily turned into money, now and then with a stolen card. */
  buy(user: number, at: number): void {
    const { stage, rng } = this;
    this.charge(user, {
      at,
      merchant: stage.economy.riskyShop(rng),
      minor: this.amount(5_000, 60_000),
      stolen: this.level.stolenCards / 3,
    });
  }

  /** A payment to a merchant, with the member's own card or, by chance, with one whose owner knows nothing of it. */
  charge(
    user: number,
    { at, merchant, minor, stolen }: { at: number; merchant: number; minor: number; stolen: number },
  ): void {
    const { stage, ring, rng } = this;
    const { accounts, script, cast } = stage;
    const [owner] = rng.chance(stolen) ? cast.tenured(1, rng) : [];
    if (at >= stage.end - HOUR) return;
    const spot = ownSpot(stage, user, at);
    if (owner === undefined) script.payment(at, user, accounts.main(user), merchant, minor, spot);
    else {
      const account = accounts.main(owner);
      script.borrowedCard({ at, user, account, merchant, minor, spot, isStolen: true });
      ring.victims.add(owner);
      ring.robbed.add(owner);
      ring.acted(owner, at);
    }
    this.did(user, at, EVENTS_PER_ACT);
  }

  /** Notes that a member did something for the ring, and how many events it makes. */
  did(user: number, at: number, events: number): void {
    if (at >= this.stage.end) return;
    this.#acts.set(user, (this.#acts.get(user) ?? 0) + events);
    this.ring.acted(user, at);
  }

  /** A session somewhere, for the ring. */
  visit(user: number, at: number, spot: Spot): void {
    if (at >= this.stage.end) return;
    this.stage.script.session(at, user, spot);
    this.did(user, at, 1);
  }

  /** How many more sessions a member has for the ring before its ordinary life would fall short. */
  spare(user: number): number {
    const { life } = this.stage.level;
    const { population, start, end } = this.stage;
    const activity = population.activity[user];
    const visits = life.visits * activity * (1 + life.onlinePayment + life.failedLogin);
    const transfers = (2 * population.payees[user] * life.transfersPerPayee) / 90;
    const perDay = visits + life.cardPayments * activity + transfers + life.balanceReports + 0.06;
    const days = (end - Math.max(start, population.registeredAt[user])) / DAY;
    const most = (perDay * days * (1 - this.#ordinary)) / this.#ordinary;
    return Math.max(0, Math.round(most) - (this.#acts.get(user) ?? 0));
  }

  /** Some minutes. */
  minutes(low: number, high: number): number {
    return (low + (high - low) * this.rng.unit()) * MINUTE;
  }
}

/** Between ten at night and six, UTC: near enough for all the countries. */
function isNight(at: number): boolean {
  const hour = Math.floor(at / HOUR) % 24;
  return hour < 6 || hour >= 22;
}
