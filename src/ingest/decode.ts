import Type, { type TObject, type TProperties } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import type { CurrencyTable } from '../kernel/money.ts';
import { isInstant, parseInstant } from '../kernel/time.ts';
import { EVENT_KINDS, STORED_SHAPES, WIRE_SHAPES, type Event, type EventKind } from '../graph/model/event.ts';
import { fieldCheck, type CheckContext, type FieldCheck } from './field-checks.ts';
import { invalidField, unknownField } from './invalid.ts';
import { INSTANT_WANTED, shapeProblem } from './shape-problem.ts';

export const DEFAULT_SOURCE = 'default';

/**
 * Reads an event in its wire form: times as ISO 8601 text with a zone; `source` may be left out (`defaultSource`),
 * so may `observedAt` (then it is `at`). The value is what JSON.parse gave, or anything else; it is not changed.
 *
 * Refused: a kind or field that does not exist (`__proto__` included), a wrong type, an id that is no id, an address
 * that is none, a currency nobody declared, a time without a zone, an amount that is negative, -0, a fraction, or
 * beyond 2^53 - 1. An amount of 0 and a transfer to oneself are accepted. A key given twice in JSON text can't be
 * seen here: JSON.parse keeps the last. Nested values are looked into only as deep as events go (three levels).
 *
 * Time O(size of the event).
 * @throws RingfenceError EVENT_INVALID; `facts.field` is the dotted path of the first field that is wrong.
 */
export function decodeEvent(
  value: unknown,
  currencies: CurrencyTable,
  defaultSource: string = DEFAULT_SOURCE,
): Event {
  return read(value, WIRE, { currencies, instant: wireInstant }, defaultSource);
}

/**
 * The same checks for an event in its stored form (times in epoch milliseconds), as importers make them.
 * @throws RingfenceError EVENT_INVALID, as {@link decodeEvent}.
 */
export function checkEvent(
  value: unknown,
  currencies: CurrencyTable,
  defaultSource: string = DEFAULT_SOURCE,
): Event {
  return read(value, STORED, { currencies, instant: storedInstant }, defaultSource);
}

interface Reader {
  readonly kind: EventKind;
  /** Shape of the incoming object; unknown fields are found while its fields are walked, which is cheaper. */
  readonly validator: Validator;
  readonly shape: TObject;
  readonly checks: ReadonlyMap<string, FieldCheck>;
}

type Readers = ReadonlyMap<unknown, Reader>;

const WIRE = readers(WIRE_SHAPES);
const STORED = readers(STORED_SHAPES);

function readers(shapes: Readonly<Record<EventKind, TObject>>): Readers {
  return new Map(
    EVENT_KINDS.map((kind) => {
      const { source, observedAt, ...rest } = shapes[kind].properties as TProperties;
      const properties = { source: Type.Optional(source), observedAt: Type.Optional(observedAt), ...rest };
      const checks = new Map(Object.keys(properties).map((name) => [name, fieldCheck(kind, name)]));
      const shape = Type.Object(properties);
      return [kind, { kind, validator: Compile(shape), shape, checks }];
    }),
  );
}

function read(value: unknown, forms: Readers, context: CheckContext, defaultSource: string): Event {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidField('event', value, 'an object');
  const fields = value as Readonly<Record<string, unknown>>;
  const reader = forms.get(fields.kind);
  if (reader === undefined) throw invalidField('kind', fields.kind, `one of ${EVENT_KINDS.join(', ')}`);
  if (!reader.validator.Check(fields))
    throw shapeProblem(reader.kind, reader.shape, reader.validator, fields);
  const at = context.instant(fields.at, 'at');
  const event: Record<string, unknown> = {
    source: defaultSource,
    id: fields.id,
    kind: reader.kind,
    at,
    observedAt: at,
  };
  for (const name in fields) {
    const check = reader.checks.get(name);
    if (check === undefined) throw unknownField(name, `the kind ${reader.kind}`);
    const field = known(fields[name]);
    if (field !== undefined) event[name] = name === 'at' ? at : check(field, name, context);
  }
  // The shape was checked against the very schema that the type is made of, and every field once more.
  return event as unknown as Event;
}

/**
 * Importers may spell "not known" as undefined, which JSON has no word for: the same as leaving the field out, at the
 * top and in the objects below it. What has nothing to leave out is given back as it is.
 */
function known(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  for (const name in value)
    if ((value as Record<string, unknown>)[name] === undefined)
      return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));
  return value;
}

function wireInstant(value: unknown, path: string): number {
  const ms = parseInstant(value as string);
  if (ms === null) throw invalidField(path, value, INSTANT_WANTED);
  return ms;
}

function storedInstant(value: unknown, path: string): number {
  if (!isInstant(value as number))
    throw invalidField(path, value, 'whole milliseconds in the years 0000 to 9999');
  return (value as number) + 0;
}
