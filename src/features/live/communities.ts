import { compareBytes } from '../../kernel/bytes.ts';
import { utcMidnight } from '../../kernel/time.ts';
import { cutComponent } from './cut-component.ts';
import { COMMUNITY_PAIRS } from './limits.ts';
import type { Things } from './things.ts';
import { grown } from './tie-lists.ts';
import type { TieTable } from './tie-table.ts';

const FIRST_CAPACITY = 64;
/** The communities of the user's component are still to be cut. */
const UNCUT = -1;

/** What ties users, and what ties nobody as everybody shares it. */
export interface SharedTies {
  readonly ties: TieTable;
  isHub(thing: number, now: number): boolean;
}

/** A component as of the last midnight. */
interface Component {
  readonly users: readonly number[];
  /** The users of each thing that two or more of them share. */
  readonly groups: readonly (readonly number[])[];
}

/**
 * The communities of users as of the last UTC midnight: users tied by devices and identity values that they share, hubs
 * apart (docs/features.md, "Communities"). All that counts is what was known before that midnight, so it is the same
 * whether a log is replayed or events are taken as they come.
 *
 * At a midnight only components are looked at in which a shared thing won or lost a user, or began or ceased to be a
 * hub, since the one before; and they are only noted, with copies of who shares what: Louvain cuts one when one of its
 * users is first asked for. A midnight costs O(ties of those components). Memory 12 bytes a user, and about 20 for each
 * tie of components that are still to be cut.
 */
export class Communities {
  readonly #sharing: SharedTies;
  readonly #things: Things;
  readonly #idOf: (user: number) => string;
  #midnight = -Infinity;
  /** Users of the community of each user, 0 without one, or {@link UNCUT}. */
  #size = new Int32Array(FIRST_CAPACITY);
  #density = new Float64Array(FIRST_CAPACITY);
  readonly #uncut = new Map<number, Component>();
  /** Things shared by two or more that won or lost a user, or of which something was said, since the last midnight. */
  readonly #touched = new Set<number>();
  /** Users who lost such a thing. */
  readonly #left = new Set<number>();
  /** Things that were looked at and were hubs as of the last midnight at which they were. */
  readonly #hubs = new Set<number>();

  constructor(sharing: SharedTies, things: Things, idOf: (user: number) => string) {
    this.#sharing = sharing;
    this.#things = things;
    this.#idOf = idOf;
  }

