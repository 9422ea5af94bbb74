import type { FeatureState } from './feature-state.ts';
import { isBusyAccount } from './fraud-walk.ts';
import { LOOP_SPAN, type WalkLimits } from './limits.ts';

const NONE = -1;
/** Transfers walked from either end. */
const HALF = 2;

/**
 * The shortest loop of money that a transfer closes: accounts between which money moved in 7 days, whatever its order and
 * amounts, from the payee back to the payer, over at most four transfers; busy accounts are not passed through. Walks two
 * transfers from the payee and two back from the payer, over the latest partners only ({@link WalkLimits}).
 */
export class LoopWalk {
  readonly #state: FeatureState;
  readonly #limits: WalkLimits;
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
    const forward = this.#reach(payee, payer, from, 'out');
    if (forward.size === 1) return;
    const straight = forward.get(payer);
    if (straight === 1) {
      this.accounts = 2;
      return;
    }
    const back = this.#reach(payer, payee, from, 'in');
    let shortest = Infinity;
    for (const [account, steps] of forward) {
      const rest = back.get(account);
      if (rest === undefined || steps + rest >= shortest) continue;
      if (account === payee || account === payer || !isBusyAccount(this.#state, account))
        shortest = steps + rest;
    }
    this.accounts = shortest === Infinity ? 0 : shortest + 1;
  }

  /** Fewest transfers from one account to others, at most {@link HALF}. */
  #reach(start: number, end: number, from: number, side: 'in' | 'out'): Map<number, number> {
    const reached = new Map([[start, 0]]);
    let level = [start];
    for (let steps = 1; steps <= HALF; steps++) {
      const next: number[] = [];
      for (const account of level) {
        if (account !== start && (account === end || isBusyAccount(this.#state, account))) continue;
        this.#partners(account, from, side, (partner) => {
          if (reached.has(partner)) return;
          reached.set(partner, steps);
          next.push(partner);
        });
      }
      level = next;
    }
    return reached;
  }

  #partners(account: number, from: number, side: 'in' | 'out', each: (partner: number) => void): void {
    const { money, now } = this.#state;
    const isOut = side === 'out';
    let tie = isOut ? money.firstOfLeft(account, now) : money.firstOfRight(account, now);
    for (let followed = 1; tie !== NONE && money.last(tie) >= from; followed++) {
      if (followed > this.#limits.partnersOfAccount || --this.#left <= 0) {
        this.isCut = true;
        return;
      }
      each(isOut ? money.right(tie) : money.left(tie));
      tie = isOut ? money.nextOfLeft(tie) : money.nextOfRight(tie);
    }
  }
}
