import { RingfenceError, shapeOf } from '../kernel/errors.ts';

const MAX_FIELD = 64;

/** The error for a field of an event that is not as it should be; `field` is a dotted path. */
export function invalidField(field: string, value: unknown, wanted: string): RingfenceError {
  const path = printable(field);
  return new RingfenceError('EVENT_INVALID', `${path} is ${describe(value)}; wanted ${wanted}`, {
    field: path,
  });
}

/** The error for a field that its event has no place for. */
export function unknownField(field: string, of: string): RingfenceError {
  const path = printable(field);
  return new RingfenceError('EVENT_INVALID', `${path} is not a field of ${of}; wanted it left out`, {
    field: path,
  });
}

/** Numbers are told apart more finely than by their shape, because sign and size are what is wrong with them. */
function describe(value: unknown): string {
  if (typeof value !== 'number') return shapeOf(value);
  if (Object.is(value, -0)) return 'minus zero';
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return 'a whole number beyond 2^53 - 1';
  return value < 0 && Number.isFinite(value) ? `${shapeOf(value)} below zero` : shapeOf(value);
}

/** Names of unknown fields come from outside: they are cut and lose what a terminal might act on. */
function printable(field: string): string {
  if (field === '') return '(empty name)';
  const shown = field.slice(0, MAX_FIELD).replaceAll(/[^\x20-\x7e]/g, '?');
  return field.length > MAX_FIELD ? `${shown}...` : shown;
}
