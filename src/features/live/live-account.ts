import { DAY } from '../../kernel/time.ts';
import { AccountBalance } from '../records/account-balances.ts';
import { FlowLog } from './flow-log.ts';
import { LATENESS } from './limits.ts';

const WEEK = 7 * DAY + LATENESS;

/** What is known of one account so far. Memory: its transactions of a week. */
export class LiveAccount {
  /** Of the earliest opening known; NaN when none is. */
  openedAt = NaN;
  readonly balance = new AccountBalance();
  /** What it has paid and was paid in a week. */
  readonly paid = new FlowLog(WEEK);
  readonly received = new FlowLog(WEEK);
}
