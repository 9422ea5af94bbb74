import { eventKey, type Event, type EventKey, type EventOf } from '../../graph/model/event.ts';
import { isSuspect, ROLES, type Role } from '../../graph/model/finding.ts';

/** What is known of a fraud: since when, and what kind it is said to be. */
interface Confirmed {
  readonly knownAt: number;
  readonly at: number;
  readonly type: string | null;
}

/** The fraud of a user: its first transaction, and when the first verdict came. Epoch milliseconds. */
export interface UserFraud {
  readonly at: number;
  readonly confirmedAt: number;
}

/**
 * What transactions turned out to be: verdicts and returns, read from the whole log before the records are made, as all
 * of them come later than what they are about. Give every event to `gather`, then every event again to `resolve`.
 *
 * The verdict on a transaction is the newest one about its event. Where no transaction of a user has one that says fraud,
 * a verdict about the user counts for all that have none of their own (not when the user was the one deceived). Memory:
 * labels, returned transactions and owners of accounts.
 */
export class Outcomes {
  readonly #labels = new Map<string, EventOf<'label'>[]>();
  readonly #returned = new Set<string>();
  readonly #owners = new Map<string, string>();
  readonly #users = new Map<string, { transactions?: UserFraud; own?: UserFraud }>();

  gather(event: Event): void {
    if (event.kind === 'settlement' && event.status === 'returned') this.#returned.add(text(event.of));
    else if (event.kind === 'account-opened') noteOwner(this.#owners, event);
    if (event.kind !== 'label') return;
    const { subject } = event;
    if (subject.type !== 'Event' && subject.type !== 'User') return;
    const name = subject.type === 'Event' ? text([subject.source, subject.id]) : userName(subject.id);
    const labels = this.#labels.get(name);
    if (labels) labels.push(event);
    else this.#labels.set(name, [event]);
  }

  resolve(event: Event): void {
    if (event.kind !== 'payment' && event.kind !== 'transfer') return;
    const user = userOf(event, this.#owners);
    const verdict = user === undefined ? undefined : this.#verdict(text(eventKey(event)));
    if (user === undefined || !verdict) return;
    const fraud = this.#fraudOf(user);
    const { transactions } = fraud;
    fraud.transactions = {
      at: Math.min(event.at, transactions?.at ?? Infinity),
      confirmedAt: Math.min(verdict.knownAt, transactions?.confirmedAt ?? Infinity),
    };
  }

  isReturned(key: EventKey): boolean {
    return this.#returned.has(text(key));
  }

  /** The kind of fraud a transaction is known to be, or null; undefined when it is not known to be any. */
  fraudType(key: EventKey, user: string): string | null | undefined {
    const own = this.#verdict(text(key));
    if (own !== undefined) return own?.type;
    if (this.#fraudOf(user).transactions) return undefined;
    return this.#verdict(userName(user))?.type;
  }

  /** The fraud of a user, if there is any that is known. */
  userFraud(user: string): UserFraud | undefined {
    const { transactions, own } = this.#fraudOf(user);
    return transactions ?? own;
  }

  /** Where a transaction of a user at an instant stands to the confirmation of the user's fraud. */
  standing(user: string, at: number): { isPreFraud: boolean; isTrainEligible: boolean } {
    const fraud = this.userFraud(user);
    const isPreFraud = fraud !== undefined && at < fraud.confirmedAt;
    return { isPreFraud, isTrainEligible: !fraud || isPreFraud };
  }

  #fraudOf(user: string): { transactions?: UserFraud; own?: UserFraud } {
    let fraud = this.#users.get(user);
    if (!fraud) {
      const verdict = this.#verdict(userName(user));
      this.#users.set(
        user,
        (fraud = verdict ? { own: { at: verdict.at, confirmedAt: verdict.knownAt } } : {}),
      );
    }
    return fraud;
  }

  /** Null when the newest verdict is another than fraud, undefined when there is none. */
  #verdict(name: string): Confirmed | null | undefined {
    const labels = this.#labels.get(name);
    if (!labels) return undefined;
    let confirmed: Confirmed | null = null;
    // Event order is kept among verdicts that came at once.
    for (const label of labels.toSorted((a, b) => a.observedAt - b.observedAt)) {
      const isFraud = label.verdict === 'fraud' && !(label.subject.type === 'User' && isDeceived(label));
      if (!isFraud) confirmed = null;
      else {
        const first: { knownAt: number; at: number } = confirmed ?? {
          knownAt: label.observedAt,
          at: label.at,
        };
        confirmed = { ...first, type: label.type?.replaceAll('-', '_') ?? null };
      }
    }
    return confirmed;
  }
}

/** Whether a verdict says that its subject was the one deceived, and so no fraudster. */
export function isDeceived({ axis, role }: EventOf<'label'>): boolean {
  if (axis === 'scam') return true;
  return ROLES.includes(role as Role) && !isSuspect(role as Role);
}

/** An account belongs to whoever is first said to have opened it. */
export function noteOwner(owners: Map<string, string>, event: EventOf<'account-opened'>): void {
  if (!owners.has(event.account)) owners.set(event.account, event.user);
}

/** Whose transaction it is: who ordered it, or else who owns the account that pays. */
export function userOf(
  event: EventOf<'payment' | 'transfer'>,
  owners: ReadonlyMap<string, string>,
): string | undefined {
  return event.user ?? owners.get(event.kind === 'payment' ? event.account : event.from);
}

function text([source, id]: EventKey): string {
  return `${source}\0${id}`;
}

/** No text of a key: keys hold a NUL and no more, ids none at all. */
function userName(id: string): string {
  return `\0\0${id}`;
}
