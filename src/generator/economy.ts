import { rngFor, type Rng } from '../kernel/rng.ts';
import type { Accounts } from './accounts.ts';
import { logNormal, type Level } from './level.ts';
import type { Network } from './network.ts';
import type { Places } from './places.ts';
import { countryOfUser, type Population } from './population.ts';
import type { StandingOrders } from './standing-orders.ts';
import { WeightedPick } from './weighted-pick.ts';

/** Trades of merchants with their usual risk score, 0 to 100. */
export const MERCHANT_TYPES = [
  { type: 'grocery', weight: 22, risk: 8 },
  { type: 'restaurant', weight: 18, risk: 12 },
  { type: 'transport', weight: 12, risk: 10 },
  { type: 'clothing', weight: 12, risk: 22 },
  { type: 'electronics', weight: 9, risk: 42 },
  { type: 'travel', weight: 7, risk: 40 },
  { type: 'digital-goods', weight: 7, risk: 55 },
  { type: 'gaming', weight: 4, risk: 68 },
  { type: 'gift-cards', weight: 3, risk: 82 },
  { type: 'money-transfer', weight: 3, risk: 78 },
  { type: 'crypto', weight: 3, risk: 88 },
] as const;

/** Offices from this size on have an address of their own. */
const OFFICE_STAFF = 5;
/** Private landlords have a few tenants; housing companies, which are billers like others, have the rest. */
const USERS_PER_LANDLORD = 40;
const USERS_PER_HOUSING_COMPANY = 1_500;
const PRIVATELY_RENTED = 0.4;
const FAVOURITES = 5;

export interface Merchant {
  readonly type: string;
  readonly risk: number;
}

/** Employers, landlords, billers and merchants, and what comes round each month between them and users. */
export class Economy {
  readonly #seed: number;
  readonly #level: Level;
  readonly #merchants: readonly Merchant[];
  readonly #popular: WeightedPick;
  readonly #risky: readonly number[];
  /** Accounts of employers, by number of the employer. */
  readonly employers: readonly number[];
  /** Employer of each user, -1 for none. */
  readonly employerOf: Int32Array;
  /** Users of each employer. */
  readonly staff: readonly (readonly number[])[];
  /** Office address of each employer, -1 for none. */
  readonly offices: Int32Array;
  readonly #billers: readonly number[];
  readonly #landlords: readonly number[];
  readonly #housingCompanies: readonly number[];

  constructor(seed: number, population: Population, accounts: Accounts, level: Level) {
    this.#seed = seed;
    this.#level = level;
    const users = population.size;
    const { usersPerMerchant, institutionKnown, staffPerEmployer, employed } = level.economy;
    const rng = rngFor(seed, 'economy');
    const count = Math.max(30, Math.round(users / usersPerMerchant));
    this.#merchants = Array.from({ length: count }, () => drawMerchant(rng));
    // Zipf: the k-th most popular shop has 1/k of the custom of the first.
    this.#popular = new WeightedPick(this.#merchants.map((_, rank) => 1 / (rank + 1)));
    this.#risky = this.#merchants.flatMap(({ risk }, merchant) => (risk >= 60 ? [merchant] : []));
    const { mu, sigma } = logNormal(staffPerEmployer);
    const meanStaff = Math.exp(mu + sigma ** 2 / 2);
    const institutions = (type: 'employer' | 'biller' | 'landlord', number: number) =>
      Array.from({ length: number }, () => accounts.institution(type, rng.chance(institutionKnown)));
    this.employers = institutions('employer', Math.max(1, Math.round((users * employed) / meanStaff)));
    this.#billers = institutions('biller', 8 + Math.round(users / 2000));
    this.#landlords = institutions('landlord', Math.max(2, Math.round(users / USERS_PER_LANDLORD)));
    this.#housingCompanies = institutions('biller', 2 + Math.round(users / USERS_PER_HOUSING_COMPANY));
    this.employerOf = this.#hire(population);
    const staff: number[][] = this.employers.map(() => []);
    this.employerOf.forEach((employer, user) => employer >= 0 && staff[employer].push(user));
    this.staff = staff;
    this.offices = new Int32Array(this.employers.length).fill(-1);
  }

