import { rngFor } from '../kernel/rng.ts';
import { DAY } from '../kernel/time.ts';
import { COUNTRIES } from './countries.ts';
import { logNormal, type Level } from './level.ts';
import type { WorldOptions } from './options.ts';

/** Households that stand together and so share a country. */
const NEIGHBOURHOOD = 40;

/**
 * Who there is. Users are numbered household by household, neighbours next to each other; their ids hide that.
 * About 70 bytes a user.
 */
export interface Population {
  readonly size: number;
  readonly households: number;
  readonly householdOf: Int32Array;
  /** Household h is users `firstOf[h]` to `firstOf[h + 1] - 1`. */
  readonly firstOf: Int32Array;
  /** Index into COUNTRIES, per household. */
  readonly countryOf: Uint8Array;
  /** Epoch milliseconds; up to `tenureYears` before the window, or inside it. */
  readonly registeredAt: Float64Array;
  /** The device and address named at registration; -1 for the user's own device, and home. */
  readonly registrationDevice: Int32Array;
  readonly registrationAddress: Int32Array;
  /** How active a user is, 1 on average; and how many payees, over 90 days. */
  readonly activity: Float32Array;
  readonly payees: Uint16Array;
  /** 1 for users with no life of their own: no job, no home, hardly an event outside their ring. */
  readonly onPaper: Uint8Array;
  /** Whose name, e-mail, phone and national id a user gives: numbers of identities, at first each user's own. */
  readonly nameOf: Int32Array;
  readonly emailOf: Int32Array;
  readonly phoneOf: Int32Array;
  readonly nationalIdOf: Int32Array;
  /** Whose birthday a user has, the household whose address is given, the tag behind the mailbox (0 for none). */
  readonly birthOf: Int32Array;
  readonly addressOf: Int32Array;
  readonly emailTag: Uint8Array;
}

export function populate(options: WorldOptions, level: Level): Population {
  const { users, seed } = options;
  const { sizes, countries } = drawHouseholds(users, seed, level);
  const firstOf = new Int32Array(sizes.length + 1);
  sizes.forEach((size, h) => (firstOf[h + 1] = firstOf[h] + size));
  const own = Int32Array.from({ length: users }, (_, user) => user);
  const population: Population = {
    size: users,
    households: sizes.length,
    householdOf: new Int32Array(users),
    firstOf,
    countryOf: Uint8Array.from(countries),
    registeredAt: new Float64Array(users),
    registrationDevice: new Int32Array(users).fill(-1),
    registrationAddress: new Int32Array(users).fill(-1),
    activity: new Float32Array(users),
    payees: new Uint16Array(users),
    onPaper: new Uint8Array(users),
    nameOf: own,
    emailOf: own.slice(),
    phoneOf: own.slice(),
    nationalIdOf: own.slice(),
    birthOf: own.slice(),
    addressOf: new Int32Array(users),
    emailTag: new Uint8Array(users),
  };
  for (let h = 0; h < sizes.length; h++) population.householdOf.fill(h, firstOf[h], firstOf[h + 1]);
  population.addressOf.set(population.householdOf);
  for (let user = 0; user < users; user++) drawUser(population, user, options, level);
  return population;
}

/** Draws households until the world is full; only some of the people of each are customers. */
function drawHouseholds(users: number, seed: number, level: Level): { sizes: number[]; countries: number[] } {
  const { householdSizes, marketShare } = level.population;
  const weights = COUNTRIES.map((country) => country.weight);
  const sizes: number[] = [];
  const countries: number[] = [];
  const rng = rngFor(seed, 'households');
  for (let left = users; left > 0;) {
    const people = 1 + rng.weighted(householdSizes);
    let customers = 0;
    for (let person = 0; person < people; person++) customers += Number(rng.chance(marketShare));
    if (customers === 0) continue;
    const size = Math.min(customers, left);
    const neighbourhood = Math.floor(sizes.length / NEIGHBOURHOOD);
    countries.push(rngFor(seed, 'neighbourhood', neighbourhood).weighted(weights));
    left -= size;
    sizes.push(size);
  }
  return { sizes, countries };
}

function drawUser(population: Population, user: number, options: WorldOptions, level: Level): void {
  const { freshShare, tenureYears } = level.population;
  const rng = rngFor(options.seed, 'user', user);
  // The square makes recent registrations more frequent: a business that grows.
  const age = rng.unit() ** 2 * tenureYears * 365 * DAY;
  const within = rng.unit() * options.days * DAY;
  population.registeredAt[user] = Math.floor(
    rng.chance(freshShare) ? options.start + within : options.start - 1 - age,
  );
  const { visitsSigma, payees } = level.life;
  // exp(mu + sigma²/2) is the mean of a log-normal; this mu makes it 1.
  population.activity[user] = rng.logNormal(-(visitsSigma ** 2) / 2, visitsSigma);
  const { mu, sigma } = logNormal(payees);
  population.payees[user] = Math.min(500, Math.max(1, Math.round(rng.logNormal(mu, sigma))));
}

export function countryOfUser(population: Population, user: number): number {
  return population.countryOf[population.householdOf[user]];
}

/** The users of a household. */
export function householdMembers(population: Population, household: number): number[] {
  const members: number[] = [];
  for (let user = population.firstOf[household]; user < population.firstOf[household + 1]; user++)
    members.push(user);
  return members;
}
