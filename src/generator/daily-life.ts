import { rngFor, type Rng } from '../kernel/rng.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../kernel/time.ts';
import { confirmAgain } from './confirmations.ts';
import type { EventWriter } from './event-writer.ts';
import { INSTITUTIONS } from './institutions.ts';
import { logNormal } from './level.ts';
import { OrdinaryActs } from './ordinary-acts.ts';
import { countryOfUser } from './population.ts';
import { NOWHERE, type Spot } from './script.ts';
import type { Stage } from './stage.ts';

const PROFILE_CHANGES = ['email', 'phone', 'address'] as const;

/**
 * What users do on a day of the window when nobody plans it: visits with payments and transfers, card payments,
 * balance reports, now and then a new phone number or bank. Each user's day is drawn by itself from the seed, so it
 * does not depend on anybody else's. Time O(users).
 */
export class DailyLife {
  readonly #stage: Stage;
  readonly #writer: EventWriter;
  readonly #acts: OrdinaryActs;
  readonly #transfer: { mu: number; sigma: number };
  readonly #payment: { mu: number; sigma: number };
  readonly #isWeekend: boolean;
  readonly #day: number;
  /** Numbers the values of profile changes, which nobody else may have. */
  readonly #nextIdentity: () => number;

  constructor(stage: Stage, writer: EventWriter, day: number, nextIdentity: () => number) {
    this.#stage = stage;
    this.#writer = writer;
    this.#acts = new OrdinaryActs(stage, writer);
    this.#day = day;
    this.#nextIdentity = nextIdentity;
    this.#transfer = logNormal(stage.level.life.transferAmount);
    this.#payment = logNormal(stage.level.life.paymentAmount);
    this.#isWeekend = [0, 6].includes(stage.time.weekday(day));
  }

  tell(): void {
    const { population, time, quiet } = this.#stage;
    const dayStart = time.dayStart(this.#day);
    const dayEnd = dayStart + DAY;
    for (let user = 0; user < population.size; user++)
      if (population.registeredAt[user] + HOUR < dayEnd && !quiet.overlaps(user, dayStart, dayEnd))
        this.#live(user);
  }

  #live(user: number): void {
    const { options, level, population, accounts } = this.#stage;
    const { life } = level;
    const rng = rngFor(options.seed, 'life', user, this.#day);
    const activity = population.activity[user];
    for (let visits = rng.poisson(life.visits * activity); visits > 0; visits--)
      this.#visit(user, this.#instant(user, rng), rng);
    for (let cards = rng.poisson(life.cardPayments * activity); cards > 0; cards--)
      this.#pay(user, this.#instant(user, rng).at, NOWHERE, rng);
    // A user's transfers go with the number of payees, not with how often the app is opened.
    const transfers = (population.payees[user] * life.transfersPerPayee) / 90;
    for (let count = rng.poisson(transfers); count > 0; count--) this.#send(user, rng);
    if (rng.chance(life.balanceReports)) this.#report(user, accounts.main(user), rng);
    if (rng.chance(life.profileChanges)) this.#changeProfile(user, rng);
    if (rng.chance(life.bankConnections)) this.#connectBank(user, rng);
  }

  /** When somebody is active; an instant before registration is moved to later that day. */
  #instant(user: number, rng: Rng): { at: number; hour: number } {
    const { population, time } = this.#stage;
    const hour = time.hour(rng);
    const at = time.at(this.#day, countryOfUser(population, user), hour);
    return { at: Math.max(at, population.registeredAt[user] + HOUR * (0.2 + 0.8 * rng.unit())), hour };
  }

  #spot(user: number, { at, hour }: { at: number; hour: number }, rng: Rng): Spot {
    const { devices, places } = this.#stage;
    return {
      device: devices.pick(user, at, rng),
      address: places.whereabouts(user, this.#day, hour, this.#isWeekend, rng),
    };
  }

  #visit(user: number, when: { at: number; hour: number }, rng: Rng): void {
    const { life } = this.#stage.level;
    const spot = this.#spot(user, when, rng);
    let { at } = when;
    if (rng.chance(life.failedLogin)) {
      this.#writer.session(at, user, spot, 'failure');
      at += rng.int(5, 40) * SECOND;
    }
    this.#writer.session(at, user, spot);
    if (rng.chance(life.onlinePayment)) this.#pay(user, at + rng.int(1, 12) * MINUTE, spot, rng);
  }

  #pay(user: number, at: number, spot: Spot, rng: Rng): void {
    const { economy, accounts } = this.#stage;
    const merchant = economy.shop(user, rng);
    const minor = Math.max(50, Math.round(rng.logNormal(this.#payment.mu, this.#payment.sigma)));
    this.#acts.buy(at, { user, account: accounts.main(user), merchant, minor, spot }, rng);
  }

  #send(user: number, rng: Rng): void {
    const { accounts, acquaintances, population } = this.#stage;
    const when = this.#instant(user, rng);
    const spot = this.#spot(user, when, rng);
    const payee = acquaintances.payee(user, rng);
    // Some are no customers yet.
    if (payee === user || population.registeredAt[payee] > when.at - HOUR) return;
    const minor = Math.max(100, Math.round(rng.logNormal(this.#transfer.mu, this.#transfer.sigma)));
    const [from, to] = [accounts.main(user), accounts.main(payee)];
    this.#acts.send(when.at, { user, from, to, minor, spot }, rng);
  }

  #report(user: number, account: number, rng: Rng): void {
    this.#writer.balance(this.#instant(user, rng).at, account);
  }

  #changeProfile(user: number, rng: Rng): void {
    const { ids, identities, population } = this.#stage;
    const { at } = this.#instant(user, rng);
    const field = rng.pick(PROFILE_CHANGES);
    const change = { ...this.#writer.head('profile-change', at), user: ids.user(user), field };
    if (field === 'address') {
      const value = identities.address(rng.int(0, population.households - 1));
      return this.#writer.add({ ...change, value });
    }
    const identity = this.#nextIdentity();
    this.#writer.add({ ...change, value: identities[field](identity) });
    confirmAgain(this.#stage, this.#writer, { user, field, identity, at });
  }

  #connectBank(user: number, rng: Rng): void {
    const { at } = this.#instant(user, rng);
    const institution = rng.pick(INSTITUTIONS);
    const user_ = this.#stage.ids.user(user);
    this.#writer.add({ ...this.#writer.head('bank-connection', at), user: user_, institution });
  }
}
