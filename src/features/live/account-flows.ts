import { DAY } from '../../kernel/time.ts';
import { FlowLog } from './flow-log.ts';
import { LATENESS } from './limits.ts';

const WEEK = 7 * DAY + LATENESS;

/** What one account was paid and has paid in a week. */
export interface Flows {
  readonly paid: FlowLog;
  readonly received: FlowLog;
}

/** The flows of accounts, by their numbers as things. Memory: the transactions of a week. */
export class AccountFlows {
  readonly #flows = new Map<number, Flows>();

  find(account: number): Flows | undefined {
    return this.#flows.get(account);
  }

  /** Made when first asked for. */
  of(account: number): Flows {
    let flows = this.#flows.get(account);
    if (!flows) {
      flows = { paid: new FlowLog(WEEK), received: new FlowLog(WEEK) };
      this.#flows.set(account, flows);
    }
    return flows;
  }
}
