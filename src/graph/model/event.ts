import Type, { type Static, type TSchema } from 'typebox';
import { compareBytes } from '../../kernel/bytes.ts';
import { ENTITY_TYPES } from './entity.ts';
import { IP_KINDS } from './ip.ts';

/**
 * The shapes of events (definitions.md, "Events"). One description serves both forms: on the wire a time is ISO 8601
 * text with a zone, inside it is epoch milliseconds. Unknown fields are refused in both.
 */
function shapes<Time extends TSchema>(time: Time) {
  const id = Type.String({ minLength: 1, maxLength: 256 });
  const text = Type.String({ maxLength: 1024 });
  const opt = Type.Optional;
  const strict = { additionalProperties: false };
  const money = Type.Object(
    {
      minor: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
      currency: Type.String({ minLength: 1, maxLength: 16 }),
    },
    strict,
  );
  const balance = Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER });
  const signedMoney = Type.Object({ minor: balance, currency: money.properties.currency }, strict);
  const key = Type.Tuple([id, id]);
  const location = Type.Object(
    { lat: Type.Number({ minimum: -90, maximum: 90 }), lon: Type.Number({ minimum: -180, maximum: 180 }) },
    strict,
  );
  const entity = Type.Object({ type: Type.Enum([...ENTITY_TYPES]), id }, strict);

  const common = { source: id, id, at: time, observedAt: time };
  const event = <Kind extends string, Fields extends Record<string, TSchema>>(kind: Kind, fields: Fields) =>
    Type.Object({ ...common, kind: Type.Literal(kind), ...fields }, strict);

  return {
    registration: event('registration', {
      user: id,
      name: opt(text),
      email: opt(text),
      phone: opt(text),
      nationalId: opt(text),
      dateOfBirth: opt(text),
      address: opt(text),
      device: opt(id),
      ip: opt(id),
      channel: opt(text),
      timeZone: opt(text),
    }),
    'account-opened': event('account-opened', {
      user: id,
      account: id,
      accountType: opt(text),
      accountNumber: opt(text),
      currency: opt(text),
      creditLimit: opt(money),
    }),
    session: event('session', {
      user: id,
      device: opt(id),
      ip: opt(id),
      outcome: opt(Type.Enum(['success', 'failure', 'locked'])),
      location: opt(location),
    }),
    transfer: event('transfer', {
      from: id,
      to: id,
      amount: money,
      received: opt(money),
      user: opt(id),
      device: opt(id),
      ip: opt(id),
      rail: opt(text),
      balances: opt(
        Type.Object(
          {
            fromBefore: opt(balance),
            fromAfter: opt(balance),
            toBefore: opt(balance),
            toAfter: opt(balance),
          },
          strict,
        ),
      ),
    }),
    payment: event('payment', {
      account: id,
      merchant: id,
      amount: money,
      user: opt(id),
      device: opt(id),
      ip: opt(id),
      card: opt(id),
      location: opt(location),
      category: opt(text),
      billingCountry: opt(text),
      shippingCountry: opt(text),
      checks: opt(Type.Object({ avs: opt(text), cvv: opt(text) }, strict)),
    }),
    settlement: event('settlement', {
      of: key,
      status: Type.Enum(['pending', 'settled', 'returned', 'charged-back']),
      code: opt(text),
      availableAt: opt(time),
    }),
    balance: event('balance', { account: id, ledger: signedMoney, available: signedMoney }),
    'profile-change': event('profile-change', { user: id, field: text, value: opt(text) }),
    'bank-connection': event('bank-connection', { user: id, institution: opt(text) }),
    reference: event('reference', {
      subject: Type.Object({ type: Type.Enum(['Device', 'IpAddress', 'Merchant', 'Account']), id }, strict),
      ipKind: opt(Type.Enum([...IP_KINDS])),
      isVpn: opt(Type.Boolean()),
      country: opt(text),
      deviceType: opt(text),
      os: opt(text),
      userAgent: opt(text),
      accountType: opt(text),
      merchantType: opt(text),
      merchantRisk: opt(Type.Integer({ minimum: 0, maximum: 100 })),
      allowList: opt(Type.Object({ owner: text, expiry: time }, strict)),
    }),
    label: event('label', {
      subject: Type.Union([entity, Type.Object({ type: Type.Literal('Event'), source: id, id }, strict)]),
      verdict: Type.Enum(['fraud', 'legitimate', 'inconclusive']),
      axis: opt(Type.Enum(['first-party', 'third-party', 'scam'])),
      type: opt(text),
      role: opt(text),
    }),
    retraction: event('retraction', { of: key, reason: text }),
  };
}

/** Schemas of events as they arrive, times as text; `source` and `observedAt` may be left out there (see ingest). */
export const WIRE_SHAPES = shapes(Type.String({ maxLength: 64 }));
/** Schemas of events inside Ringfence, times in epoch milliseconds. */
export const STORED_SHAPES = shapes(Type.Integer());

export type EventKind = keyof typeof STORED_SHAPES;
export const EVENT_KINDS = Object.keys(STORED_SHAPES) as readonly EventKind[];

/** An event inside Ringfence: validated, defaults filled in, times in epoch milliseconds. */
export type Event = { [Kind in EventKind]: Static<(typeof STORED_SHAPES)[Kind]> }[EventKind];
export type EventOf<Kind extends EventKind> = Extract<Event, { kind: Kind }>;

/** The key of an event: `[source, id]`, compared byte for byte. */
export type EventKey = readonly [source: string, id: string];

/** An event's place in the order of events. */
export interface EventOrder {
  readonly at: number;
  readonly source: string;
  readonly id: string;
}

export function eventKey(event: { source: string; id: string }): EventKey {
  return [event.source, event.id];
}

/** The order of events: by time, then source, then id, the last two as UTF-8 bytes (definitions.md, "Order"). */
export function compareEvents(a: EventOrder, b: EventOrder): number {
  return a.at - b.at || compareBytes(a.source, b.source) || compareBytes(a.id, b.id);
}
