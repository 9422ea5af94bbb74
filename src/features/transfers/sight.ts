import { DAY } from '../../kernel/time.ts';
import { firstEdgeSince } from '../../graph/temporal-graph.ts';
import { placeOf, type AccountLists, type TransferLog } from './transfer-log.ts';

/** Windows in days; `ever` is all that is known. */
export const DAY_WINDOWS = [1, 7, 30] as const;
export type Window = (typeof DAY_WINDOWS)[number] | 'ever';
/** The transfers that an account pays, or those that it is paid. */
export type Side = 'out' | 'in';

/** At most so many transfers of one account are gone through for one feature: the latest. */
export const LOOK_AT_MOST = 1_000;

interface Bounds {
  /** First transfer in the window. */
  low: number;
  /** One past the last that is known. */
  high: number;
}

/**
 * What is known of a transfer and around it: the only door through which features read the log, so that none can see a
 * transfer after the last known one. A window of d days holds the transfers at most d days from this one, before it or,
 * where more is known, after it; this one is among them.
 *
 * One object that is moved from transfer to transfer.
 */
export class Sight {
  transfer = -1;
  payer = -1;
  payee = -1;
  at = 0;
  amount = 0;
  readonly #log: TransferLog;
  readonly #bounds: Record<Window, Bounds> = {
    1: { low: 0, high: 0 },
    7: { low: 0, high: 0 },
    30: { low: 0, high: 0 },
    ever: { low: 0, high: 0 },
  };

  constructor(log: TransferLog) {
    this.#log = log;
  }

  /** Time O(log n). @param knownUntil the last transfer that is known; at least `transfer` */
  moveTo(transfer: number, knownUntil: number): void {
    const { from, to, at, amount } = this.#log;
    this.transfer = transfer;
    this.payer = from[transfer];
    this.payee = to[transfer];
    this.at = at[transfer];
    this.amount = amount[transfer];
    for (const days of DAY_WINDOWS) {
      this.#bounds[days].low = firstEdgeSince({ at }, this.at - days * DAY);
      this.#bounds[days].high = Math.min(knownUntil + 1, firstEdgeSince({ at }, this.at + days * DAY + 1));
    }
    this.#bounds.ever.high = knownUntil + 1;
  }

  /** Number of an account's transfers in a window. Time O(log n). */
  count(side: Side, account: number, window: Window): number {
    return this.#end(side, account, window) - this.#first(side, account, window);
  }

  /** Their sum in minor units. Time O(log n). */
  sum(side: Side, account: number, window: Window): number {
    const { sumBefore } = this.#lists(side);
    return sumBefore[this.#end(side, account, window)] - sumBefore[this.#first(side, account, window)];
  }

  /** The latest of an account's transfers before this one; -1 when there is none. */
  before(side: Side, account: number): number {
    const lists = this.#lists(side);
    const place = placeOf(lists, account, this.transfer) - 1;
    return place < lists.start[account] ? -1 : lists.transfer[place];
  }

  /** The first of all transfers of an account, on either side. */
  firstOf(account: number): number {
    const first = (side: Side): number => {
      const { start, transfer } = this.#lists(side);
      return start[account] < start[account + 1] ? transfer[start[account]] : Infinity;
    };
    return Math.min(first('out'), first('in'));
  }

  /** How many of an account's transfers in a window pass a test; goes through {@link LOOK_AT_MOST} at most. */
  tally(side: Side, account: number, window: Window, passes: (transfer: number) => boolean): number {
    const { transfer } = this.#lists(side);
    const end = this.#end(side, account, window);
    let count = 0;
    for (let place = Math.max(this.#first(side, account, window), end - LOOK_AT_MOST); place < end; place++)
      if (passes(transfer[place])) count++;
    return count;
  }

  /** The same over the account's transfers before this one, whatever is known. */
  tallyBefore(side: Side, account: number, passes: (transfer: number) => boolean): number {
    const lists = this.#lists(side);
    const end = placeOf(lists, account, this.transfer);
    let count = 0;
    for (let place = Math.max(lists.start[account], end - LOOK_AT_MOST); place < end; place++)
      if (passes(lists.transfer[place])) count++;
    return count;
  }

  /** Distinct accounts on the other side of an account's transfers in a window. */
  partners(side: Side, account: number, window: Window): number {
    const { low } = this.#bounds[window];
    return this.tally(side, account, window, (transfer) => this.#log.pairBefore[transfer] < low);
  }

  #lists(side: Side): AccountLists {
    return side === 'out' ? this.#log.out : this.#log.in;
  }

  #first(side: Side, account: number, window: Window): number {
    return placeOf(this.#lists(side), account, this.#bounds[window].low);
  }

  #end(side: Side, account: number, window: Window): number {
    return placeOf(this.#lists(side), account, this.#bounds[window].high);
  }
}
