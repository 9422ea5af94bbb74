import { byteLength } from './bytes.ts';

export const MAX_ID_BYTES = 256;

/** Why a string can't be an id, or `null` when it can: 1 to 256 UTF-8 bytes, no NUL, no lone surrogate. */
export function idProblem(id: string): string | null {
  if (id.length === 0) return 'is empty';
  if (id.includes('\0')) return 'contains a NUL character';
  if (!id.isWellFormed()) return 'contains a lone surrogate';
  // A UTF-16 unit is at most three bytes, so short ids need no count.
  if (id.length * 3 > MAX_ID_BYTES && byteLength(id) > MAX_ID_BYTES)
    return `is longer than ${MAX_ID_BYTES} bytes`;
  return null;
}
