import { utcMidnight } from '../../kernel/time.ts';
import type { LiveAccount, Payout } from '../../projection/live-entities.ts';
import { HubTally } from '../hub-tally.ts';
import type { LiveSubject, Outcome } from './live-detector.ts';
import type { LiveContext } from './live-things.ts';

/**
 * For every hub the transfers with it that do not count: all that move something to or from another account on a day
 * on which it is one. They are counted when somebody reads them, O(transfers of the hub). Memory: an entry a hub.
 */
export class KeptTransfers {
  readonly #context: LiveContext;
  readonly #subjects = new Map<LiveAccount, LiveSubject>();

  constructor(context: LiveContext) {
    this.#context = context;
  }

  /**
   * Notes a transfer after all others in order.
   * @returns whether it is kept out
   */
  takes({ at, from, to, amount }: Payout): boolean {
    if (from === to || amount.minor === 0) return true;
    const { hubs, projection } = this.#context;
    let isKeptOut = false;
    for (const account of [projection.account(from), projection.account(to)]) {
      if (hubs.thing(account.payee, at) === null) continue;
      isKeptOut = true;
      this.#context.marks.grow(this.#subjectOf(account));
    }
    return isKeptOut;
  }

  /** After a change that may bear on an account or its transfers. */
  concern(account: LiveAccount): void {
    if (this.#subjects.has(account) || this.#context.hubs.mayBeHub(account.payee))
      this.#context.marks.grow(this.#subjectOf(account));
  }

  #subjectOf(account: LiveAccount): LiveSubject {
    const known = this.#subjects.get(account);
    if (known) return known;
    const subject = { evaluate: () => this.#count(account) };
    this.#subjects.set(account, subject);
    return subject;
  }

  #count(account: LiveAccount): Outcome {
    const { hubs } = this.#context;
    const tally = new HubTally();
    const entity = { type: 'Account', id: account.id } as const;
    for (const list of [account.paid, account.received])
      for (const { at, from, to, amount } of list) {
        if (from === to || amount.minor === 0) continue;
        const reason = hubs.thing(account.payee, utcMidnight(at));
        if (reason !== null) tally.add(entity, reason, at);
      }
    return { findings: [], hubs: tally.hubs() };
  }
}
