import { DAY } from '../../kernel/time.ts';
import { Latest, RecentTimes } from '../transaction-table/recent.ts';
import { MoneyWindow } from './money-window.ts';

const MONTH = 30 * DAY;

/** What is known of one user so far. Memory: the transactions and bank connections of 30 days. */
export class RecordUser {
  readonly id: string;
  readonly name = new Latest<string>();
  readonly email = new Latest<string>();
  readonly phone = new Latest<string>();
  readonly timeZone = new Latest<string>();
  readonly emailChange = new Latest<true>();
  readonly phoneChange = new Latest<true>();
  readonly connections = new RecentTimes(MONTH);
  readonly transactions = new RecentTimes(7 * DAY);
  readonly offHours = new RecentTimes(7 * DAY);
  /** How many transactions came before, in event order. */
  count = 0;
  readonly #money = new Map<string, MoneyWindow>();

  constructor(id: string) {
    this.id = id;
  }

  /** Amounts and balances of 30 days in one currency. */
  money(currency: string): MoneyWindow {
    let window = this.#money.get(currency);
    if (!window) this.#money.set(currency, (window = new MoneyWindow(MONTH)));
    return window;
  }
}
