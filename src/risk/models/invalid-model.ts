import { RingfenceError } from '../../kernel/errors.ts';

/** For a kept model that is not what was written; names the place. */
export function invalidModel(field: string, problem: string): RingfenceError {
  return new RingfenceError('MODEL_INVALID', `model: ${field}: ${problem}`, { field });
}

/** @throws RingfenceError MODEL_INVALID unless the record has exactly these keys */
export function requireKeys(
  field: string,
  record: Readonly<Record<string, unknown>>,
  wanted: readonly string[],
): void {
  const missing = wanted.find((name) => !Object.hasOwn(record, name));
  if (missing !== undefined) throw invalidModel(`${field}.${missing}`, 'not there');
  const extra = Object.keys(record).find((name) => !wanted.includes(name));
  if (extra !== undefined) throw invalidModel(`${field}.${extra}`, `unknown; wanted ${wanted.join(', ')}`);
}
