import { rngFor, type Rng } from '../kernel/rng.ts';
import { DAY } from '../kernel/time.ts';
import { countryOfUser, type Population } from './population.ts';
import type { Network } from './network.ts';
import type { Spot } from './script.ts';

export interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** The middle of each of COUNTRIES, in degrees; their towns lie within two or three degrees of it. */
const MIDDLES: readonly Point[] = [
  { lat: 50.5, lon: 10 },
  { lat: 46.8, lon: 2.5 },
  { lat: 40, lon: -3.7 },
  { lat: 39.7, lon: -8.1 },
  { lat: 53.2, lon: -7.6 },
  { lat: 62.5, lon: 25.5 },
];
const SPREAD = { lat: 1.6, lon: 1.3 };
const TOWNS = 25;
/** Households of one part of a town; as in the population, neighbours are numbered next to each other. */
const NEIGHBOURS = 40;
/** Devices that tell where they are; days on which their owner is out of town. */
const TELLING = 0.7;
const OUTINGS = 0.06;
/** How often the place of a foreign address is taken for that of its user, who sits at home behind a VPN. */
const MISPLACED = 0.08;

interface Away {
  readonly from: number;
  readonly until: number;
  readonly at: Point;
}

/** Where devices are on the globe: in their owner's town, but for outings and for what is planned otherwise. */
export class Geography {
  readonly #seed: number;
  readonly #population: Population;
  readonly #network: Network;
  readonly #away = new Map<number, Away[]>();

  constructor(seed: number, population: Population, network: Network) {
    this.#seed = seed;
    this.#population = population;
    this.#network = network;
  }

  /** Puts a device somewhere else from one instant to another (exclusive). */
  sendAway(device: number, at: Point, from = -Infinity, until = Infinity): void {
    const spans = this.#away.get(device) ?? [];
    this.#away.set(device, [...spans, { from, until, at }]);
  }

  /** A town of a country. */
  town(country: number, rng: Rng): Point {
    return this.#town(country, rng.int(0, TOWNS - 1));
  }

  /** What a session says of its place, with four decimals (about ten metres); undefined when it says nothing. */
  locate(user: number, { device, address }: Spot, at: number): Point | undefined {
    if (device < 0 || !rngFor(this.#seed, 'tells-place', device).chance(TELLING)) return undefined;
    const day = Math.floor(at / DAY);
    const away = this.#away.get(device)?.find(({ from, until }) => at >= from && at < until);
    if (away) return near(away.at, 3, rngFor(this.#seed, 'away', device, day));
    const country = countryOfUser(this.#population, user);
    if (address >= 0 && this.#network.country(address) !== country) {
      const rng = rngFor(this.#seed, 'misplaced', user, address, day);
      return rng.chance(MISPLACED) ? near(this.town(this.#network.country(address), rng), 3, rng) : undefined;
    }
    const rng = rngFor(this.#seed, 'outing', user, day);
    return near(this.#home(user, country), rng.chance(OUTINGS) ? 90 : 4, rng);
  }

  #home(user: number, country: number): Point {
    const part = Math.floor(this.#population.householdOf[user] / NEIGHBOURS);
    return this.#town(country, rngFor(this.#seed, 'part-of-town', part).int(0, TOWNS - 1));
  }

  #town(country: number, town: number): Point {
    const rng = rngFor(this.#seed, 'town', country, town);
    const { lat, lon } = MIDDLES[country];
    return { lat: lat + SPREAD.lat * rng.normal(), lon: lon + SPREAD.lon * rng.normal() };
  }
}

/** A point at a mean distance of some kilometres. A degree of latitude is about 111 km. */
function near({ lat, lon }: Point, kilometres: number, rng: Rng): Point {
  const distance = rng.exponential(kilometres) / 111;
  const angle = 2 * Math.PI * rng.unit();
  const round = (degrees: number): number => Math.round(degrees * 10_000) / 10_000;
  return {
    lat: round(lat + distance * Math.sin(angle)),
    lon: round(lon + (distance * Math.cos(angle)) / Math.cos((lat * Math.PI) / 180)),
  };
}
