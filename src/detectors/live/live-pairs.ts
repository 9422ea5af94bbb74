import type { LiveThing, LiveUser } from '../../projection/live-entities.ts';

/** Two things of different kinds, the one whose kind comes first in byte order first. */
export interface ThingPair {
  readonly first: LiveThing;
  readonly second: LiveThing;
  /** How many users have a use of both, at whatever times. */
  common: number;
}

/**
 * Things joined to pairs as their users come to have both. A pair is made when enough have, and stays. Memory: a number a
 * pair of things with enough users that a user has, and an entry a pair that enough have.
 */
export class LivePairs<Pair extends ThingPair> {
  readonly #minUsers: number;
  readonly #make: (things: ThingPair) => Pair;
  /** Things that had enough users once, with how many users have both for the things they are not paired with yet. */
  readonly #common = new Map<LiveThing, Map<LiveThing, number>>();
  /** In both directions. */
  readonly #pairs = new Map<LiveThing, Map<LiveThing, Pair>>();

  constructor(minUsers: number, make: (things: ThingPair) => Pair) {
    this.#minUsers = minUsers;
    this.#make = make;
  }

  /** The pairs of a thing by the other; undefined when there are none. */
  of(thing: LiveThing): ReadonlyMap<LiveThing, Pair> | undefined {
    return this.#pairs.get(thing);
  }

  *each(): Generator<Pair> {
    for (const [thing, pairs] of this.#pairs)
      for (const pair of pairs.values()) if (pair.first === thing) yield pair;
  }

  /** A user has come to use a thing. */
  linked(user: LiveUser, thing: LiveThing): void {
    if (this.#common.has(thing)) this.#count(user, thing, 1);
    else if (thing.users.size >= this.#minUsers) {
      this.#common.set(thing, new Map());
      for (const one of thing.users.keys()) this.#count(one, thing, 1);
    }
  }

  /** A user has no use of a thing any more. */
  unlinked(user: LiveUser, thing: LiveThing): void {
    if (this.#common.has(thing)) this.#count(user, thing, -1);
  }

  #count(user: LiveUser, thing: LiveThing, change: 1 | -1): void {
    const pairs = this.#pairs.get(thing);
    for (const other of user.links.keys()) {
      if (other.kind === thing.kind || !this.#common.has(other)) continue;
      const pair = pairs?.get(other);
      if (pair) pair.common += change;
      else this.#countUnpaired(thing.kind < other.kind ? [thing, other] : [other, thing], change);
    }
  }

  #countUnpaired([first, second]: readonly [LiveThing, LiveThing], change: 1 | -1): void {
    const counts = this.#common.get(first)!;
    const common = (counts.get(second) ?? 0) + change;
    if (common < this.#minUsers) counts.set(second, common);
    else {
      counts.delete(second);
      this.#join(this.#make({ first, second, common }));
    }
  }

  #join(pair: Pair): void {
    const { first, second } = pair;
    for (const [one, other] of [
      [first, second],
      [second, first],
    ] as const) {
      const pairs = this.#pairs.get(one);
      if (pairs) pairs.set(other, pair);
      else this.#pairs.set(one, new Map([[other, pair]]));
    }
  }
}
