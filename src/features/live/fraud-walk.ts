import type { FeatureState } from './feature-state.ts';
import { HUB_PARTNERS, type WalkLimits } from './limits.ts';
import { THING_SEEN, THING_WORDS, USER_SEEN, USER_WORDS } from './entity-rows.ts';

const NONE = -1;

/** Where a walk begins: numbers of a user (-1 for none), the paying account, and what the transaction itself uses. */
export interface WalkStart {
  readonly user: number;
  readonly account: number;
  readonly device: number;
  readonly block: number;
}

/**
 * How near a user is to known fraud, breadth first: from user to user over a thing that both used in 90 days or hold, and
 * from account to account that money moved between; each is one hop. An account and its owner are at the same place (of
 * a user at the last hop the accounts are not looked at). A
 * thing that is itself known to be fraudulent is one hop away. Hubs do not conduct, nor do addresses with a crowd.
 *
 * Of users, things and accounts only the latest ties are followed ({@link WalkLimits}), and a walk ends after a number of
 * ties in all; `isCut` says so. At the last hop only the ties of who has known fraud beside ({@link FraudHeat}) are looked
 * at, which misses nothing. Time O(budget).
 */
export class FraudWalk {
  readonly #state: FeatureState;
  readonly #limits: WalkLimits;
  /** Number of this walk: what bears it was seen. */
  #walk = 0;
  /** Users as they are, accounts as their complement (~number), so that one list holds both. */
  #level: number[] = [];
  #nextLevel: number[] = [];
  #left = 0;
  /** Hops to the nearest known fraud; one more than the limit when there is none so near. */
  distance = 0;
  isCut = false;
  /** Users one hop away, and how many of them are known to be fraudulent. */
  neighbours = 0;
  fraudNeighbours = 0;

  constructor(state: FeatureState, limits: WalkLimits) {
    this.#state = state;
    this.#limits = limits;
  }

