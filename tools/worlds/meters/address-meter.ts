import { Interner } from '../../../src/graph/interner.ts';
import { Int32Column } from '../../../src/graph/columns.ts';
import type { Event } from '../../../src/graph/model/event.ts';
import { ipBlock, type IpKind } from '../../../src/graph/model/ip.ts';
import { DAY } from '../../../src/kernel/time.ts';
import { useOf, type CastList, type Meter } from '../cast-list.ts';
import { DAY_ROOM, DistinctKeys, USER_ROOM } from '../distinct-keys.ts';
import { mean, quantileOf, share, type Measured, type Reading } from '../reading.ts';
import type { PeopleMeter } from './people-meter.ts';

const MONTH = 30;
/** Blocks where at least this share of the users came on one day only are places that people pass through. */
const PASSING = 0.7;
export const PLACES = ['home', 'pool', 'cafe', 'office', 'campus', 'carrier-nat', 'vpn', 'hosting'] as const;
type Place = (typeof PLACES)[number];
const CROWDS: ReadonlySet<string> = new Set(['carrier-nat', 'campus']);

/**
 * Who acts from which address. Reference data names carriers, campuses, VPNs and hosting; homes, renumbered pools,
 * cafés and offices all look "residential" or "unknown" there and are told apart by how they are used (see `placeOf`).
 * 8 bytes for each use and 16 for each device at an IPv6 home.
 */
export class AddressMeter implements Meter {
  readonly #cast: CastList;
  readonly #people: PeopleMeter;
  readonly #blocks = new Interner();
  readonly #kinds = new Map<number, IpKind>();
  readonly #visits = new DistinctKeys();
  readonly #lastV6 = new Map<string, { day: number; ip: string }>();
  readonly #signUpBlock = new Int32Column();
  readonly #signUpUser = new Int32Column();
  #kept = 0;
  #nextDays = 0;
  #keys: Float64Array | null = null;

  constructor(cast: CastList, people: PeopleMeter) {
    this.#cast = cast;
    this.#people = people;
  }

