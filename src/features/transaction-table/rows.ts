import { ipBlock } from '../../graph/model/ip.ts';
import { compareEvents, type Event } from '../../graph/model/event.ts';
import { DISPOSABLE_DOMAINS, mailDomain } from '../../graph/model/disposable-mail.ts';
import { MINUTE } from '../../kernel/time.ts';
import type { Cell, Sight } from './column.ts';
import { TRANSACTION_COLUMNS } from './columns.ts';
import { Knowledge } from './knowledge.ts';
import { LocalClock } from './local-clock.ts';
import { transactionOf, type Transaction } from './transaction.ts';

/** What somebody does on one device within this time is one visit. */
const VISIT = 30 * MINUTE;

/** What a transaction turned out to be; null where nobody knows. */
export interface TransactionLabel {
  readonly class: string;
  readonly isFraud: boolean;
}

export interface TransactionRow {
  /** By {@link TRANSACTION_COLUMNS}, in their order; null for an empty cell. */
  readonly cells: readonly Cell[];
  readonly label: TransactionLabel | null;
}

/**
 * Makes the transaction table: one row for each {@link Transaction}, of what was known when it was made. An event counts in
 * a row when it is before the transaction in event order and `observedAt` is not after the transaction. What is known
 * never comes from labels, settlements or retractions.
 *
 * Memory: what users, devices, address blocks, cards and merchants there are, and what each user used; not the number of
 * events. Time per row O(different things of its user, users of its device and block).
 */
export class TransactionRows {
  readonly #knowledge = new Knowledge();
  readonly #clock = new LocalClock();
  readonly #disposable: ReadonlySet<string>;
  /** Events that were learned of late, by `observedAt`, latest first. */
  readonly #late: Event[] = [];
  #last: Event | undefined;

  constructor(disposableDomains: ReadonlySet<string> = DISPOSABLE_DOMAINS) {
    this.#disposable = disposableDomains;
  }

  /**
   * Takes the next event, in event order.
   * @returns the cells of its row when it is a transaction, else undefined
   * @throws RangeError on an event out of order
   */
  add(event: Event): Cell[] | undefined {
    if (this.#last && compareEvents(this.#last, event) >= 0)
      throw new RangeError(`event ${event.source}/${event.id} comes out of order`);
    this.#last = event;
    const transaction = transactionOf(event);
    let cells: Cell[] | undefined;
    if (transaction) {
      this.#catchUp(event.at);
      const sight = this.#look(transaction);
      cells = TRANSACTION_COLUMNS.map(({ read }) => read(sight) ?? null);
    }
    if (event.observedAt <= event.at) this.#knowledge.learn(event);
    else if (event.kind !== 'label' && event.kind !== 'settlement') this.#wait(event);
    return cells;
  }

  #wait(event: Event): void {
    let low = 0;
    let high = this.#late.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#late[middle].observedAt > event.observedAt) low = middle + 1;
      else high = middle;
    }
    this.#late.splice(low, 0, event);
  }

  #catchUp(now: number): void {
    while (this.#late.length > 0 && this.#late[this.#late.length - 1].observedAt <= now)
      this.#knowledge.learn(this.#late.pop()!);
  }

  #look(paid: Transaction): Sight {
    const knowledge = this.#knowledge;
    const { at, device } = paid;
    const user = knowledge.user(paid.user);
    const id = paid.ip === undefined ? null : ipBlock(paid.ip);
    const here = paid.location ? { ...paid.location, at, device } : user.placeOfVisit(at, device, VISIT);
    return {
      paid,
      at,
      user,
      openedAt: knowledge.openedAt(paid.account),
      device: knowledge.device(device),
      block: id === null ? undefined : { id, history: knowledge.block(id) },
      ipCountriesSince: (from) => {
        const blocks = user.blocks.since(from);
        if (id !== null) blocks.push(id);
        return new Set(blocks.flatMap((block) => knowledge.block(block).text('country') ?? []));
      },
      merchant: paid.merchant === undefined ? undefined : knowledge.merchant(paid.merchant),
      card: paid.card === undefined ? undefined : knowledge.card(paid.card),
      clock: this.#clock.show(at, user.timeZone),
      here,
      before: user.placeBefore(at, device, VISIT),
      isDisposable: (email) => {
        const domain = mailDomain(email);
        return domain !== undefined && this.#disposable.has(domain);
      },
    };
  }
}

/** Rows of a whole world or log, with their labels put beside. Events come in event order. */
export function* transactionRows(
  events: Iterable<Event>,
  labelOf: (transaction: Transaction) => TransactionLabel | null,
): Generator<TransactionRow> {
  const rows = new TransactionRows();
  for (const event of events) {
    const cells = rows.add(event);
    if (cells) yield { cells, label: labelOf(transactionOf(event)!) };
  }
}
