import { rngFor, type Rng } from '../kernel/rng.ts';
import { COUNTRIES } from './countries.ts';
import { logNormal, type Level } from './level.ts';
import type { Network } from './network.ts';
import { countryOfUser, type Population } from './population.ts';
import { WeightedPick } from './weighted-pick.ts';

const HOME = { fixed: 0, ipv6: 1, pool: 2, mobile: 3 } as const;
/** Renumbered homes move this many places along their pool each day; prime, so that all addresses come round. */
const POOL_STEP = 37;

interface AddressRange {
  readonly first: number;
  readonly pick: WeightedPick;
}

/** From which addresses people act: homes, phones behind carrier NAT, campus, VPN, cafés. 20 bytes a user. */
export class Places {
  readonly #population: Population;
  readonly #level: Level;
  readonly #network: Network;
  readonly #seed: number;
  readonly #homeKind: Uint8Array;
  /** An address, or for a renumbered home its place in the pool. */
  readonly #home: Int32Array;
  readonly #pools: readonly { readonly first: number; readonly size: number }[];
  readonly #carriers: readonly AddressRange[];
  readonly #cafes: AddressRange;
  readonly #vpnExits: AddressRange;
  readonly #usesVpn: Uint8Array;
  /** Office or campus of each user, -1 for none. */
  readonly work: Int32Array;
  /** Addresses of the campuses. */
  readonly campuses: readonly number[];

  constructor(seed: number, population: Population, network: Network, level: Level) {
    this.#seed = seed;
    this.#population = population;
    this.#network = network;
    this.#level = level;
    this.#homeKind = new Uint8Array(population.households);
    this.#home = new Int32Array(population.households);
    this.work = new Int32Array(population.size).fill(-1);
    this.#usesVpn = new Uint8Array(population.size);
    this.#pools = this.#connectHomes();
    this.#carriers = COUNTRIES.map((_, country) => this.#buildCarrier(country));
    this.#cafes = this.#buildCafes();
    this.#vpnExits = this.#buildVpnExits();
    this.campuses = this.#buildCampuses();
  }

