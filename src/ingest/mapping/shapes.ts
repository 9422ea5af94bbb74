import Type, { type Static, type TObject } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import type { MappingFile, Node, Path } from './mapping-file.ts';

/**
 * The shapes of a mapping file, one object at a time. Every scalar of the file is text. What a property takes is said
 * in its description, which error messages repeat; what may be text or an object is `Type.Unsafe` here and looked into
 * where it is compiled.
 */
const opt = Type.Optional;
const text = (description: string) => Type.String({ description });
const either = (description: string) => Type.Unsafe<Node>({ description });
const flag = opt(Type.Enum(['true', 'false'], { description: 'true or false' }));
const list = (description: string) => Type.Array(Type.String(), { minItems: 1, description });
const zone = opt(text('a zone such as +01:00, Z or Europe/Berlin'));

/** A shape, what an object of it is called, and its compiled check. */
export interface Shape<T> {
  readonly what: string;
  readonly schema: TObject;
  readonly validator: Validator;
  /** Only for its type. */
  readonly sample?: T;
}

function shape<Schema extends TObject>(what: string, schema: Schema): Shape<Static<Schema>> {
  return { what, schema, validator: Compile(schema) };
}

/** @throws RingfenceError MAPPING_INVALID when a node is no object of a shape */
export function checked<T>(file: MappingFile, path: Path, node: Node, wanted: Shape<T>): T {
  return file.check<T>(path, node, wanted.schema, wanted.validator, wanted.what);
}

export const MAPPING = shape(
  'a mapping (source, currency, zone, currencies, tables)',
  Type.Object({
    source: opt(text('the name of the source of all events')),
    currency: opt(text('a currency code such as EUR')),
    zone,
    currencies: opt(
      Type.Record(Type.String(), Type.String({ pattern: '^1?[0-9]$' }), {
        description: 'codes with their number of decimals, such as XBT: 8',
      }),
    ),
    tables: Type.Record(Type.String(), Type.Unsafe<Node>({}), {
      description: 'tables by name',
      minProperties: 1,
    }),
  }),
);

export const TABLE = shape(
  'a table (file, header, columns, delimiter, encoding, skip, blank, trim, key, let, when, events)',
  Type.Object({
    file: opt(either('a pattern of file names such as "payments*.csv", or a list of them')),
    header: opt(list('a list of columns that tell the file')),
    columns: opt(list('the names of all columns of a file without a header, in order')),
    delimiter: opt(text('one character, or tab')),
    encoding: opt(text('an encoding such as windows-1252 or utf-16le')),
    skip: opt(Type.String({ pattern: '^[0-9]{1,4}$', description: 'a number of lines before the header' })),
    blank: opt(Type.Array(Type.String(), { description: 'a list of cells that stand for nothing' })),
    trim: flag,
    key: opt(either('a column, or a template of columns, that no two rows have the same')),
    let: opt(Type.Record(Type.String(), Type.Unsafe<Node>({}), { description: 'names with values' })),
    when: opt(either('conditions by column')),
    events: opt(Type.Array(Type.Unsafe<Node>({}), { description: 'a list of events' })),
  }),
);

const textParts = {
  column: opt(text('the name of a column')),
  value: opt(text('a template such as "{bank}:{account}"')),
  lookup: opt(text('the name of another table')),
  by: opt(text('a template of the key to look up, such as "{account_id}"')),
  take: opt(text('a column of the table that is looked up in')),
  split: opt(Type.String({ minLength: 1, description: 'what separates the parts of a cell' })),
  part: opt(
    Type.String({ pattern: '^-?[1-9][0-9]?$', description: 'which part: 1 is the first, -1 the last' }),
  ),
  trim: flag,
  case: opt(Type.Enum(['lower', 'upper'], { description: 'lower or upper' })),
  map: opt(Type.Record(Type.String(), Type.String(), { description: 'found texts with what they become' })),
  otherwise: opt(text('a template for what the map does not have')),
  default: opt(text('a template for a blank')),
};

export const TEXT = shape(
  'a value (column, value or lookup; split, part, trim, case, map, otherwise, default)',
  Type.Object(textParts),
);
export type TextParts = Static<typeof TEXT.schema> & NonNullable<(typeof TEXT)['sample']>;

export const TIME = shape(
  'a time (a value, and format, zone, unit, from, plus)',
  Type.Object({
    ...textParts,
    format: opt(text('iso, epoch-seconds, epoch-milliseconds, or a pattern such as DD.MM.YYYY HH:mm:ss')),
    zone,
    unit: opt(
      Type.Enum(['days', 'hours', 'minutes', 'seconds'], { description: 'days, hours, minutes or seconds' }),
    ),
    from: opt(text('the instant that units are counted from, such as 2025-01-01T00:00:00Z')),
    plus: opt(text('a duration such as 5d, 72h or 90s')),
  }),
);

export const MONEY = shape(
  'an amount (a value, and currency, unit, decimal, group, sign, round)',
  Type.Object({
    ...textParts,
    currency: opt(either('a currency code, or a value that gives one')),
    unit: opt(Type.Enum(['major', 'minor'], { description: 'major (12.50) or minor (1250)' })),
    decimal: opt(Type.String({ minLength: 1, maxLength: 1, description: 'the decimal sign' })),
    group: opt(Type.String({ minLength: 1, maxLength: 1, description: 'the sign between thousands' })),
    sign: opt(Type.Enum(['keep', 'absolute', 'negate'], { description: 'keep, absolute or negate' })),
    round: flag,
  }),
);

export const EACH = shape(
  'each (column, split, as)',
  Type.Object({
    column: text('the name of a column'),
    split: Type.String({ minLength: 1, description: 'what separates the parts of a cell' }),
    as: text('the name that the part has in templates'),
  }),
);

export const TEST = shape(
  'a test (not, blank, starts, ends, contains, above, below)',
  Type.Object({
    not: opt(either('a text, a list of texts, or a test')),
    blank: flag,
    starts: opt(text('a text')),
    ends: opt(text('a text')),
    contains: opt(text('a text')),
    above: opt(Type.String({ pattern: '^-?[0-9]+(\\.[0-9]+)?$', description: 'a number' })),
    below: opt(Type.String({ pattern: '^-?[0-9]+(\\.[0-9]+)?$', description: 'a number' })),
  }),
);
