import { rowsOf } from '../../graph/columns.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import type { HubReason } from '../../graph/model/finding.ts';
import { identifierName } from '../co-sharing/identifier-uses.ts';
import type { Links } from '../co-sharing/links.ts';
import type { HubCalendar } from '../detector.ts';
import { HubTally } from '../hub-tally.ts';
import type { LinkChanges } from './link-changes.ts';

/** People who are joined by things, over however many steps. */
export interface Component {
  /** In byte order of their ids. */
  readonly users: readonly number[];
  /** The things that tie two or more of them; for each its users, by place in `users`, rising. */
  readonly things: readonly number[];
  readonly groups: readonly (readonly number[])[];
  /** Pairs of users, counted once for each thing: what drawing the graph costs. */
  readonly pairs: number;
}

/**
 * Who shares what, from midnight to midnight. A thing ties its users while 2 to `maxShared` of them count and it is no
 * hub, which is asked at the midnights at which somebody comes or goes. Memory: the links that count, about 50 bytes
 * each, and 14 bytes a thing or user.
 */
export class SharedThings {
  readonly tally = new HubTally();
  readonly #graph: EventGraph;
  readonly #links: Links;
  readonly #hubs: HubCalendar;
  readonly #maxShared: number;
  readonly #ranks: Int32Array;
  readonly #on: Uint8Array;
  readonly #users: (Set<number> | undefined)[] = [];
  readonly #ties: Uint8Array;
  readonly #crowded: Uint8Array;
  readonly #hub: Uint8Array;
  readonly #reached: Uint8Array;
  readonly #passed: Uint8Array;
  readonly #place: Int32Array;

  constructor(graph: EventGraph, links: Links, hubs: HubCalendar, maxShared: number) {
    const things = links.kindStart.at(-1)!;
    this.#graph = graph;
    this.#links = links;
    this.#hubs = hubs;
    this.#maxShared = maxShared;
    this.#ranks = graph.users.byteRanks();
    this.#on = new Uint8Array(links.user.length);
    this.#ties = new Uint8Array(things);
    this.#crowded = new Uint8Array(things);
    this.#hub = new Uint8Array(things);
    this.#reached = new Uint8Array(graph.users.size);
    this.#passed = new Uint8Array(things);
    this.#place = new Int32Array(graph.users.size);
  }

  /** How many things were shared by too many at some midnight. */
  get crowded(): number {
    return this.#crowded.reduce((sum, one) => sum + one, 0);
  }

  /**
   * Takes in the changes of one midnight.
   * @returns the users who have other ties than before, or did: whoever is in no component with them has the same
   */
  move(changes: LinkChanges, start: number, end: number): number[] {
    const touched = new Map<number, number[]>();
    for (let row = start; row < end; row++) {
      const link = changes.link[row];
      const thing = this.#links.identifier[link];
      const user = this.#links.user[link];
      this.#on[link] = changes.counts[row];
      let users = this.#users[thing];
      if (!users) this.#users[thing] = users = new Set();
      if (changes.counts[row] === 1) users.add(user);
      else users.delete(user);
      if (users.size === 0) this.#users[thing] = undefined;
      const moved = touched.get(thing);
      if (moved) moved.push(user);
      else touched.set(thing, [user]);
    }
    const changed = new Set<number>();
    for (const [thing, moved] of touched) {
      const before = this.#ties[thing];
      this.#ties[thing] = this.#canTie(thing, changes.midnight[start]) ? 1 : 0;
      if (before === 0 && this.#ties[thing] === 0) continue;
      for (const user of moved) changed.add(user);
      for (const user of this.#users[thing] ?? []) changed.add(user);
    }
    return [...changed];
  }

  #canTie(thing: number, midnight: number): boolean {
    const count = this.#users[thing]?.size ?? 0;
    if (count < 2) return false;
    if (count > this.#maxShared) {
      this.#crowded[thing] = 1;
      return false;
    }
    const name = identifierName(this.#graph, this.#links.kindStart, thing);
    const reason = this.#hubReason(name.kind, name.number, midnight);
    if (reason !== null && this.#hub[thing] === 0) {
      this.#hub[thing] = 1;
      this.tally.add(name.entity, reason, midnight);
    }
    return reason === null;
  }

  #hubReason(kind: string, number: number, midnight: number): HubReason | null {
    if (kind === 'device') return this.#hubs.device(number, midnight);
    if (kind === 'block') return this.#hubs.block(number, midnight);
    return kind === 'payee' ? this.#hubs.account(number, midnight) : null;
  }

  /** The components of some users as things stand, each once. Time O(links in them, and n log n in their users). */
  componentsOf(seeds: readonly number[]): Component[] {
    const components: Component[] = [];
    for (const seed of seeds) if (this.#reached[seed] === 0) components.push(this.#flood(seed));
    for (const { users, things } of components) {
      for (const user of users) this.#reached[user] = 0;
      for (const thing of things) this.#passed[thing] = 0;
    }
    return components;
  }

  #flood(seed: number): Component {
    const users = [seed];
    const things: number[] = [];
    this.#reached[seed] = 1;
    for (let next = 0; next < users.length; next++) {
      for (const link of rowsOf(this.#links.byUser, users[next])) {
        const thing = this.#links.identifier[link];
        if (this.#on[link] === 0 || this.#ties[thing] === 0 || this.#passed[thing] === 1) continue;
        this.#passed[thing] = 1;
        things.push(thing);
        for (const other of this.#users[thing]!) {
          if (this.#reached[other] === 1) continue;
          this.#reached[other] = 1;
          users.push(other);
        }
      }
    }
    users.sort((a, b) => this.#ranks[a] - this.#ranks[b]);
    users.forEach((user, place) => (this.#place[user] = place));
    const groups = things.map((thing) =>
      Array.from(this.#users[thing]!, (user) => this.#place[user]).sort((a, b) => a - b),
    );
    const pairs = groups.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
    return { users, things, groups, pairs };
  }
}