  add(event: Event): void {
    if (event.kind === 'reference') {
      if (event.subject.type === 'IpAddress' && event.ipKind)
        this.#kinds.set(this.#blocks.add(blockOf(event.subject.id)), event.ipKind);
      return;
    }
    const use = useOf(event);
    if (use?.ip === undefined || !this.#cast.isInWindow(event.at)) return;
    const name = blockOf(use.ip);
    const block = this.#blocks.add(name);
    const user = this.#cast.user(use.user);
    const day = Math.floor((event.at - this.#cast.start) / DAY);
    this.#visits.add((block * USER_ROOM + user) * DAY_ROOM + day);
    if (event.kind === 'registration') {
      this.#signUpBlock.push(block);
      this.#signUpUser.push(user);
    }
    if (use.device !== undefined && name.endsWith('/64')) this.#rotate(`${use.device} ${block}`, day, use.ip);
  }

  /** Whether a device in one home shows another address on a later day. */
  #rotate(key: string, day: number, ip: string): void {
    const last = this.#lastV6.get(key);
    if (last && last.day !== day) {
      this.#nextDays++;
      if (last.ip === ip) this.#kept++;
    }
    this.#lastV6.set(key, { day, ip });
  }

  /** Blocks by user, packed and rising (each pair once), of all users. */
  pairs(): Float64Array {
    const pairs = new DistinctKeys();
    for (const key of this.#finish()) pairs.add(Math.floor(key / DAY_ROOM));
    return pairs.finish();
  }

  get blocks(): number {
    return this.#blocks.size;
  }

  /** For each user the number who signed up in the window at the same block, crowds by kind left out. */
  signUpsTogether(): Int32Array {
    const blocks = this.#signUpBlock.finish();
    const users = this.#signUpUser.finish();
    const perBlock = new Int32Array(this.#blocks.size);
    for (const block of blocks) perBlock[block]++;
    const together = new Int32Array(this.#cast.users.size);
    users.forEach((user, row) => {
      if (!CROWDS.has(this.#kinds.get(blocks[row]) ?? '')) together[user] = perBlock[blocks[row]];
    });
    return together;
  }

  read({ readings, histograms }: Measured): void {
    const days = (this.#cast.end - this.#cast.start) / DAY;
    const since = Math.max(0, days - MONTH);
    const users = new Map<Place, number[]>(PLACES.map((place) => [place, []]));
    const keys = this.#finish();
    const linked = new Int32Array(this.#cast.users.size);
    for (let i = 0; i < keys.length;) {
      const block = Math.floor(keys[i] / DAY_ROOM / USER_ROOM);
      const first = i;
      while (i < keys.length && Math.floor(keys[i] / DAY_ROOM / USER_ROOM) === block) i++;
      const stay = this.#stay(keys.subarray(first, i), since, linked);
      const place = stay && placeOf(this.#kinds.get(block), stay);
      if (place) users.get(place)!.push(stay.users);
    }
    for (const place of PLACES) readPlace(place, users.get(place)!, readings);
    readings['usersPerHome.1'] = share(
      users.get('home')!.filter((n) => n === 1).length,
      users.get('home')!.length,
    );
    readings.addressesPerUser = mean(linked.filter((count) => count > 0));
    readings.v6Rotates = share(this.#nextDays - this.#kept, this.#nextDays);
    histograms.usersPerAddress = {
      labels: [...PLACES],
      values: PLACES.map((place) => readings[`usersPerAddress.${place}.median`]?.value ?? 0),
    };
    histograms.usersPerAddressP99 = {
      labels: [...PLACES],
      values: PLACES.map((place) => readings[`usersPerAddress.${place}.p99`]?.value ?? 0),
    };
  }

  /** What innocents did at a block in the last month; null when nothing. Counts each user's blocks on the way. */
  #stay(keys: Float64Array, since: number, linked: Int32Array): Stay | null {
    const days = new Map<number, number>();
    const households = new Set<number>();
    const perDay = new Map<number, Set<number>>();
    let [low, high] = [Infinity, -Infinity];
    let before = -1;
    for (const key of keys) {
      const day = key % DAY_ROOM;
      const user = Math.floor(key / DAY_ROOM) % USER_ROOM;
      if (!this.#cast.isInnocent(user)) continue;
      if (user !== before) linked[user]++;
      before = user;
      if (day < since) continue;
      days.set(user, (days.get(user) ?? 0) + 1);
      [low, high] = [Math.min(low, day), Math.max(high, day)];
      const household = this.#people.household(user);
      if (household < 0) continue;
      households.add(household);
      if (!perDay.has(day)) perDay.set(day, new Set());
      perDay.get(day)!.add(household);
    }
    if (days.size === 0) return null;
    return {
      users: days.size,
      passing: [...days.values()].filter((count) => count === 1).length / days.size,
      households: households.size,
      atOnce: Math.max(0, ...[...perDay.values()].map(({ size }) => size)),
      span: high - low,
    };
  }

  #finish(): Float64Array {
    return (this.#keys ??= this.#visits.finish());
  }
}

/** Worlds write IPv4 addresses in their canonical form, so only IPv6 needs parsing. */
function blockOf(ip: string): string {
  return ip.includes(':') ? ipBlock(ip)! : ip;
}

/** How innocents used one block in a month. */
interface Stay {
  readonly users: number;
  /** Share of them who came on one day only. */
  readonly passing: number;
  /** Postal addresses they gave, and the most of these on any one day. */
  readonly households: number;
  readonly atOnce: number;
  /** Days from the first to the last use. */
  readonly span: number;
}

/**
 * By kind where reference data names one; else by use: one household over days is a home; households that follow each
 * other, a day each, are a pool that is renumbered daily; strangers side by side are a café when they do not return,
 * else an office. One household on a single day can be anything and is left out, as are blocks of no stated kind.
 */
function placeOf(kind: IpKind | undefined, stay: Stay): Place | null {
  if (kind === undefined || kind === 'mobile') return null;
  if (kind !== 'residential' && kind !== 'unknown') return kind;
  if (stay.households <= 1) return stay.span >= 3 ? 'home' : null;
  if (stay.passing < PASSING) return 'office';
  return stay.atOnce <= 1 ? 'pool' : 'cafe';
}

function readPlace(place: Place, users: readonly number[], readings: Record<string, Reading>): void {
  readings[`usersPerAddress.${place}.addresses`] = { value: users.length };
  if (users.length === 0) return;
  readings[`usersPerAddress.${place}.median`] = quantileOf(users, 0.5);
  readings[`usersPerAddress.${place}.p99`] = quantileOf(users, 0.99);
}
