import { Communities } from './communities.ts';
import { Components, type Component } from './components.ts';
import type { FraudHeat } from './fraud-heat.ts';
import { COUNT_SPANS, HUB_USERS, SETTLED_FOR, TIE_SPAN } from './limits.ts';
import type { Things } from './things.ts';
import {
  THING_FRAUDSTERS,
  THING_NODE,
  THING_SETTLED,
  THING_USERS,
  THING_WORDS,
  USER_NODE,
  USER_THINGS,
  USER_WORDS,
  type EntityRows,
} from './entity-rows.ts';
import { grown } from './tie-lists.ts';
import { TieTable } from './tie-table.ts';

const FIRST_CAPACITY = 64;

/**
 * Who shares what: ties between users and devices, address blocks, identity values and accounts of their own. Uses end
 * 90 days after the last one, what is held (an identity value, an account) does not.
 *
 * A thing is a hub when reference data says so, or when 50 users or more are tied to it of whom at least half had been
 * registered 90 days at their first use. Only devices and identity values join components, and hubs do not.
 */
export class Sharing {
  readonly ties: TieTable;
  /** As of the last UTC midnight. */
  readonly communities: Communities;
  readonly #things: Things;
  readonly #registeredAt: (user: number) => number;
  readonly #components = new Components();
  readonly #users: EntityRows;
  /** By tie: whether its user was settled when it was made. */
  #isSettled = new Uint8Array(FIRST_CAPACITY);
  readonly #isFraud: (user: number) => boolean;
  readonly #heat: FraudHeat;
  #now = -Infinity;
  #at = -Infinity;

  /**
   * @param users what is kept of each
   * @param facts of a user: its id; when it registered, NaN when that is not known; whether it is known to be fraudulent
   * @param heat told of ties to known fraudsters
   */
  constructor(
    things: Things,
    users: EntityRows,
    facts: {
      readonly idOf: (user: number) => string;
      readonly registeredAt: (user: number) => number;
      readonly isFraud: (user: number) => boolean;
    },
    heat: FraudHeat,
  ) {
    this.#things = things;
    this.#users = users;
    this.#heat = heat;
    this.#registeredAt = facts.registeredAt;
    this.#isFraud = facts.isFraud;
    const sides = {
      left: { rows: users, column: USER_THINGS },
      right: { rows: things.rows, column: THING_USERS },
      windows: COUNT_SPANS,
    };
    this.ties = new TieTable(TIE_SPAN, sides, {
      made: (tie, user, thing) => this.#made(tie, user, thing),
      ended: (tie, user, thing) => {
        this.#things.rows.words[thing * THING_WORDS + THING_SETTLED] -= this.#isSettled[tie];
        if (this.#isFraud(user)) this.#countFraudster(thing, -1);
        this.#heat.reckon(thing, this.ties.sizeOfRight(thing) - 1);
        this.#heat.turnTie(user, thing, -1);
        this.communities.ended(user, thing);
      },
    });
    this.communities = new Communities(this, things, facts.idOf);
  }

  use(user: number, thing: number, at: number, now: number): void {
    this.#now = now;
    this.#at = at;
    this.ties.use(user, thing, at);
  }

  /** Ties a user to something that is held until it is given up. */
  hold(user: number, thing: number, now: number): void {
    this.#now = now;
    this.#at = now;
    if (this.ties.find(user, thing) < 0) this.ties.use(user, thing, Infinity);
  }

  isHub(thing: number, now: number): boolean {
    if (this.#things.isStatedHub(thing, now)) return true;
    const users = this.ties.sizeOfRight(thing);
    const settled = this.#things.rows.words[thing * THING_WORDS + THING_SETTLED];
    return users >= HUB_USERS && settled * 2 >= users;
  }

  /** Whether a known fraudster is tied to a thing. */
  hasFraudster(thing: number): boolean {
    return this.#things.rows.words[thing * THING_WORDS + THING_FRAUDSTERS] > 0;
  }

  /** Told when a user has come to be known as fraudulent (1), or no longer (-1). Time O(ties of the user). */
  turn(user: number, by: 1 | -1): void {
    for (let tie = this.ties.firstOfLeft(user); tie >= 0; tie = this.ties.nextOfLeft(tie)) {
      const thing = this.ties.right(tie);
      this.#countFraudster(thing, by);
      this.#heat.reckon(thing, this.ties.sizeOfRight(thing));
    }
  }

  #countFraudster(thing: number, by: 1 | -1): void {
    this.#things.rows.words[thing * THING_WORDS + THING_FRAUDSTERS] += by;
  }

  /** The component of a user, null when nothing ties the user to any. */
  componentOf(user: number): Component | null {
    const node = user < 0 ? 0 : this.#users.words[user * USER_WORDS + USER_NODE];
    return node === 0 ? null : this.#components.of(node - 1);
  }

  #made(tie: number, user: number, thing: number): void {
    if (tie >= this.#isSettled.length) this.#isSettled = grown(this.#isSettled, tie + 1);
    this.#heat.turnTie(user, thing, 1);
    this.communities.made(thing);
    if (this.#isFraud(user)) this.#countFraudster(thing, 1);
    this.#heat.reckon(thing, this.ties.sizeOfRight(thing));
    const settled = this.#registeredAt(user) <= this.#at - SETTLED_FOR ? 1 : 0;
    this.#isSettled[tie] = settled;
    this.#things.rows.words[thing * THING_WORDS + THING_SETTLED] += settled;
    const kind = this.#things.kindOf(thing);
    if ((kind === 'device' || kind === 'identifier') && !this.isHub(thing, this.#now))
      this.#join(user, thing);
  }

  #join(user: number, thing: number): void {
    const users = this.#users.words;
    const things = this.#things.rows.words;
    const userNode = user * USER_WORDS + USER_NODE;
    const thingNode = thing * THING_WORDS + THING_NODE;
    if (users[userNode] === 0) users[userNode] = this.#components.add(true) + 1;
    if (things[thingNode] === 0) things[thingNode] = this.#components.add(false) + 1;
    this.#components.tie(users[userNode] - 1, things[thingNode] - 1);
  }
}
