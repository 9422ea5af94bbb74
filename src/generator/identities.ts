import { Faker } from '@faker-js/faker';
import { rngFor } from '../kernel/rng.ts';
import { DAY } from '../kernel/time.ts';
import { COUNTRIES } from './countries.ts';
import type { Level } from './level.ts';
import { Permutation } from './permutation.ts';
import { countryOfUser, type Population } from './population.ts';

/** How many names and streets are drawn per country; people pick from these pools, so that faker runs only here. */
const POOL = { first: 600, last: 1500, street: 400, city: 120 } as const;
/** Top-level domain and calling code that nobody can own (RFC 2606; ITU-T E.164 leaves 999 unassigned). */
const MAIL_DOMAINS = ['mail', 'post', 'inbox', 'webmail', 'letter', 'home', 'box', 'net'].map(
  (name) => `${name}.example`,
);
const CALLING_CODE = '+999';

/** Of all identities this share has a mailbox that lasts an hour, for reasons of their own. */
const THROWAWAY_EVERY = 67;
const THROWAWAY_DOMAINS = [
  'ten-minutes.example',
  'throwaway.example',
  'burner-box.example',
  'tempmail.example',
  'one-day-post.example',
  'no-trace.example',
  // Too new for any list.
  'minute-box.example',
  'gone-by-noon.example',
];

interface NamePool {
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly street: readonly string[];
  readonly city: readonly string[];
}

/**
 * The words of an identity by its number, worked out when asked for: nothing is kept per user.
 * Numbers below the population's size belong to users, higher ones to invented identities. E-mail addresses, phones
 * and national ids are distinct for distinct numbers below 2^28, so that nothing is shared unless it is planned.
 */
export class Identities {
  readonly #seed: number;
  readonly #population: Population;
  readonly #level: Level;
  /** By country; drawn when first needed, each from a faker of its own. */
  readonly #pools: NamePool[] = [];
  readonly #mailNumber: Permutation;
  readonly #phoneNumber: Permutation;
  readonly #nationalNumber: Permutation;
  readonly #accountNumber: Permutation;
  readonly #throwaway = new Set<number>();
  #next: number;

  constructor(seed: number, population: Population, level: Level) {
    this.#seed = seed;
    this.#population = population;
    this.#level = level;
    this.#mailNumber = new Permutation(28, rngFor(seed, 'mail-numbers'));
    this.#phoneNumber = new Permutation(28, rngFor(seed, 'phone-numbers'));
    this.#nationalNumber = new Permutation(28, rngFor(seed, 'national-numbers'));
    this.#accountNumber = new Permutation(32, rngFor(seed, 'account-numbers'));
    this.#next = population.size;
  }

  /** The number of an identity that nobody has yet. */
  invent(): number {
    return this.#next++;
  }

  get size(): number {
    return this.#next;
  }

  /** Gives an identity a mailbox at a provider of disposable ones. */
  useThrowaway(identity: number): void {
    this.#throwaway.add(identity);
  }

  name(identity: number): string {
    const { first, last } = this.#names(identity);
    return `${first} ${last}`;
  }

  /** A mailbox; a tag behind a plus (sub-addressing, RFC 5233) makes another writing of the same one. */
  email(identity: number, tag = 0): string {
    const { first, last } = this.#names(identity);
    const number = this.#mailNumber.of(identity);
    const isThrowaway = this.#throwaway.has(identity) || number % THROWAWAY_EVERY === 0;
    const domains = isThrowaway ? THROWAWAY_DOMAINS : MAIL_DOMAINS;
    const domain = domains[number % domains.length];
    return `${asciiOf(first)}.${asciiOf(last)}${number.toString(36)}${tag === 0 ? '' : `+${tag}`}@${domain}`;
  }

  phone(identity: number): string {
    return CALLING_CODE + String(this.#phoneNumber.of(identity)).padStart(9, '0');
  }

  nationalId(identity: number): string {
    const country = COUNTRIES[this.#countryOf(identity)].code;
    return country + String(this.#nationalNumber.of(identity)).padStart(9, '0');
  }

  /** Ten digits that say nothing about the account's number. */
  accountNumber(account: number): string {
    return String(this.#accountNumber.of(account)).padStart(10, '0');
  }

  /** ISO 8601 date; adults of 18 to 85 at the given time. */
  dateOfBirth(identity: number, at: number): string {
    const years = 18 + 67 * rngFor(this.#seed, 'birth', identity).unit() ** 1.3;
    return new Date(at - years * 365.25 * DAY).toISOString().slice(0, 10);
  }

  /** Street and town of a household, in one line. */
  address(household: number): string {
    const country = this.#population.countryOf[household];
    const pool = this.#pool(country);
    const rng = rngFor(this.#seed, 'address', household);
    const number = rng.int(1, 180);
    return `${rng.pick(pool.street)} ${number}, ${rng.int(10000, 99999)} ${rng.pick(pool.city)}, ${COUNTRIES[country].code}`;
  }

  #pool(country: number): NamePool {
    return (this.#pools[country] ??= drawPool(this.#seed, country));
  }

  #countryOf(identity: number): number {
    if (identity < this.#population.size) return countryOfUser(this.#population, identity);
    return rngFor(this.#seed, 'invented', identity).weighted(COUNTRIES.map((country) => country.weight));
  }

  #names(identity: number): { first: string; last: string } {
    const pool = this.#pool(this.#countryOf(identity));
    const rng = rngFor(this.#seed, 'name', identity);
    const first = rng.pick(pool.first);
    const ownLast = rng.pick(pool.last);
    if (identity >= this.#population.size || !rng.chance(this.#level.population.householdName))
      return { first, last: ownLast };
    const household = this.#population.householdOf[identity];
    return { first, last: rngFor(this.#seed, 'household-name', household).pick(pool.last) };
  }
}

/** The words of one country, drawn with a faker instance of its own. */
function drawPool(seed: number, country: number): NamePool {
  const faker = new Faker({
    locale: [...COUNTRIES[country].locales],
    seed: rngFor(seed, 'faker', country).int(0, 0x7fffffff),
  });
  const draw = (count: number, word: () => string) => Array.from({ length: count }, word);
  return {
    first: draw(POOL.first, () => faker.person.firstName()),
    last: draw(POOL.last, () => faker.person.lastName()),
    street: draw(POOL.street, () => faker.location.street()),
    city: draw(POOL.city, () => faker.location.city()),
  };
}

/** A name as it stands in an e-mail address: no accents, blanks or apostrophes. */
function asciiOf(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^a-z]/g, '');
}
