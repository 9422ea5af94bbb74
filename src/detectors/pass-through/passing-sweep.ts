import type { Move } from './counted-moves.ts';
import type { Rest } from '../known-rest.ts';
import type { PassThroughOptions } from './options.ts';

/** A run of completing transfers of one account in one currency. */
export interface PassingEpisode {
  readonly account: number;
  readonly first: number;
  readonly last: number;
  /** Most payers counted at one completing transfer. */
  readonly peak: number;
  /** Transfers counted at the first completing one, it among them, in event order. */
  readonly counted: readonly Move[];
  /** At the first completing transfer, minor units: what came in and what left of it. */
  readonly cameIn: bigint;
  readonly wentOut: bigint;
  /** Whether what was left on the account was known then. */
  readonly restKnown: boolean;
}

/** An outgoing transfer, at the first completing transfer that counts it. */
export interface PayeeUse {
  readonly event: number;
  readonly mule: number;
  readonly payee: number;
}

interface Limits extends PassThroughOptions {
  readonly rest: Rest;
}

/**
 * Slides the window over the moves of one account in one currency: the first incoming transfer in it opens what is
 * counted, all moves from there on are in. Time O(moves), as each enters and leaves once; the evidence of an episode is
 * copied at its crossing only, and windows of two crossings are disjoint.
 */
export class PassingSweep {
  readonly #account: number;
  readonly #moves: readonly Move[];
  readonly #limits: Limits;
  readonly #payers = new Map<number, number>();
  /** The move that opens what is counted, -1 while nothing came in. */
  #head = -1;
  #cameIn = 0n;
  #wentOut = 0n;
  /** Moves before it gave their uses of payees. */
  #used = 0;

  constructor(account: number, moves: readonly Move[], limits: Limits) {
    this.#account = account;
    this.#moves = moves;
    this.#limits = limits;
  }

  /** @param episodes, uses where what is found is put */
  run(episodes: PassingEpisode[], uses: PayeeUse[]): void {
    const { window } = this.#limits;
    let open: (PassingEpisode & { last: number; peak: number }) | null = null;
    let lastAt = -Infinity;
    for (let m = 0; m < this.#moves.length; m++) {
      const { at, event, isIn } = this.#moves[m];
      this.#leave(m, at - window);
      this.#enter(m);
      if (isIn || this.#head < 0 || !this.#passes()) continue;
      const rest = this.#limits.rest(event);
      if (rest !== null && !this.#isLittle(rest.minor)) continue;
      if (open === null || at - lastAt > window) {
        open = this.#openEpisode(m, rest !== null);
        episodes.push(open);
      }
      open.last = event;
      open.peak = Math.max(open.peak, this.#payers.size);
      lastAt = at;
      this.#usePayees(m, uses);
    }
  }

  #openEpisode(m: number, restKnown: boolean): PassingEpisode & { last: number; peak: number } {
    const { event } = this.#moves[m];
    return {
      account: this.#account,
      first: event,
      last: event,
      peak: 0,
      counted: this.#moves.slice(this.#head, m + 1),
      cameIn: this.#cameIn,
      wentOut: this.#wentOut,
      restKnown,
    };
  }

  #enter(m: number): void {
    const { isIn, minor, other } = this.#moves[m];
    if (isIn) {
      if (this.#head < 0) this.#head = m;
      this.#cameIn += minor;
      this.#payers.set(other, (this.#payers.get(other) ?? 0) + 1);
    } else if (this.#head >= 0) this.#wentOut += minor;
  }

  /** Lets incoming transfers before `since` go, and with them the outgoing ones up to the next incoming one. */
  #leave(until: number, since: number): void {
    while (this.#head >= 0 && this.#moves[this.#head].at < since) {
      const gone = this.#moves[this.#head];
      this.#cameIn -= gone.minor;
      const left = this.#payers.get(gone.other)! - 1;
      if (left > 0) this.#payers.set(gone.other, left);
      else this.#payers.delete(gone.other);
      let next = this.#head + 1;
      for (; next < until && !this.#moves[next].isIn; next++) this.#wentOut -= this.#moves[next].minor;
      this.#head = next < until ? next : -1;
    }
  }

  #passes(): boolean {
    const { minShare, maxShare, minAmount } = this.#limits;
    const [cameIn, wentOut] = [this.#cameIn, this.#wentOut * 10_000n];
    return (
      cameIn > 0n &&
      cameIn >= BigInt(minAmount) &&
      (minShare === null || wentOut >= cameIn * BigInt(minShare)) &&
      (maxShare === null || wentOut <= cameIn * BigInt(maxShare))
    );
  }

  #isLittle(rest: bigint): boolean {
    const { maxRest } = this.#limits;
    return maxRest === null || rest * 10_000n <= this.#cameIn * BigInt(maxRest);
  }

  #usePayees(m: number, uses: PayeeUse[]): void {
    const { event } = this.#moves[m];
    for (this.#used = Math.max(this.#used, this.#head); this.#used <= m; this.#used++) {
      const { isIn, other } = this.#moves[this.#used];
      if (!isIn) uses.push({ event, mule: this.#account, payee: other });
    }
  }
}
