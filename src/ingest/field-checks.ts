import { byteLength } from '../kernel/bytes.ts';
import { idProblem, MAX_ID_BYTES } from '../kernel/ids.ts';
import type { CurrencyTable } from '../kernel/money.ts';
import type { Event, EventKind, EventOf } from '../graph/model/event.ts';
import { ipBlock } from '../graph/model/ip.ts';
import { invalidField } from './invalid.ts';

/** What a check needs to know beside the value. */
export interface CheckContext {
  readonly currencies: CurrencyTable;
  /** Reads an instant in the form at hand (text on the wire, epoch milliseconds inside). */
  instant(value: unknown, path: string): number;
}

/**
 * Checks one field whose shape is already known to be right, for what a shape can't say.
 * @returns the value in its stored form. @throws RingfenceError EVENT_INVALID.
 */
export type FieldCheck = (value: unknown, path: string, context: CheckContext) => unknown;

type FieldName = { [Kind in EventKind]: keyof EventOf<Kind> }[EventKind];

/** One check for every field of every kind: a field of the same name means the same wherever it stands. */
const FIELD_CHECKS: Readonly<Record<FieldName, FieldCheck>> = {
  source: id,
  id,
  kind: asIs,
  at: instant,
  observedAt: instant,
  user: id,
  account: id,
  from: id,
  to: id,
  merchant: id,
  device: id,
  card: id,
  ip: address,
  amount: money,
  received: money,
  creditLimit: money,
  ledger: money,
  available: money,
  currency,
  balances: wholeNumbers,
  merchantRisk: wholeNumber,
  location: (value) => plusZero(value as { lat: number; lon: number }),
  of: (value, path) => {
    const [source, eventId] = value as readonly [unknown, unknown];
    return [id(source, `${path}.0`), id(eventId, `${path}.1`)];
  },
  subject,
  availableAt: instant,
  allowList: (value, path, context) => {
    const entry = value as { owner: string; expiry: unknown };
    return {
      owner: text(entry.owner, `${path}.owner`),
      expiry: context.instant(entry.expiry, `${path}.expiry`),
    };
  },
  checks: (value, path) => {
    for (const [name, part] of Object.entries(value as object)) text(part, `${path}.${name}`);
    return value;
  },
  name: text,
  email: text,
  phone: text,
  nationalId: text,
  dateOfBirth: text,
  address: text,
  channel: text,
  timeZone: text,
  accountType: text,
  accountNumber: text,
  rail: text,
  category: text,
  billingCountry: text,
  shippingCountry: text,
  code: text,
  field: text,
  value: text,
  institution: text,
  country: text,
  deviceType: text,
  os: text,
  userAgent: text,
  merchantType: text,
  type: text,
  role: text,
  reason: text,
  outcome: asIs,
  status: asIs,
  ipKind: asIs,
  isVpn: asIs,
  verdict: asIs,
  axis: asIs,
};

/** The check of a field of a kind. */
export function fieldCheck(kind: EventKind, name: string): FieldCheck {
  if (kind === 'reference' && name === 'subject') return referenceSubject;
  return FIELD_CHECKS[name as FieldName];
}

function asIs(value: unknown): unknown {
  return value;
}

function instant(value: unknown, path: string, context: CheckContext): number {
  return context.instant(value, path);
}

function id(value: unknown, path: string): unknown {
  const problem = idProblem(value as string);
  if (problem !== null)
    throw invalidField(path, value, `1 to ${MAX_ID_BYTES} bytes of UTF-8 without NUL (it ${problem})`);
  return value;
}

/** A lone surrogate has no UTF-8 form: two different texts would be stored, and hashed, as one. */
function text(value: unknown, path: string): unknown {
  if (!(value as string).isWellFormed()) throw invalidField(path, value, 'text without lone surrogates');
  return value;
}

function address(value: unknown, path: string): unknown {
  if (!isAddress(value as string)) throw invalidField(path, value, 'an IPv4 or IPv6 address');
  return value;
}

const ADDRESSES_KEPT = 8192;
const knownAddresses = new Set<string>();

/** The same addresses come again and again and parsing one costs more than all else in an event: keep the last. */
function isAddress(value: string): boolean {
  if (knownAddresses.has(value)) return true;
  if (ipBlock(value) === null) return false;
  if (knownAddresses.size >= ADDRESSES_KEPT) knownAddresses.clear();
  knownAddresses.add(value);
  return true;
}

/** Codes of ISO 4217 that stand for no money: "no currency" and "for tests". */
const NOT_MONEY: ReadonlySet<string> = new Set(['XXX', 'XTS']);

function currency(value: unknown, path: string, context: CheckContext): unknown {
  const code = value as string;
  if (context.currencies.exponent(code) === undefined || NOT_MONEY.has(code))
    throw invalidField(path, value, 'a currency code of ISO 4217 in capitals, or one that was declared');
  return value;
}

function money(value: unknown, path: string, context: CheckContext): unknown {
  const amount = value as { minor: number; currency: string };
  wholeNumber(amount.minor, `${path}.minor`);
  currency(amount.currency, `${path}.currency`, context);
  return value;
}

function wholeNumbers(value: unknown, path: string): unknown {
  for (const [name, part] of Object.entries(value as object)) wholeNumber(part, `${path}.${name}`);
  return value;
}

/** JSON can say -0, which no count or amount is; it would not survive being written again. */
function wholeNumber(value: unknown, path: string): unknown {
  if (Object.is(value, -0)) throw invalidField(path, value, 'a whole number');
  return value;
}

/** A place on the equator may well come as -0 from a rounding: the same place as 0. */
function plusZero(place: { lat: number; lon: number }): { lat: number; lon: number } {
  return { lat: place.lat + 0, lon: place.lon + 0 };
}

type Subject = Extract<Event, { subject: unknown }>['subject'];

function subject(value: unknown, path: string): unknown {
  const named = value as Subject;
  if ('source' in named) id(named.source, `${path}.source`);
  id(named.id, `${path}.id`);
  if (named.type === 'IpAddress' && !isAddress(named.id) && !isBlock(named.id))
    throw invalidField(`${path}.id`, named.id, 'an IPv4 or IPv6 address, or the /64 of an IPv6 address');
  return value;
}

/** Facts are given about single addresses; blocks are what findings are about, and so labels. */
function referenceSubject(value: unknown, path: string): unknown {
  const named = value as Subject;
  if (named.type === 'IpAddress') address(named.id, `${path}.id`);
  return subject(value, path);
}

function isBlock(value: string): boolean {
  return byteLength(value) < 64 && value.endsWith('/64') && ipBlock(value.slice(0, -3)) === value;
}