  /** Told of a tie that was made just now. */
  made(thing: number): void {
    if (this.#isShared(thing)) this.#touched.add(thing);
  }

  /** Told of a tie that is about to end. */
  ended(user: number, thing: number): void {
    // The last of those who shared it is alone when he goes.
    if (!this.#isShared(thing) && !this.#touched.has(thing)) return;
    this.#touched.add(thing);
    this.#left.add(user);
  }

  /** Told of reference data about a thing: it may be a hub now, or no longer. */
  told(thing: number): void {
    if (thing >= 0 && this.#joins(thing)) this.#touched.add(thing);
  }

  /** To be told of every instant from which something is known, before that is taken. */
  moveTo(now: number): void {
    const midnight = utcMidnight(now);
    if (midnight <= this.#midnight) return;
    this.#midnight = midnight;
    this.#sharing.ties.expire(midnight);
    for (const hub of this.#hubs) if (!this.#sharing.isHub(hub, midnight)) this.#touched.add(hub);
    if (this.#touched.size > 0) this.#lookAt(this.#seeds());
    this.#touched.clear();
    this.#left.clear();
  }

  /** Users of the community of a user, itself among them; 0 when it has none. */
  usersOf(user: number): number {
    return this.#of(user) ? this.#size[user] : 0;
  }

  /** Tied pairs over all pairs of the users of that community; 0 without one. */
  densityOf(user: number): number {
    return this.#of(user) ? this.#density[user] : 0;
  }

  /** Whether anything is known of a user; cuts its component if need be. */
  #of(user: number): boolean {
    if (user < 0 || user >= this.#size.length) return false;
    if (this.#size[user] === UNCUT) this.#cut(this.#uncut.get(user)!);
    return true;
  }

  #joins(thing: number): boolean {
    const kind = this.#things.kindOf(thing);
    return kind === 'device' || kind === 'identifier';
  }

  /** What one user alone has ties nobody. */
  #isShared(thing: number): boolean {
    return this.#joins(thing) && this.#sharing.ties.sizeOfRight(thing) > 1;
  }

  /** Users such that whoever's component may be another than before is joined to one of them. */
  #seeds(): Set<number> {
    const { ties } = this.#sharing;
    const seeds = new Set(this.#left);
    for (const thing of this.#touched) {
      const wasHub = this.#hubs.has(thing);
      const isHub = this.#sharing.isHub(thing, this.#midnight);
      if (isHub) this.#hubs.add(thing);
      else this.#hubs.delete(thing);
      if (isHub && wasHub) continue;
      for (let tie = ties.firstOfRight(thing); tie >= 0; tie = ties.nextOfRight(tie))
        seeds.add(ties.left(tie));
    }
    return seeds;
  }

  #lookAt(seeds: ReadonlySet<number>): void {
    const users = new Set<number>();
    const things = new Set<number>();
    for (const seed of seeds) if (!users.has(seed)) this.#note(this.#componentOf(seed, users, things));
  }

  /** @param users and @param things those of components found before; this one's are added */
  #componentOf(seed: number, users: Set<number>, things: Set<number>): Component {
    const { ties } = this.#sharing;
    const members = [seed];
    const groups: number[][] = [];
    users.add(seed);
    for (let next = 0; next < members.length; next++) {
      let tie = ties.firstOfLeft(members[next]);
      for (; tie >= 0; tie = ties.nextOfLeft(tie)) {
        const thing = ties.right(tie);
        if (!this.#isShared(thing) || things.has(thing)) continue;
        things.add(thing);
        if (this.#sharing.isHub(thing, this.#midnight)) continue;
        const group: number[] = [];
        let other = ties.firstOfRight(thing);
        for (; other >= 0; other = ties.nextOfRight(other)) group.push(ties.left(other));
        groups.push(group);
        for (const user of group) {
          if (users.has(user)) continue;
          users.add(user);
          members.push(user);
        }
      }
    }
    return { users: members, groups };
  }

  #note(component: Component): void {
    const { users, groups } = component;
    // All on one thing are tied alike, and modularity is highest with such whole.
    const isWhole = groups.length === 1 || users.length === 2;
    const pairs = groups.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
    if (users.length === 1) this.#set(users, 0, 0);
    else if (isWhole) this.#set(users, users.length, 1);
    else if (pairs > COMMUNITY_PAIRS) {
      const all = (users.length * (users.length - 1)) / 2;
      this.#set(users, users.length, Math.min(1, pairs / all));
    } else {
      this.#set(users, UNCUT, 0);
      for (const user of users) this.#uncut.set(user, component);
    }
  }

  #set(users: readonly number[], size: number, density: number): void {
    for (const user of users) {
      if (user >= this.#size.length) {
        this.#size = grown(this.#size, user + 1);
        this.#density = grown(this.#density, user + 1);
      }
      if (this.#size[user] === UNCUT) this.#uncut.delete(user);
      this.#size[user] = size;
      this.#density[user] = density;
    }
  }

  /** In byte order of the users' ids, as their numbers depend on who was heard of first. */
  #cut({ users, groups }: Component): void {
    const order = users.toSorted((a, b) => compareBytes(this.#idOf(a), this.#idOf(b)));
    const place = new Map(order.map((user, i) => [user, i]));
    const placed = groups.map((group) => group.map((user) => place.get(user)!).sort((a, b) => a - b));
    for (const { places, density } of cutComponent(placed, users.length)) {
      const size = places.length > 1 ? places.length : 0;
      this.#set(
        places.map((at) => order[at]),
        size,
        density,
      );
    }
  }
}
