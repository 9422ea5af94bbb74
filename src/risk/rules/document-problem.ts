import { RingfenceError, shapeOf } from '../../kernel/errors.ts';

/** What a validator of shapes says is wrong. */
export interface ShapeError {
  /** A JSON pointer. */
  readonly instancePath: string;
  readonly message: string;
}

/** For a document of rules or a policy; `facts.field` is the dotted path of what is wrong. */
export function invalidDocument(field: string, problem: string): RingfenceError {
  return new RingfenceError('RULES_INVALID', `${field}: ${problem}`, { field });
}

/** Names the first place whose shape is wrong. @param whole what to call the document itself */
export function wrongShape(
  value: unknown,
  [problem]: readonly ShapeError[],
  whole: string,
  wanted = '',
): RingfenceError {
  const path = problem?.instancePath.split('/').slice(1) ?? [];
  let at = value;
  for (const part of path) at = (at as Record<string, unknown> | null | undefined)?.[part];
  const message = problem?.message ?? 'wrong shape';
  const said = message === 'schema is false' ? 'there is no such field' : `${shapeOf(at)}: ${message}`;
  return invalidDocument(path.join('.') || whole, said + wanted);
}
