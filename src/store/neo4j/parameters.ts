import { int, type Integer } from 'neo4j-driver';
import { RingfenceError } from '../../kernel/errors.ts';

/** What statements take: JSON-like values; whole numbers are stored as integers. */
export type Parameter =
  | string
  | number
  | boolean
  | null
  | readonly Parameter[]
  | { readonly [name: string]: Parameter | undefined };

type Sent = string | number | boolean | null | Integer | Sent[] | { [name: string]: Sent };

/**
 * The form in which the driver sends a value: whole numbers as integers (a plain number would be stored as a float),
 * absent fields left out.
 * @throws RingfenceError INTERNAL on NaN and infinities, which Neo4j would keep, and on whole numbers over 2^53
 */
export function toParameter(value: Parameter): Sent {
  if (typeof value === 'number') return toNumber(value);
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(toParameter);
  const sent: { [name: string]: Sent } = {};
  for (const name of Object.keys(value)) {
    const item = value[name];
    if (item !== undefined) sent[name] = toParameter(item);
  }
  return sent;
}

function isList(value: object): value is readonly Parameter[] {
  return Array.isArray(value);
}

function toNumber(value: number): number | Integer {
  if (Number.isSafeInteger(value)) return int(value);
  if (!Number.isFinite(value) || Number.isInteger(value)) {
    throw new RingfenceError('INTERNAL', `the number ${value} cannot be stored exactly`);
  }
  return value;
}
