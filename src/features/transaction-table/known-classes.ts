import type { Event, EventOf } from '../../graph/model/event.ts';
import type { TransactionLabel } from './rows.ts';
import type { Transaction } from './transaction.ts';

/**
 * Classes of transactions by the labels of a log: the label of the transaction itself, else that of its user; of several
 * the one known last. A fraud label gives its `type` as the class (`fraud` without one), a legitimate one `legit`.
 * Inconclusive and missing ones give none.
 */
export class KnownClasses {
  readonly #labels = new Map<string, EventOf<'label'>>();

  /** Takes all events before the first class is asked for, in event order. */
  gather(event: Event): void {
    if (event.kind !== 'label') return;
    const { subject } = event;
    const key = JSON.stringify(
      subject.type === 'Event' ? [subject.type, subject.source, subject.id] : [subject.type, subject.id],
    );
    const before = this.#labels.get(key);
    if (!before || before.observedAt <= event.observedAt) this.#labels.set(key, event);
  }

  of({ key, user }: Transaction): TransactionLabel | null {
    const label =
      this.#labels.get(JSON.stringify(['Event', ...key])) ?? this.#labels.get(JSON.stringify(['User', user]));
    if (label === undefined || label.verdict === 'inconclusive') return null;
    const isFraud = label.verdict === 'fraud';
    return { class: isFraud ? (label.type ?? 'fraud') : 'legit', isFraud };
  }
}
