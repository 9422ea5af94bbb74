import { DAY } from '../../kernel/time.ts';
import { MoneyWindow } from '../records/money-window.ts';
import { Latest } from '../transaction-table/recent.ts';
import type { Point } from '../transaction-table/place.ts';
import { FlowLog } from './flow-log.ts';
import { LATENESS } from './limits.ts';
import { Places } from './places.ts';

const WEEK = 7 * DAY + LATENESS;
const MONTH = 30 * DAY;

/** Amounts and balances of one user in one currency: 30 days of them, and what was spent in the last hours. */
export interface Purse {
  readonly currency: string;
  readonly window: MoneyWindow;
  readonly spent: FlowLog;
}

/** What is known of one user so far. Memory: the transactions and bank connections of 30 days. */
export class LiveUser {
  readonly id: string;
  /** As the state numbers users. */
  readonly number: number;
  /** Of the earliest registration known; NaN when none is. */
  registeredAt = NaN;
  channel: string | undefined;
  readonly timeZone = new Latest<string>();
  readonly emailChange = new Latest<true>();
  readonly phoneChange = new Latest<true>();
  readonly transactions = new FlowLog(WEEK);
  readonly nights = new FlowLog(WEEK);
  readonly connections = new FlowLog(MONTH + LATENESS);
  /** Where the user was last; null before any place is known. */
  places: Places | null = null;
  /** The number of the identity value that the user carries, by kind, and since when. */
  readonly carried = new Map<string, { readonly thing: number; readonly at: number }>();
  readonly #purses: Purse[] = [];

  constructor(id: string, number: number) {
    this.id = id;
    this.number = number;
  }

  seenAt(place: Point | undefined, at: number): void {
    if (place) (this.places ??= new Places()).add(place, at);
  }

  /** The purse of a currency, made when first asked for; nearly everybody has one. */
  purse(currency: string): Purse {
    for (const purse of this.#purses) if (purse.currency === currency) return purse;
    const purse = { currency, window: new MoneyWindow(MONTH), spent: new FlowLog(DAY + LATENESS) };
    this.#purses.push(purse);
    return purse;
  }
}
