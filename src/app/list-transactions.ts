import type { Event, EventKind, EventOf } from '../graph/model/event.ts';
import type { LoggedEvent } from '../store/port.ts';
import { pageSize, readCursor, writeCursor, type Page, type PageRequest } from './serving/page.ts';
import type { Serving } from './serving/serving.ts';

/** Events of the log that one request looks at; a page may be short and still have a next one. */
const LOOKED_AT = 20_000;

export interface EventsRequest extends PageRequest {
  /** Kinds to show; all when left out. */
  readonly kinds?: readonly EventKind[] | null;
  /** Only events that name this account (payer, payee, or paying at a merchant). */
  readonly account?: string | null;
}

/**
 * Events as they arrived, eldest first, retractions and what they took back included. With a filter a page may hold
 * fewer than asked for, or none, although there is a next one: a request looks at no more than 20,000 events.
 */
export async function listEvents({ reads }: Serving, request: EventsRequest): Promise<Page<LoggedEvent>> {
  const first = pageSize(request);
  const [start = 0] = readCursor(request) ?? [];
  const found: LoggedEvent[] = [];
  let last = Number(start);
  let end = false;
  for (let looked = 0; found.length < first && looked < LOOKED_AT && !end;) {
    const batch = await reads.eventsAfter(last);
    end = batch.length === 0;
    for (const logged of batch) {
      if (found.length === first) break;
      last = logged.seq;
      looked++;
      if (fits(logged.event, request)) found.push(logged);
    }
  }
  const more = !end && (await reads.eventsAfter(last)).length > 0;
  return {
    items: found.map((item) => ({ item, cursor: writeCursor([item.seq]) })),
    // From where the search ended, not from what it found, which may be nothing.
    endCursor: writeCursor([last]),
    hasNext: more,
    total: null,
  };
}

export type Transaction = EventOf<'transfer' | 'payment'>;

/** The transfers and payments among them. */
export async function listTransactions(
  serving: Serving,
  request: Omit<EventsRequest, 'kinds'>,
): Promise<Page<Transaction>> {
  const page = await listEvents(serving, { ...request, kinds: ['transfer', 'payment'] });
  const items = page.items.map(({ item, cursor }) => ({ item: item.event as Transaction, cursor }));
  return { ...page, items };
}

function fits(event: Event, { kinds, account }: EventsRequest): boolean {
  if (kinds && !kinds.includes(event.kind)) return false;
  if (account === null || account === undefined) return true;
  const { from, to, account: own } = event as Partial<Record<'from' | 'to' | 'account', string>>;
  return from === account || to === account || own === account;
}
