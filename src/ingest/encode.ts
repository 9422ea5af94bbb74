import { formatInstant } from '../kernel/time.ts';
import type { Event } from '../graph/model/event.ts';

/** An event in its wire form; `JSON.stringify` of it is a line of an events file. */
export type WireEvent = Readonly<Record<string, unknown>>;

/**
 * Writes an event in its wire form, times as ISO 8601 in UTC. `decodeEvent` of the result equals the event.
 * `observedAt` is left out where it is `at`; `source` always stands there.
 */
export function encodeEvent(event: Event): WireEvent {
  const { at, observedAt, ...fields } = event;
  const wire: Record<string, unknown> = { ...fields, at: formatInstant(at) };
  if (observedAt !== at) wire.observedAt = formatInstant(observedAt);
  if (event.kind === 'settlement' && event.availableAt !== undefined)
    wire.availableAt = formatInstant(event.availableAt);
  if (event.kind === 'reference' && event.allowList)
    wire.allowList = { ...event.allowList, expiry: formatInstant(event.allowList.expiry) };
  return wire;
}
