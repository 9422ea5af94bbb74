import type { Event, EventKind, EventOf } from '../../src/graph/model/event.ts';
import { CurrencyTable } from '../../src/kernel/money.ts';
import { decodeEvent } from '../../src/ingest/decode.ts';
import { FULL_EVENTS } from './sample-events.ts';

type Fields<Kind extends EventKind> = Omit<EventOf<Kind>, 'kind' | 'source' | 'id' | 'at' | 'observedAt'>;
type Common = Partial<Pick<Event, 'source' | 'at' | 'observedAt'>>;

/** An event inside Ringfence: source "s", at 0 unless said; observed when it happened unless said. */
export function event<Kind extends EventKind>(
  kind: Kind,
  id: string,
  fields: Fields<Kind>,
  { source = 's', at = 0, observedAt = at }: Common = {},
): Event {
  return { kind, source, id, at, observedAt, ...fields } as unknown as Event;
}

export function transfer(id: string, from: string, to: string, minor = 100, common: Common = {}): Event {
  return event('transfer', id, { from, to, amount: { minor, currency: 'USD' } }, common);
}

export function session(id: string, user: string, device: string, common: Common = {}): Event {
  return event('session', id, { user, device }, common);
}

export function retraction(id: string, of: readonly [string, string], common: Common = {}): Event {
  return event('retraction', id, { of: [...of], reason: 'wrong' }, common);
}

/** One event of every kind with every field it may have. */
export function fullEvents(): Event[] {
  const currencies = new CurrencyTable();
  return Object.values(FULL_EVENTS).map((wire) => decodeEvent(wire, currencies));
}

/**
 * Ids that a careless store takes for one another, or trips over. All different, byte for byte; the list ends in
 * their byte order's traps.
 */
export const HOSTILE_IDS: readonly string[] = [
  'abc',
  'ABC',
  'Abc',
  'abc ',
  ' abc',
  'abc\t',
  'straße',
  'strasse',
  'STRASSE',
  '\u00e9',
  'e\u0301',
  '\u212b',
  '\u00c5',
  'a\u200bbc',
  '1',
  '01',
  '1.0',
  '1e0',
  '+1',
  '9007199254740992',
  '9007199254740993',
  '-0',
  'null',
  'undefined',
  'NaN',
  'true',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  "'; DROP TABLE event; --",
  '" OR ""="',
  "') DETACH DELETE n //",
  '$id',
  '${id}',
  '`n`',
  ':id',
  '?1',
  '%',
  '_',
  '*',
  '\\',
  '\\u0041',
  'a\nb',
  '\u0001',
  '\u007f',
  'x'.repeat(256),
  '\u20ac'.repeat(85),
  '\u{1f600}'.repeat(64),
  '\u{10000}',
  '\uffff',
  '\ufffd',
  '\u{1f469}\u200d\u{1f469}',
];
