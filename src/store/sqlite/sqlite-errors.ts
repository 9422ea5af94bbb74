import { RingfenceError, type ErrorCode } from '../../kernel/errors.ts';

/** Primary result codes of SQLite (sqlite.org/rescode.html); the low byte of an extended code. */
const BUSY = 5;
const LOCKED = 6;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;
/** Extended code: a unique index refused the row. */
const CONSTRAINT_UNIQUE = 2067;

const MEANINGS: Readonly<Record<number, { code: ErrorCode; text: string }>> = {
  [BUSY]: { code: 'STORE_BUSY', text: 'another process is writing to it' },
  [LOCKED]: { code: 'STORE_BUSY', text: 'another connection is writing to it' },
  [CORRUPT]: { code: 'STORE_CORRUPT', text: 'the file is damaged' },
  [NOT_A_DATABASE]: { code: 'STORE_CORRUPT', text: 'the file is no SQLite database' },
  3: { code: 'STORE_FAILED', text: 'access is not permitted' },
  8: { code: 'STORE_FAILED', text: 'the file can only be read' },
  10: { code: 'STORE_FAILED', text: 'reading or writing the disk failed' },
  13: { code: 'STORE_FAILED', text: 'the disk is full' },
  14: { code: 'STORE_FAILED', text: 'the file cannot be opened' },
};

/** Turns whatever node:sqlite threw into a RingfenceError that names the store; passes RingfenceErrors on. */
export function storeError(error: unknown, url: string): RingfenceError {
  if (error instanceof RingfenceError) return error;
  const code = extendedCode(error);
  const meaning = code === null ? undefined : MEANINGS[code & 0xff];
  if (meaning) {
    return new RingfenceError(meaning.code, `store ${url}: ${meaning.text}`, { sqlite: code }, error);
  }
  if (isClosed(error)) return new RingfenceError('STORE_FAILED', `store ${url}: it is closed`, {}, error);
  const text = error instanceof Error ? error.message : String(error);
  return new RingfenceError('INTERNAL', `store ${url}: ${text}`, { sqlite: code }, error);
}

/** True when a statement was refused by a unique index. */
export function isDuplicateError(error: unknown): boolean {
  return extendedCode(error) === CONSTRAINT_UNIQUE;
}

/** True when the file itself is at fault. */
export function isCorruptError(error: unknown): boolean {
  return error instanceof RingfenceError && error.code === 'STORE_CORRUPT';
}

function extendedCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode : null;
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE';
}