  #hire(population: Population): Int32Array {
    const { sigma } = logNormal(this.#level.economy.staffPerEmployer);
    const rng = rngFor(this.#seed, 'employer-sizes');
    const sizes = new WeightedPick(this.employers.map(() => rng.logNormal(0, sigma)));
    return Int32Array.from({ length: population.size }, (_, user) => {
      const own = rngFor(this.#seed, 'job', user);
      if (population.onPaper[user] || !own.chance(this.#level.economy.employed)) return -1;
      return sizes.draw(own);
    });
  }

  /** Gives the larger employers an office with its own address, and their staff a place there. */
  openOffices(population: Population, network: Network, places: Places): void {
    this.staff.forEach((staff, employer) => {
      if (staff.length < OFFICE_STAFF) return;
      const rng = rngFor(this.#seed, 'office', employer);
      this.offices[employer] = network.add({
        // Only the networks of large sites are known as such; a small office looks like any business line.
        kind: staff.length >= 100 ? 'campus' : rng.chance(0.5) ? 'residential' : 'unknown',
        country: countryOfUser(population, staff[0]),
        known: rng.chance(this.#level.network.kindKnown),
      });
      // Not everybody works at a desk.
      for (const user of staff)
        if (places.work[user] < 0 && rng.chance(0.6)) places.work[user] = this.offices[employer];
    });
  }

  /** Wages, rent, bills and savings of all users. */
  placeOrders(population: Population, accounts: Accounts, orders: StandingOrders): void {
    for (let user = 0; user < population.size; user++) {
      if (population.onPaper[user]) continue;
      const rng = rngFor(this.#seed, 'budget', user);
      const account = accounts.main(user);
      this.#orderWage(user, account, rng, orders);
      this.#orderRent(population, user, account, rng, orders);
      this.#orderBills(account, rng, orders);
      const second = accounts.second(user);
      if (second >= 0 && rng.chance(this.#level.economy.saving))
        orders.add({
          ...monthly(account, second, rng.int(2, 40) * 1000, rng.int(1, 28), rng),
          rail: 'internal',
        });
    }
  }

  #orderWage(user: number, account: number, rng: Rng, orders: StandingOrders): void {
    const employer = this.employerOf[user];
    if (employer < 0) return;
    const { mu, sigma } = logNormal(this.#level.economy.income);
    // All staff of one employer are paid on one day, early in the morning.
    const on = rngFor(this.#seed, 'pay-day', employer).int(22, 28);
    orders.add({
      from: this.employers[employer],
      to: account,
      minor: Math.round(rng.logNormal(mu, sigma)),
      every: 'month',
      on,
      hour: 3,
      spread: 0.02,
      rail: 'payroll',
    });
  }

  #orderRent(population: Population, user: number, account: number, rng: Rng, orders: StandingOrders): void {
    const household = population.householdOf[user];
    const { renting, rent } = this.#level.economy;
    // The first of the household pays.
    if (population.firstOf[household] !== user || !rng.chance(renting)) return;
    const { mu, sigma } = logNormal(rent);
    orders.add({
      ...monthly(
        account,
        rng.pick(rng.chance(PRIVATELY_RENTED) ? this.#landlords : this.#housingCompanies),
        Math.round(rng.logNormal(mu, sigma)),
        rng.int(1, 3),
        rng,
      ),
      rail: 'standing-order',
    });
  }

  #orderBills(account: number, rng: Rng, orders: StandingOrders): void {
    const { billsPerUser, bill } = this.#level.economy;
    const { mu, sigma } = logNormal(bill);
    for (let count = rng.poisson(billsPerUser); count > 0; count--)
      orders.add({
        ...monthly(
          account,
          rng.pick(this.#billers),
          Math.round(rng.logNormal(mu, sigma)),
          rng.int(1, 28),
          rng,
        ),
        spread: 0.1,
        rail: 'direct-debit',
      });
  }

  /** Accounts of private landlords and of those who send bills. */
  get landlords(): readonly number[] {
    return this.#landlords;
  }

  get billers(): readonly number[] {
    return this.#billers;
  }

  get merchants(): number {
    return this.#merchants.length;
  }

  merchant(number: number): Merchant {
    return this.#merchants[number];
  }

  /** A shop: mostly one of the user's favourites. */
  shop(user: number, rng: Rng): number {
    if (!rng.chance(0.7)) return this.#popular.draw(rng);
    return this.#popular.draw(rngFor(this.#seed, 'favourite', user, rng.int(0, FAVOURITES - 1)));
  }

  /** A shop whose goods are easily turned into money. */
  riskyShop(rng: Rng): number {
    return this.#risky.length === 0 ? this.#popular.draw(rng) : rng.pick(this.#risky);
  }
}

function drawMerchant(rng: Rng): Merchant {
  const { type, risk } = MERCHANT_TYPES[rng.weighted(MERCHANT_TYPES.map(({ weight }) => weight))];
  return { type, risk: Math.min(100, Math.max(0, Math.round(risk + 9 * rng.normal()))) };
}

function monthly(from: number, to: number, minor: number, on: number, rng: Rng) {
  return { from, to, minor, every: 'month', on, hour: rng.int(4, 8), spread: 0 } as const;
}
