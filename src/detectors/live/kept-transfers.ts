import type { Json } from '../../graph/model/document.ts';
import type { Hub } from '../../graph/model/finding.ts';
import { utcMidnight } from '../../kernel/time.ts';
import type { LiveAccount, Payout } from '../../projection/live-entities.ts';
import { placeAt } from '../../projection/posting.ts';
import { HubTally } from '../hub-tally.ts';
import { mergeHubs } from '../run.ts';
import type { LiveSubject } from './live-detector.ts';
import type { LiveContext } from './live-things.ts';

interface KeptSubject extends LiveSubject {
  /** What was counted before a time (epoch ms) at which nothing changes any more. */
  sum: readonly Hub[];
  until: number;
}

/**
 * For every hub the transfers with it that do not count: all that move something to or from another account on a day
 * on which it is one. They are counted when somebody reads them, O(transfers of the hub). Memory: an entry a hub.
 */
export class KeptTransfers {
  readonly #context: LiveContext;
  readonly #subjects = new Map<LiveAccount, KeptSubject>();

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

  *sumUp(until: number): Generator<void> {
    for (const [account, subject] of this.#subjects) {
      subject.sum = this.#count(account, subject, until);
      subject.until = until;
      yield;
    }
  }

  summary(): Json[] {
    return [...this.#subjects]
      .filter(([, { sum }]) => sum.length > 0)
      .map(([{ id }, { sum, until }]) => ['kept', id, until, sum.map((hub) => ({ ...hub }))]);
  }

  resume(summary: readonly Json[]): void {
    for (const [, id, until, sum] of summary as unknown as readonly [string, string, number, Hub[]][]) {
      const subject = this.#subjectOf(this.#context.projection.account(id));
      subject.sum = sum;
      subject.until = until;
      this.#context.marks.grow(subject);
    }
  }

  #subjectOf(account: LiveAccount): KeptSubject {
    const known = this.#subjects.get(account);
    if (known) return known;
    const subject: KeptSubject = {
      sum: [],
      until: -Infinity,
      evaluate: () => ({ findings: [], hubs: this.#count(account, subject, Infinity) }),
    };
    this.#subjects.set(account, subject);
    return subject;
  }

  #count(account: LiveAccount, { sum, until: since }: KeptSubject, until: number): Hub[] {
    const { hubs } = this.#context;
    const tally = new HubTally();
    const entity = { type: 'Account', id: account.id } as const;
    for (const list of [account.paid, account.received])
      for (let i = placeAt(list, since); i < list.length && list[i].at < until; i++) {
        const { at, from, to, amount } = list[i];
        if (from === to || amount.minor === 0) continue;
        const reason = hubs.thing(account.payee, utcMidnight(at));
        if (reason !== null) tally.add(entity, reason, at);
      }
    return mergeHubs([...sum, ...tally.hubs()]);
  }
}
