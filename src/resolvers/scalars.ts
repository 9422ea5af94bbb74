import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { formatInstant, parseInstant } from '../kernel/time.ts';
import type { MoneyModel } from './models.ts';

/** Epoch milliseconds inside, ISO 8601 with a zone outside. */
export const DateTime = new GraphQLScalarType<number, string>({
  name: 'DateTime',
  serialize: (value) => formatInstant(Number(value)),
  parseValue: readInstant,
  parseLiteral: (node) => readInstant(node.kind === Kind.STRING ? node.value : null),
});

function readInstant(value: unknown): number {
  const ms = typeof value === 'string' ? parseInstant(value) : null;
  if (ms === null) throw new GraphQLError('a DateTime is text such as 2025-03-01T00:00:00Z, with a zone');
  return ms;
}

/** Output only: amounts come in as parts of events. */
export const Money = new GraphQLScalarType<MoneyModel, { minor: number | string; currency: string }>({
  name: 'Money',
  serialize: (value) => {
    const { minor, currency } = value as MoneyModel;
    const isSafe = minor >= Number.MIN_SAFE_INTEGER && minor <= Number.MAX_SAFE_INTEGER;
    return { minor: isSafe ? Number(minor) : minor.toString(), currency };
  },
  parseValue: refuseMoney,
  parseLiteral: refuseMoney,
});

function refuseMoney(): never {
  throw new GraphQLError('Money is not taken as an argument');
}

/** Any JSON object; what it says is checked where events are read, by the rules of every other door. */
export const EventInput = new GraphQLScalarType<unknown>({
  name: 'Event',
  parseValue: requireObject,
  parseLiteral: (node, variables) => requireObject(literal(node, variables ?? {})),
});

/** A JSON object; what it says is checked where it is used. */
export const JsonInput = new GraphQLScalarType<unknown>({
  name: 'Json',
  parseValue: requireJson,
  parseLiteral: (node, variables) => requireJson(literal(node, variables ?? {})),
});

function requireJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new GraphQLError('wanted a JSON object');
  return value;
}

function requireObject(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new GraphQLError('an Event is an object with kind, id, at and the fields of its kind');
  return value;
}

/** Numbers as JSON.parse reads them, so that 1e400 is Infinity here too and is refused where amounts are checked. */
function literal(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      // fromEntries makes an own property of any name, __proto__ included.
      return Object.fromEntries(
        node.fields.map(({ name, value }) => [name.value, literal(value, variables)]),
      );
    case Kind.LIST:
      return node.values.map((value) => literal(value, variables));
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.NULL:
      return null;
    case Kind.VARIABLE:
      return variables[node.name.value];
    default:
      return node.value;
  }
}
