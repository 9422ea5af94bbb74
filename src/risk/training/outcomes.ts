import type { Event, EventKey, EventOf } from '../../graph/model/event.ts';
import { quantile } from '../metrics/quantile.ts';

export type Verdict = EventOf<'label'>['verdict'];

/** What a label can be about, of a transaction. */
export interface Labelled {
  readonly key: EventKey;
  readonly user: string | null;
  /** The paying account. */
  readonly account: string;
}

/** What is known of a transaction's outcome, and since when. */
export interface Outcome {
  readonly verdict: Verdict;
  /** Epoch ms. */
  readonly knownAt: number;
}

interface Said extends Outcome {
  readonly at: number;
}

/**
 * Outcomes of transactions by the labels of a log. The label of the transaction itself goes before that of its user, that
 * before its account's; of several about one subject the one known last counts. So a transaction is fraud when it is
 * labelled so, or when whoever ordered it is: labels about people say nothing of their single transactions.
 *
 * A label is known from the later of its `at` and `observedAt` on. Memory: one entry a label.
 */
export class Outcomes {
  readonly #said = new Map<string, Said[]>();
  readonly #delays: number[] = [];

  /** Takes all labels, in any order. */
  gather(event: Event): void {
    if (event.kind !== 'label') return;
    const { subject, verdict, at, observedAt } = event;
    const key =
      subject.type === 'Event' ? keyOf(subject.source, subject.id) : entityKey(subject.type, subject.id);
    const said = { verdict, at, knownAt: Math.max(at, observedAt) };
    const list = this.#said.get(key);
    if (list === undefined) this.#said.set(key, [said]);
    else list.push(said);
    if (verdict === 'fraud') this.#delays.push(said.knownAt - at);
  }

  /** Labels that say fraud. */
  get frauds(): number {
    return this.#delays.length;
  }

  /** What was known by a time; null where nobody had said anything. */
  of({ key, user, account }: Labelled, by: number): Outcome | null {
    return (
      this.#latest(keyOf(...key), by) ??
      (user === null ? null : this.#latest(entityKey('User', user), by)) ??
      this.#latest(entityKey('Account', account), by)
    );
  }

  /** What was known of an entity by a time. */
  about(type: string, id: string, by: number): Outcome | null {
    return this.#latest(entityKey(type, id), by);
  }

  /**
   * The delay that a share of the fraud labels stays under, in ms: a transaction older than that without a label has had
   * its chance. 0 without labels.
   */
  delay(share = 0.95): number {
    if (this.#delays.length === 0) return 0;
    return quantile(Float64Array.from(this.#delays).sort(), share);
  }

  #latest(key: string, by: number): Outcome | null {
    let found: Said | null = null;
    for (const said of this.#said.get(key) ?? [])
      if (said.knownAt <= by && (found === null || said.knownAt >= found.knownAt)) found = said;
    return found;
  }
}

function keyOf(source: string, id: string): string {
  return JSON.stringify(['Event', source, id]);
}

function entityKey(type: string, id: string): string {
  return JSON.stringify([type, id]);
}
