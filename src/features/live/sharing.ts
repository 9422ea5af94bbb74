import { Communities } from './communities.ts';
import { Components, type Component } from './components.ts';
import type { FraudHeat } from './fraud-heat.ts';
import { HUB_USERS, SETTLED_FOR, TIE_SPAN } from './limits.ts';
import type { Things } from './things.ts';
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
  #userNode = new Int32Array(FIRST_CAPACITY).fill(-1);
  #thingNode = new Int32Array(FIRST_CAPACITY).fill(-1);
  /** How many of a thing's ties are of users who were settled when they were made. */
  #settled = new Int32Array(FIRST_CAPACITY);
  #isSettled = new Uint8Array(FIRST_CAPACITY);
  /** How many known fraudsters are tied to a thing. */
  #fraudsters = new Int32Array(FIRST_CAPACITY);
  readonly #isFraud: (user: number) => boolean;
  readonly #heat: FraudHeat;
  #now = -Infinity;
  #at = -Infinity;

  /**
   * @param facts of a user: its id; when it registered, NaN when that is not known; whether it is known to be fraudulent
   * @param heat told of ties to known fraudsters
   */
  constructor(
    things: Things,
    facts: {
      readonly idOf: (user: number) => string;
      readonly registeredAt: (user: number) => number;
      readonly isFraud: (user: number) => boolean;
    },
    heat: FraudHeat,
  ) {
    this.#things = things;
    this.#heat = heat;
    this.#registeredAt = facts.registeredAt;
    this.#isFraud = facts.isFraud;
    this.ties = new TieTable(TIE_SPAN, {
      made: (tie, user, thing) => this.#made(tie, user, thing),
      ended: (tie, user, thing) => {
        this.#settled[thing] -= this.#isSettled[tie];
        if (this.#isFraud(user)) this.#turnThing(thing, -1);
        this.#heat.turnTie(user, thing, -1);
        this.communities.ended(user, thing);
      },
    });
    this.communities = new Communities(this, things, facts.idOf);
  }

  use(user: number, thing: number, at: number, now: number): void {
    this.#now = now;
    this.#at = at;
    this.ties.use(user, thing, at, now);
  }

  /** Ties a user to something that is held until it is given up. */
  hold(user: number, thing: number, now: number): void {
    this.#now = now;
    this.#at = now;
    if (this.ties.find(user, thing, now) < 0) this.ties.use(user, thing, Infinity, now);
  }

  isHub(thing: number, now: number): boolean {
    if (this.#things.isStatedHub(thing, now)) return true;
    if (this.ties.mostOfRight(thing) < HUB_USERS) return false;
    const users = this.ties.sizeOfRight(thing, now);
    return users >= HUB_USERS && this.#settled[thing] * 2 >= users;
  }

  /** Whether a known fraudster is tied to a thing. */
  hasFraudster(thing: number, now: number): boolean {
    if (thing >= this.#fraudsters.length || this.#fraudsters[thing] === 0) return false;
    // Ties that died are let go of first.
    this.ties.sizeOfRight(thing, now);
    return this.#fraudsters[thing] > 0;
  }

  /** Told when a user has come to be known as fraudulent (1), or no longer (-1). Time O(ties of the user). */
  turn(user: number, by: 1 | -1, now: number): void {
    for (let tie = this.ties.firstOfLeft(user, now); tie >= 0; tie = this.ties.nextOfLeft(tie))
      this.#turnThing(this.ties.right(tie), by);
  }

  #turnThing(thing: number, by: 1 | -1): void {
    this.#fraudsters[thing] += by;
    this.#heat.warm(thing, by);
  }

  /** The component of a user, null when nothing ties the user to any. */
  componentOf(user: number): Component | null {
    const node = user >= 0 && user < this.#userNode.length ? this.#userNode[user] : -1;
    return node < 0 ? null : this.#components.of(node);
  }

  #made(tie: number, user: number, thing: number): void {
    if (tie >= this.#isSettled.length) this.#isSettled = grown(this.#isSettled, tie + 1);
    if (thing >= this.#settled.length) {
      this.#settled = grown(this.#settled, thing + 1);
      this.#fraudsters = grown(this.#fraudsters, thing + 1);
    }
    this.#heat.turnTie(user, thing, 1);
    this.communities.made(thing);
    if (this.#isFraud(user)) this.#turnThing(thing, 1);
    const settled = this.#registeredAt(user) <= this.#at - SETTLED_FOR ? 1 : 0;
    this.#isSettled[tie] = settled;
    this.#settled[thing] += settled;
    const kind = this.#things.kindOf(thing);
    if ((kind === 'device' || kind === 'identifier') && !this.isHub(thing, this.#now))
      this.#join(user, thing);
  }

  #join(user: number, thing: number): void {
    if (user >= this.#userNode.length) this.#userNode = grown(this.#userNode, user + 1, -1);
    if (thing >= this.#thingNode.length) this.#thingNode = grown(this.#thingNode, thing + 1, -1);
    if (this.#userNode[user] < 0) this.#userNode[user] = this.#components.add(true);
    if (this.#thingNode[thing] < 0) this.#thingNode[thing] = this.#components.add(false);
    this.#components.tie(this.#userNode[user], this.#thingNode[thing]);
  }
}
