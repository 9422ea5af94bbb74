import {
  THING_BLAME,
  THING_FRAUDSTERS,
  THING_HEAT,
  THING_NEAR,
  USER_NEAR,
  type EntityRows,
} from './entity-rows.ts';
import type { Things } from './things.ts';
import type { TieTable } from './tie-table.ts';

/** Whose ties heat spreads over. */
export interface HeatSurroundings {
  /** Users and things. */
  readonly sharing: () => TieTable;
  /** Payers and payees, both accounts by their numbers as things. */
  readonly money: () => TieTable;
  readonly things: Things;
  /** What is kept of each user. */
  readonly userRows: EntityRows;
  /** An address with more users than that is a crowd, which no walk goes through. */
  readonly usersOfBlock: number;
}

/**
 * Which users and accounts have known fraud beside them, kept as ties and labels come and go, so that a walk need not look at
 * the ties of the many who have none. A thing is hot while it is itself known to be fraudulent, or a known fraudster is
 * tied to it and it is no crowd at an address (there everybody would be near, and nobody to be found); a user is near while
 * tied to a hot thing that is no account, an account while money moved between it and a hot one. Who is not near has
 * nothing to be found.
 *
 * Memory: a word of each user and two of each thing. Time O(1) for a tie, O(ties of the thing) when it turns hot or cold.
 */
export class FraudHeat {
  readonly #around: HeatSurroundings;

  constructor(around: HeatSurroundings) {
    this.#around = around;
  }

  isUserNear(user: number): boolean {
    const { words, stride } = this.#around.userRows;
    return words[user * stride + USER_NEAR] > 0;
  }

  isAccountNear(account: number): boolean {
    const { words, stride } = this.#around.things.rows;
    return words[account * stride + THING_NEAR] > 0;
  }

  /**
   * To be told when a thing has come to be known or no longer is, and when it has won or lost a user or a known fraudster.
   * @param users how many are tied to it: one fewer than are in its list while one is leaving
   */
  reckon(thing: number, users: number): void {
    const { things, usersOfBlock } = this.#around;
    const { words, stride } = things.rows;
    const row = thing * stride;
    const isCrowd = users > usersOfBlock && things.isBlock(thing);
    const isHot = words[row + THING_BLAME] > 0 || (words[row + THING_FRAUDSTERS] > 0 && !isCrowd);
    if (isHot === this.#isHot(thing)) return;
    words[row + THING_HEAT] = Number(isHot);
    this.#spread(thing, isHot ? 1 : -1);
  }

  /** Told when a user is tied to a thing, before that is reckoned (1), and when the tie ends, after it was (-1). */
  turnTie(user: number, thing: number, by: 1 | -1): void {
    if (this.#isHot(thing) && !this.#around.things.isAccount(thing)) this.#turnUser(user, by);
  }

  /** Told when money begins to tie two accounts (1), and when that ends (-1). */
  turnMoney(payer: number, payee: number, by: 1 | -1): void {
    if (this.#isHot(payee)) this.#turnAccount(payer, by);
    if (this.#isHot(payer)) this.#turnAccount(payee, by);
  }

  /** Lists are read as they stand: what ends a tie in the middle of this would count it twice. */
  #spread(thing: number, by: 1 | -1): void {
    if (!this.#around.things.isAccount(thing)) {
      const ties = this.#around.sharing();
      for (let tie = ties.firstOfRight(thing); tie >= 0; tie = ties.nextOfRight(tie))
        this.#turnUser(ties.left(tie), by);
      return;
    }
    const money = this.#around.money();
    for (let tie = money.firstOfLeft(thing); tie >= 0; tie = money.nextOfLeft(tie))
      this.#turnAccount(money.right(tie), by);
    for (let tie = money.firstOfRight(thing); tie >= 0; tie = money.nextOfRight(tie))
      this.#turnAccount(money.left(tie), by);
  }

  #isHot(thing: number): boolean {
    const { words, stride } = this.#around.things.rows;
    return words[thing * stride + THING_HEAT] > 0;
  }

  #turnUser(user: number, by: 1 | -1): void {
    const { words, stride } = this.#around.userRows;
    words[user * stride + USER_NEAR] += by;
  }

  #turnAccount(account: number, by: 1 | -1): void {
    const { words, stride } = this.#around.things.rows;
    words[account * stride + THING_NEAR] += by;
  }
}
