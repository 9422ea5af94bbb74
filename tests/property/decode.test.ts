import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkEvent, decodeEvent } from '../../src/ingest/decode.ts';
import { encodeEvent } from '../../src/ingest/encode.ts';
import { EVENT_KINDS, WIRE_SHAPES, type Event } from '../../src/graph/model/event.ts';
import { RingfenceError } from '../../src/kernel/errors.ts';
import { idProblem } from '../../src/kernel/ids.ts';
import { CurrencyTable } from '../../src/kernel/money.ts';
import { parseInstant } from '../../src/kernel/time.ts';
import { FULL_EVENTS } from '../support/sample-events.ts';

const currencies = new CurrencyTable();
const RUNS = { numRuns: 2_000 };

/** A sample event of any kind without some of the fields it can do without. */
const sparse = fc.constantFrom(...EVENT_KINDS).chain((kind) => {
  const required = new Set<string>(WIRE_SHAPES[kind].required);
  const optional = Object.keys(FULL_EVENTS[kind]).filter((name) => !required.has(name));
  return fc
    .subarray(['source', 'observedAt', ...optional])
    .map((left) =>
      Object.fromEntries(Object.entries(FULL_EVENTS[kind]).filter(([name]) => !left.includes(name))),
    );
});

/** What tends to go wrong, beside any JSON at all. */
const strange = fc.oneof(
  fc.constantFrom<unknown>(
    -0,
    -1,
    0.5,
    NaN,
    Infinity,
    2 ** 53,
    -(2 ** 53),
    '',
    '\0',
    '\ud800',
    '__proto__',
    'USD',
    '2025-02-29T00:00:00Z',
    '2024-02-29T23:59:59.999999-12:00',
    '0000-01-01T00:00:00+01:00',
    '127.0.0.1',
    '::ffff:1.2.3.4',
    '2001:db8::/64',
    null,
    undefined,
    [],
    {},
    { type: 'Event', source: 's', id: 'i' },
    { minor: 1, currency: 'JPY' },
  ),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.bigInt(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.jsonValue(),
);

const names = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toJSON',
    'length',
    'ip',
    'amount',
    'subject',
    'of',
    'at',
    'kind',
  ),
  fc.string(),
);

interface Mutation {
  readonly where: number;
  readonly act: 'replace' | 'remove' | 'add';
  readonly name: string;
  readonly value: unknown;
}
const mutation = fc.record<Mutation>({
  where: fc.nat(),
  act: fc.constantFrom('replace', 'remove', 'add'),
  name: names,
  value: strange,
});

/** Changes one place of a value, however deep. */
function mutate(value: unknown, { where, act, name, value: other }: Mutation): unknown {
  const copy = structuredClone(value) as object;
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const visit = (holder: object): void => {
    for (const [key, child] of Object.entries(holder)) {
      places.push({ holder: holder as Record<string, unknown>, key });
      if (typeof child === 'object' && child !== null) visit(child);
    }
  };
  visit(copy);
  if (places.length === 0) return other;
  const { holder, key } = places[where % places.length];
  if (act === 'remove') delete holder[key];
  else if (act === 'add' && Array.isArray(holder)) holder.push(other);
  else
    Object.defineProperty(holder, act === 'add' ? name : key, {
      value: other,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return copy;
}

/** Through bytes and back, as a file does. */
function roundTrip(event: Event): Event {
  return decodeEvent(JSON.parse(JSON.stringify(encodeEvent(event))), currencies);
}

describe('decodeEvent and encodeEvent', () => {
  it('give every event back as it was, whatever optional fields it has', () => {
    fc.assert(
      fc.property(sparse, (wire) => {
        const event = decodeEvent(wire, currencies);
        expect(roundTrip(event)).toStrictEqual(event);
        expect(checkEvent(event, currencies)).toStrictEqual(event);
      }),
      RUNS,
    );
  });

  it('refuse a changed event by EVENT_INVALID and a field, or take it and give it back as it was', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(sparse, fc.array(mutation, { minLength: 1, maxLength: 3 }), (wire, mutations) => {
        const value = mutations.reduce<unknown>(mutate, wire);
        let event: Event;
        try {
          event = decodeEvent(value, currencies);
        } catch (error) {
          expect(error).toBeInstanceOf(RingfenceError);
          expect(error).toMatchObject({
            code: 'EVENT_INVALID',
            facts: { field: expect.stringMatching(/./) },
          });
          refused++;
          return;
        }
        expect(roundTrip(event)).toStrictEqual(event);
        expect(checkEvent(event, currencies)).toStrictEqual(event);
        accepted++;
      }),
      { numRuns: 5_000 },
    );
    expect('polluted' in {}).toBe(false);
    // Both ways out are well trodden, or the property would say little.
    expect(Math.min(accepted, refused)).toBeGreaterThan(200);
  });

  it('never throw anything but EVENT_INVALID, whatever they are given', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true }), (value) => {
        try {
          decodeEvent(value, currencies);
        } catch (error) {
          expect(error).toMatchObject({ name: 'RingfenceError', code: 'EVENT_INVALID' });
        }
      }),
      RUNS,
    );
  });

  it('take an id exactly when the kernel calls it one, and keep it byte for byte', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 140 }),
      fc.string({ minLength: 240, maxLength: 270 }),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('id', 'source', 'from', 'to', 'device', 'user'), (id, field) => {
        const read = (): Event => decodeEvent({ ...FULL_EVENTS.transfer, [field]: id }, currencies);
        if (idProblem(id) === null) expect(read()).toHaveProperty(field, id);
        else expect(read).toThrow(new RegExp(`^${field} is `));
      }),
      RUNS,
    );
  });

  it('take a time exactly when the kernel reads it, as the instant it is', () => {
    const digits = (count: number) =>
      fc.nat({ max: 10 ** count - 1 }).map((n) => String(n).padStart(count, '0'));
    const time = fc
      .tuple(
        digits(4),
        digits(2),
        digits(2),
        digits(2),
        digits(2),
        digits(2),
        fc.constantFrom('', '.5', '.123456789'),
        fc.constantFrom('Z', '+05:30', '-11:00', ''),
      )
      .map(([y, m, d, h, min, s, fraction, zone]) => `${y}-${m}-${d}T${h}:${min}:${s}${fraction}${zone}`);
    fc.assert(
      fc.property(
        fc.oneof(
          time,
          strange.filter((value) => typeof value === 'string'),
        ),
        (at) => {
          const read = (): Event => decodeEvent({ ...FULL_EVENTS.transfer, at }, currencies);
          const ms = parseInstant(at as string);
          if (ms === null) expect(read).toThrow(/^at is /);
          else expect(read().at).toBe(ms);
        },
      ),
      RUNS,
    );
  });
});
