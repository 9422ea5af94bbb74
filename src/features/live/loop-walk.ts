import type { FeatureState } from './feature-state.ts';
import { isBusyAccount } from './fraud-walk.ts';
import { LOOP_SPAN, type WalkLimits } from './limits.ts';
import { grown } from './tie-lists.ts';

const NONE = -1;
/** Transfers walked from either end. */
const HALF = 2;
/** Values that one walk marks accounts with, and how many walks fit in 31 bits. */
const STEPS = HALF + 1;
const LAST_WALK = Math.floor(2 ** 31 / STEPS);
const FIRST_CAPACITY = 64;

/**
 * The shortest loop of money that a transfer closes: accounts between which money moved in 7 days, whatever its order and
 * amounts, from the payee back to the payer, over at most four transfers; busy accounts are not passed through. Walks two
 * transfers from the payee and two back from the payer, over the latest partners only ({@link WalkLimits}).
 */
export class LoopWalk {
  readonly #state: FeatureState;
  readonly #limits: WalkLimits;
  readonly #forward = new Reached();
  readonly #back = new Reached();
  #left = 0;
  /** Accounts of the loop, 2 to 5; 0 when there is none so short. */
  accounts = 0;
  isCut = false;

  constructor(state: FeatureState, limits: WalkLimits) {
    this.#state = state;
    this.#limits = limits;
  }

  run(payer: number, payee: number, at: number): void {
    this.accounts = 0;
    this.isCut = false;
    this.#left = this.#limits.budget;
    if (payer === payee) return;
    const from = at - LOOP_SPAN;
    const forward = this.#reach(this.#forward, payee, payer, from, 'out');
    if (forward.accounts.length === 1) return;
    if (forward.stepsTo(payer) === 1) {
      this.accounts = 2;
      return;
    }
    const back = this.#reach(this.#back, payer, payee, from, 'in');
    let shortest = Infinity;
    for (const account of forward.accounts) {
      const rest = back.stepsTo(account);
      if (rest < 0) continue;
      const steps = forward.stepsTo(account) + rest;
      if (steps >= shortest) continue;
      if (account === payee || account === payer || !isBusyAccount(this.#state, account)) shortest = steps;
    }
    this.accounts = shortest === Infinity ? 0 : shortest + 1;
  }

  /** Fewest transfers from one account to others, at most {@link HALF}. */
  #reach(reached: Reached, start: number, end: number, from: number, side: 'in' | 'out'): Reached {
    reached.begin(this.#state.things.size);
    reached.add(start, 0);
    let first = 0;
    for (let steps = 1; steps <= HALF; steps++) {
      const last = reached.accounts.length;
      for (; first < last; first++) {
        const account = reached.accounts[first];
        if (account !== start && (account === end || isBusyAccount(this.#state, account))) continue;
        this.#addPartners(reached, account, from, side, steps);
      }
    }
    return reached;
  }

  #addPartners(reached: Reached, account: number, from: number, side: 'in' | 'out', steps: number): void {
    const { money } = this.#state;
    const isOut = side === 'out';
    let tie = isOut ? money.firstOfLeft(account) : money.firstOfRight(account);
    for (let followed = 1; tie !== NONE && money.last(tie) >= from; followed++) {
      if (followed > this.#limits.partnersOfAccount || --this.#left <= 0) {
        this.isCut = true;
        return;
      }
      reached.add(isOut ? money.right(tie) : money.left(tie), steps);
      tie = isOut ? money.nextOfLeft(tie) : money.nextOfRight(tie);
    }
  }
}

/** Accounts by the steps to them, used again for each walk. Memory 4 bytes for each thing. */
class Reached {
  /** In the order in which they were reached. */
  readonly accounts: number[] = [];
  /** By account: the number of the walk that reached it, and the steps it took. */
  #marks = new Int32Array(FIRST_CAPACITY);
  #walk = 0;

  begin(things: number): void {
    if (things > this.#marks.length) this.#marks = grown(this.#marks, things);
    if (++this.#walk === LAST_WALK) {
      this.#marks.fill(0);
      this.#walk = 1;
    }
    this.accounts.length = 0;
  }

  /** Counts the first way to an account only. */
  add(account: number, steps: number): void {
    if (this.stepsTo(account) >= 0) return;
    this.#marks[account] = this.#walk * STEPS + steps;
    this.accounts.push(account);
  }

  /** -1 where the walk did not come. */
  stepsTo(account: number): number {
    const steps = this.#marks[account] - this.#walk * STEPS;
    return steps >= 0 && steps < STEPS ? steps : NONE;
  }
}
