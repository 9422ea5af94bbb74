import { compareEvents, type Event, type EventOf } from '../../graph/model/event.ts';
import { LocalClock } from '../transaction-table/local-clock.ts';
import { Latest } from '../transaction-table/recent.ts';
import { AccountBalances } from './account-balances.ts';
import { DescribeRecord } from './describe-record.ts';
import { noteOwner, userOf, type Outcomes } from './outcomes.ts';
import type { PendingRecord, Transaction } from './pending-record.ts';
import type { RecordRow } from './record-tables.ts';
import { RecordUser } from './record-user.ts';

/** From 22:00 to 06:00 by the user's own clock. */
const NIGHT_FROM = 22;
const NIGHT_UNTIL = 6;

/**
 * Makes the three tables of docs/records.md from events in event order: one row for each transaction of a user. What
 * counts in a row became known by the instant of the transaction (`observedAt` not after it) and happened by then; the
 * transaction itself counts in any case, and so do others of the same instant.
 *
 * Memory: users, accounts and merchants, with what users did in 30 days; events that are known later than they happened,
 * until they are. Time: O(log transactions of 30 days) for each event, more for late ones (see MoneyWindow).
 */
export class RecordStream {
  readonly #outcomes: Outcomes;
  readonly #describe: DescribeRecord;
  readonly #users = new Map<string, RecordUser>();
  readonly #owners = new Map<string, string>();
  readonly #risks = new Map<string, Latest<number>>();
  readonly #balances = new AccountBalances();
  readonly #clock = new LocalClock();
  /** Events that are learned late, by `observedAt`, latest first; a transaction with its row. */
  readonly #late: { readonly event: Event; readonly row?: PendingRecord }[] = [];
  #pending: PendingRecord[] = [];
  #last: Event | undefined;

  /**
   * @param outcomes what the same events say of transactions, gathered and resolved
   * @param exponentOf decimal digits of a currency's minor unit
   */
  constructor(outcomes: Outcomes, exponentOf: (currency: string) => number) {
    this.#outcomes = outcomes;
    this.#describe = new DescribeRecord(exponentOf);
  }

  /**
   * Takes the next event and gives the rows of the instants before it.
   * @throws RangeError on an event out of order
   */
  take(event: Event): readonly RecordRow[] {
    if (this.#last && compareEvents(this.#last, event) >= 0)
      throw new RangeError(`event ${event.source}/${event.id} comes out of order`);
    const rows = this.#last && this.#last.at < event.at ? this.end() : [];
    this.#last = event;
    this.#catchUp(event.at);
    const isTransaction = event.kind === 'payment' || event.kind === 'transfer';
    const row = isTransaction ? this.#open(event) : undefined;
    if (row) this.#pending.push(row);
    if (event.observedAt <= event.at) this.#learn(event, row);
    else this.#wait(event, row);
    return rows;
  }

  /** The rows of the last instant. */
  end(): readonly RecordRow[] {
    const rows = this.#pending.map((row) => this.#describe.row(row, this.#outcomes));
    this.#pending = [];
    return rows;
  }

  #open(event: Transaction): PendingRecord | undefined {
    const id = userOf(event, this.#owners);
    if (id === undefined) return undefined;
    const user = this.#user(id);
    const account = event.kind === 'payment' ? event.account : event.from;
    const stated = event.kind === 'transfer' ? event.balances?.fromBefore : undefined;
    const { hour } = this.#clock.show(event.at, user.timeZone.value);
    return {
      event,
      user,
      sequence: ++user.count,
      balance: stated ?? this.#balances.available(account, event.amount.currency),
      isOffHours: hour >= NIGHT_FROM || hour < NIGHT_UNTIL,
      merchantRisk: event.kind === 'payment' ? (this.#risks.get(event.merchant)?.value ?? null) : null,
      person: {
        name: user.name.value ?? null,
        email: user.email.value ?? null,
        phone: user.phone.value ?? null,
        emailChangedAt: user.emailChange.at ?? null,
        phoneChangedAt: user.phoneChange.at ?? null,
      },
    };
  }

  #wait(event: Event, row: PendingRecord | undefined): void {
    let low = 0;
    let high = this.#late.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#late[middle].event.observedAt <= event.observedAt) high = middle;
      else low = middle + 1;
    }
    this.#late.splice(low, 0, row ? { event, row } : { event });
  }

  #catchUp(now: number): void {
    while (this.#late.length > 0 && this.#late[this.#late.length - 1].event.observedAt <= now) {
      const { event, row } = this.#late.pop()!;
      this.#learn(event, row);
    }
  }

  #learn(event: Event, row: PendingRecord | undefined): void {
    this.#balances.learn(event);
    if (row) countIn(row);
    else if (event.kind === 'registration') register(this.#user(event.user), event);
    else if (event.kind === 'profile-change') change(this.#user(event.user), event);
    else if (event.kind === 'bank-connection') this.#user(event.user).connections.add(event.at);
    else if (event.kind === 'account-opened') noteOwner(this.#owners, event);
    else if (event.kind === 'reference' && event.subject.type === 'Merchant') this.#rate(event);
  }

  #rate({ subject, merchantRisk, at }: EventOf<'reference'>): void {
    if (merchantRisk === undefined) return;
    let risk = this.#risks.get(subject.id);
    if (!risk) this.#risks.set(subject.id, (risk = new Latest()));
    risk.set(merchantRisk, at);
  }

  #user(id: string): RecordUser {
    let user = this.#users.get(id);
    if (!user) this.#users.set(id, (user = new RecordUser(id)));
    return user;
  }
}

/** Puts a transaction into the windows of its user. */
function countIn({ event, user, balance, isOffHours }: PendingRecord): void {
  const { at, amount } = event;
  user.transactions.add(at);
  if (isOffHours) user.offHours.add(at);
  user.money(amount.currency).add({ at, minor: amount.minor, balance });
}

function register(user: RecordUser, event: EventOf<'registration'>): void {
  for (const field of ['name', 'email', 'phone', 'timeZone'] as const) {
    const value = event[field];
    if (value !== undefined) user[field].set(value, event.at);
  }
}

/** A change without a value, or of another field, says nothing that stands in a record. */
function change(user: RecordUser, { field, value, at }: EventOf<'profile-change'>): void {
  if (field === 'email') user.emailChange.set(true, at);
  if (field === 'phone') user.phoneChange.set(true, at);
  if (field === 'name' || field === 'email' || field === 'phone' || field === 'timeZone')
    if (value !== undefined) user[field].set(value, at);
}
