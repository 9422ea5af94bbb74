import { RingfenceError, type ErrorCode } from '../kernel/errors.ts';
import { formatInstant, MINUTE } from '../kernel/time.ts';
import { eventKey, type Event, type EventKey } from '../graph/model/event.ts';
import { decodeEvent, DEFAULT_SOURCE } from '../ingest/decode.ts';
import type { AppendOutcome } from '../store/port.ts';
import { requirePlainIds } from './plain-ids.ts';
import type { Serving } from './serving/serving.ts';

/** What became of one event that was sent. */
export type IngestOutcome =
  | { readonly outcome: 'accepted' | 'duplicate'; readonly key: EventKey; readonly seq: number }
  | {
      readonly outcome: 'conflict' | 'refused';
      readonly key: EventKey | null;
      readonly code: ErrorCode;
      readonly message: string;
      /** Dotted path of the field that is wrong; null where it is the event as a whole. */
      readonly field: string | null;
    };

/** How far ahead of ours a sender's clock may be. */
const SKEW = 5 * MINUTE;
/** Events stored at once, so that others get their turn between. */
const AT_ONCE = 500;

/**
 * Stores events in their wire form, in the order given. Those that can't be read are refused one by one and do not
 * keep the others from being stored. When it returns, what is `accepted` is kept; when it throws, some of a long list may
 * be, and sending all again is safe.
 * @throws RingfenceError NOT_READY, RATE_LIMITED, STORE_FAILED
 */
export async function ingestEvents(
  serving: Serving,
  values: readonly unknown[],
  source: string = DEFAULT_SOURCE,
): Promise<readonly IngestOutcome[]> {
  const read = values.map((value) => readEvent(serving, value, source));
  const events = read.flatMap((result) => ('event' in result ? [result.event] : []));
  const appended: AppendOutcome[] = [];
  for (let from = 0; from < events.length; from += AT_ONCE)
    appended.push(...(await serving.engine.submit(events.slice(from, from + AT_ONCE))));
  let next = 0;
  return read.map((result) => {
    if (!('event' in result)) return result.refused;
    const { outcome, seq } = appended[next++];
    const key = eventKey(result.event);
    return outcome === 'conflict' ? conflict(key) : { outcome, key, seq };
  });
}

type Read = { readonly event: Event } | { readonly refused: IngestOutcome };

function readEvent(serving: Serving, value: unknown, source: string): Read {
  try {
    return { event: receiveEvent(serving, value, source) };
  } catch (error) {
    if (!(error instanceof RingfenceError)) throw error;
    const { code, message, facts } = error;
    const field = typeof facts.field === 'string' ? facts.field : null;
    return { refused: { outcome: 'refused', key: null, code, message, field } };
  }
}

/**
 * Reads an event in its wire form as every door to the network takes it.
 * @throws RingfenceError EVENT_INVALID, EVENT_FROM_FUTURE
 */
export function receiveEvent(
  { currencies, clock, anyIds }: Serving,
  value: unknown,
  source: string = DEFAULT_SOURCE,
): Event {
  const event = decodeEvent(value, currencies, source);
  if (!anyIds) requirePlainIds(event);
  refuseFuture(event, clock.now());
  return event;
}

/** @throws RingfenceError EVENT_FROM_FUTURE */
function refuseFuture({ at, observedAt }: Event, now: number): void {
  const [field, time] = at > now + SKEW ? ['at', at] : ['observedAt', observedAt];
  if (time > now + SKEW)
    throw new RingfenceError(
      'EVENT_FROM_FUTURE',
      `${field} is more than 5 minutes ahead of the server's clock (${formatInstant(now)})`,
      { field },
    );
}

function conflict(key: EventKey): IngestOutcome {
  return {
    outcome: 'conflict',
    key,
    code: 'ID_CONFLICT',
    message: 'an event with this source and id and another body was there first; that one is kept',
    field: 'id',
  };
}