  /** Where a household is on a day: the same address for weeks, or another one of the provider's each day. */
  home(household: number, day: number): number {
    const country = this.#population.countryOf[household];
    if (this.#homeKind[household] === HOME.mobile)
      return this.mobile(country, rngFor(this.#seed, 'phone-home', household, day));
    if (this.#homeKind[household] !== HOME.pool) return this.#home[household];
    const { first, size } = this.#pools[country];
    return first + ((((this.#home[household] + day * POOL_STEP) % size) + size) % size);
  }

  /** True for homes that keep their address. */
  isFixed(household: number): boolean {
    return this.#homeKind[household] < HOME.pool;
  }

  mobile(country: number, rng: Rng): number {
    const { first, pick } = this.#carriers[country];
    return first + pick.draw(rng);
  }

  /** The addresses of one country's carrier NAT. */
  carrierAddresses(country: number): readonly number[] {
    const next = this.#carriers[country + 1]?.first ?? this.#cafes.first;
    return Array.from(
      { length: next - this.#carriers[country].first },
      (_, i) => this.#carriers[country].first + i,
    );
  }

  cafe(rng: Rng): number {
    return this.#cafes.first + this.#cafes.pick.draw(rng);
  }

  vpnExit(rng: Rng): number {
    return this.#vpnExits.first + this.#vpnExits.pick.draw(rng);
  }

  /** Where a user is when active on a day at a local hour. */
  whereabouts(user: number, day: number, hour: number, isWeekend: boolean, rng: Rng): number {
    const { network } = this.#level;
    const atWork = this.work[user] >= 0 && !isWeekend && hour >= 8.5 && hour < 17.5;
    if (atWork && rng.chance(network.atWork)) return this.work[user];
    if (this.#usesVpn[user] && rng.chance(0.5)) return this.vpnExit(rng);
    const place = rng.weighted(network.whereabouts);
    if (place === 0) return this.home(this.#population.householdOf[user], day);
    return place === 1 ? this.mobile(countryOfUser(this.#population, user), rng) : this.cafe(rng);
  }

  #connectHomes(): { first: number; size: number }[] {
    const { homes, kindKnown, poolAddressesPerHome } = this.#level.network;
    const inPool = COUNTRIES.map(() => 0);
    for (let household = 0; household < this.#population.households; household++) {
      const rng = rngFor(this.#seed, 'home', household);
      const country = this.#population.countryOf[household];
      const kind = rng.weighted(homes);
      this.#homeKind[household] = kind;
      if (kind === HOME.pool) this.#home[household] = inPool[country]++;
      if (kind === HOME.fixed || kind === HOME.ipv6)
        this.#home[household] = this.#network.add({
          kind: 'residential',
          country,
          version: kind === HOME.ipv6 ? 6 : 4,
          known: rng.chance(kindKnown),
        });
    }
    return inPool.map((homesInPool, country) => {
      const size = Math.max(1, Math.ceil(homesInPool * poolAddressesPerHome));
      const rng = rngFor(this.#seed, 'pool', country);
      const facts = () => ({ kind: 'residential' as const, country, known: rng.chance(kindKnown) });
      return { first: this.#network.addMany(homesInPool === 0 ? 0 : size, facts), size };
    });
  }

  /**
   * As many addresses with log-normal popularity as give the wanted number of users each: users x phone visits in
   * 30 days, spread over addresses of mean weight exp(sigma²/2) medians.
   */
  #buildCarrier(country: number): AddressRange {
    const { natUsers, whereabouts, kindKnown, homes } = this.#level.network;
    let users = 0;
    for (let household = 0; household < this.#population.households; household++)
      if (this.#population.countryOf[household] === country)
        users += this.#population.firstOf[household + 1] - this.#population.firstOf[household];
    const { visits, payees: payeesOf, transfersPerPayee } = this.#level.life;
    const { mu: payeesMu, sigma: payeesSigma } = logNormal(payeesOf);
    const transfers = (Math.exp(payeesMu + payeesSigma ** 2 / 2) * transfersPerPayee) / 90;
    // Homes without a line of their own are on the phone network too.
    const phoneAtHome = whereabouts[0] * (homes[3] / sum(homes));
    const phoneVisits = (30 * (visits + transfers) * (whereabouts[1] + phoneAtHome)) / sum(whereabouts);
    const { sigma } = logNormal(natUsers);
    const wanted = (users * phoneVisits) / (natUsers.median * Math.exp(sigma ** 2 / 2));
    return this.#range(`carrier-${country}`, Math.max(1, Math.round(wanted)), sigma, (rng) => ({
      kind: 'carrier-nat',
      country,
      known: rng.chance(kindKnown),
    }));
  }

  #buildCafes(): AddressRange {
    const { cafeUsers, whereabouts, kindKnown } = this.#level.network;
    const visits = 30 * this.#level.life.visits * this.#population.size * (whereabouts[2] / sum(whereabouts));
    return this.#range('cafes', Math.max(2, Math.round(visits / cafeUsers)), 0.7, (rng) => ({
      kind: rng.chance(0.5) ? 'residential' : 'unknown',
      country: this.#someCountry(rng),
      known: rng.chance(kindKnown),
    }));
  }

  #buildVpnExits(): AddressRange {
    const { vpnShare, usersPerVpnExit, kindKnown } = this.#level.network;
    let users = 0;
    for (let user = 0; user < this.#population.size; user++)
      users += this.#usesVpn[user] = Number(rngFor(this.#seed, 'vpn', user).chance(vpnShare));
    return this.#range('vpn-exits', Math.max(2, Math.round(users / usersPerVpnExit)), 0.5, (rng) => ({
      kind: 'vpn',
      country: this.#someCountry(rng),
      known: rng.chance(kindKnown),
    }));
  }

  #buildCampuses(): number[] {
    const { studentShare, studentsPerCampus, kindKnown } = this.#level.network;
    const students: number[] = [];
    for (let user = 0; user < this.#population.size; user++)
      if (rngFor(this.#seed, 'student', user).chance(studentShare)) students.push(user);
    const campuses = Math.max(1, Math.round(students.length / studentsPerCampus));
    const rng = rngFor(this.#seed, 'campuses');
    const first = this.#network.addMany(campuses, () => ({
      kind: 'campus',
      country: this.#someCountry(rng),
      known: rng.chance(kindKnown),
    }));
    for (const student of students) this.work[student] = first + rng.int(0, campuses - 1);
    return Array.from({ length: campuses }, (_, campus) => first + campus);
  }

  #range(
    purpose: string,
    count: number,
    sigma: number,
    facts: (rng: Rng) => Parameters<Network['add']>[0],
  ): AddressRange {
    const rng = rngFor(this.#seed, purpose);
    const first = this.#network.addMany(count, () => facts(rng));
    return {
      first,
      pick: new WeightedPick(Float64Array.from({ length: count }, () => rng.logNormal(0, sigma))),
    };
  }

  #someCountry(rng: Rng): number {
    return this.#population.countryOf[rng.int(0, this.#population.households - 1)];
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