  run(start: WalkStart): void {
    this.#begin();
    if (start.user >= 0) this.#pushUser(start.user, this.#level, 0);
    this.#pushAccount(start.account, this.#level, 0);
    this.#close(this.#level, 0);
    for (let hop = 0; hop < this.#limits.hops && (hop === 0 || this.distance > hop); hop++) {
      if (hop === 0) {
        this.#throughThing(start.device, hop);
        this.#throughThing(start.block, hop);
      }
      if (hop > 0 && hop + 1 === this.#limits.hops) return this.#lookAround(hop + 1);
      for (const node of this.#level) {
        if (this.#isSpent()) break;
        if (node < 0) this.#fromAccount(~node, hop);
        else this.#fromUser(node, hop);
      }
      this.#close(this.#nextLevel, hop + 1);
      if (hop === 0) this.#countNeighbours();
      [this.#level, this.#nextLevel] = [this.#nextLevel, this.#level];
      this.#nextLevel.length = 0;
    }
  }

  #begin(): void {
    this.#walk++;
    this.#level.length = 0;
    this.#nextLevel.length = 0;
    this.#left = this.#limits.budget;
    this.distance = this.#limits.hops + 1;
    this.isCut = false;
    this.neighbours = 0;
    this.fraudNeighbours = 0;
  }

  #countNeighbours(): void {
    for (const node of this.#nextLevel) {
      if (node < 0) continue;
      this.neighbours++;
      if (this.#state.marks.isUser(node)) this.fraudNeighbours++;
    }
  }

  /** Adds to the users and accounts at some distance the accounts they own and the owners of those. */
  #close(level: number[], hop: number): void {
    const { sharing, things, now } = this.#state;
    const { ties } = sharing;
    for (let i = 0; i < level.length && !this.#isSpent(); i++) {
      if (level[i] < 0) {
        if (!things.isStatedHub(~level[i], now)) this.#toUsers(~level[i], level, hop);
        continue;
      }
      let followed = 0;
      for (let tie = ties.firstOfLeft(level[i]); tie !== NONE; tie = ties.nextOfLeft(tie)) {
        // What is held comes before what is used, and accounts are held.
        if (ties.last(tie) !== Infinity || this.#isEnough(++followed, this.#limits.tiesOfUser)) break;
        if (things.isAccount(ties.right(tie))) this.#pushAccount(ties.right(tie), level, hop);
      }
    }
  }

  /** The last hop: nobody is walked to any more, it is enough to see whether anybody there is known. */
  #lookAround(hop: number): void {
    for (let i = 0; i < this.#level.length && this.distance > hop && !this.#isSpent(); i++) {
      const node = this.#level[i];
      if (node < 0 ? this.#isAccountBesideKnown(~node) : this.#isUserBesideKnown(node)) this.distance = hop;
    }
  }

  #isUserBesideKnown(user: number): boolean {
    const { sharing, things, marks, heat } = this.#state;
    const { ties } = sharing;
    if (!heat.isUserNear(user)) return false;
    let followed = 0;
    for (let tie = ties.firstOfLeft(user); tie !== NONE; tie = ties.nextOfLeft(tie)) {
      if (this.#isEnough(++followed, this.#limits.tiesOfUser)) return false;
      const thing = ties.right(tie);
      if (things.isAccount(thing)) continue;
      if (marks.isThing(thing) || (sharing.hasFraudster(thing) && this.#conducts(thing))) return true;
    }
    return false;
  }

  #isAccountBesideKnown(account: number): boolean {
    const { money, heat } = this.#state;
    if (!heat.isAccountNear(account) || isBusyAccount(this.#state, account)) return false;
    const most = this.#limits.partnersOfAccount;
    let followed = 0;
    for (let tie = money.firstOfLeft(account); tie !== NONE; tie = money.nextOfLeft(tie)) {
      if (this.#isEnough(++followed, most)) break;
      if (this.#isAccountKnown(money.right(tie))) return true;
    }
    followed = 0;
    for (let tie = money.firstOfRight(account); tie !== NONE; tie = money.nextOfRight(tie)) {
      if (this.#isEnough(++followed, most)) break;
      if (this.#isAccountKnown(money.left(tie))) return true;
    }
    return false;
  }

  /** Whether an account or an owner of it is known. */
  #isAccountKnown(account: number): boolean {
    const { sharing, things, marks, now } = this.#state;
    if (marks.isThing(account)) return true;
    return sharing.hasFraudster(account) && !things.isStatedHub(account, now);
  }

  /** Whether a walk goes through a thing: it is no hub, and no address with a crowd. */
  #conducts(thing: number): boolean {
    const { sharing, things, now } = this.#state;
    if (things.isBlock(thing) && sharing.ties.sizeOfRight(thing) > this.#limits.usersOfBlock) return false;
    return !sharing.isHub(thing, now);
  }

  #fromUser(user: number, hop: number): void {
    const { sharing, things } = this.#state;
    const { ties } = sharing;
    let followed = 0;
    for (let tie = ties.firstOfLeft(user); tie !== NONE; tie = ties.nextOfLeft(tie)) {
      if (this.#isEnough(++followed, this.#limits.tiesOfUser)) break;
      if (!things.isAccount(ties.right(tie))) this.#throughThing(ties.right(tie), hop);
    }
  }

  #throughThing(thing: number, hop: number): void {
    if (thing < 0 || this.#isSeen(thing)) return;
    if (this.#state.marks.isThing(thing)) this.distance = Math.min(this.distance, hop + 1);
    if (this.#conducts(thing)) this.#toUsers(thing, this.#nextLevel, hop + 1);
  }

  #toUsers(thing: number, level: number[], hop: number): void {
    const { ties } = this.#state.sharing;
    let followed = 0;
    const first = ties.firstOfRight(thing);
    for (let tie = first; tie !== NONE; tie = ties.nextOfRight(tie)) {
      if (this.#isEnough(++followed, this.#limits.usersOfThing)) break;
      this.#pushUser(ties.left(tie), level, hop);
    }
  }

  #fromAccount(account: number, hop: number): void {
    const { money } = this.#state;
    if (isBusyAccount(this.#state, account)) return;
    const most = this.#limits.partnersOfAccount;
    let followed = 0;
    for (let tie = money.firstOfLeft(account); tie !== NONE; tie = money.nextOfLeft(tie)) {
      if (this.#isEnough(++followed, most)) break;
      this.#pushAccount(money.right(tie), this.#nextLevel, hop + 1);
    }
    followed = 0;
    for (let tie = money.firstOfRight(account); tie !== NONE; tie = money.nextOfRight(tie)) {
      if (this.#isEnough(++followed, most)) break;
      this.#pushAccount(money.left(tie), this.#nextLevel, hop + 1);
    }
  }

  /** Whether no tie can be looked at any more: what is still to be walked to changes nothing. */
  #isSpent(): boolean {
    return this.#left < 0;
  }

  /** Counts a tie that is looked at; whether it is one too many. */
  #isEnough(followed: number, most: number): boolean {
    const isEnough = followed > most || --this.#left < 0;
    this.isCut ||= isEnough;
    return isEnough;
  }

  #pushUser(user: number, level: number[], hop: number): void {
    const { words } = this.#state.users.rows;
    if (words[user * USER_WORDS + USER_SEEN] === this.#walk) return;
    words[user * USER_WORDS + USER_SEEN] = this.#walk;
    if (this.#state.marks.isUser(user)) this.distance = Math.min(this.distance, hop);
    level.push(user);
  }

  #pushAccount(account: number, level: number[], hop: number): void {
    if (this.#isSeen(account)) return;
    if (this.#state.marks.isThing(account)) this.distance = Math.min(this.distance, hop);
    level.push(~account);
  }

  #isSeen(thing: number): boolean {
    const { words } = this.#state.things.rows;
    if (words[thing * THING_WORDS + THING_SEEN] === this.#walk) return true;
    words[thing * THING_WORDS + THING_SEEN] = this.#walk;
    return false;
  }
}

/** Whether an account deals with everybody: by its type, by an allow-list entry, or by its partners in 90 days. */
export function isBusyAccount({ things, money, now }: FeatureState, account: number): boolean {
  if (things.isStatedHub(account, now)) return true;
  return money.sizeOfLeft(account) + money.sizeOfRight(account) >= HUB_PARTNERS;
}
