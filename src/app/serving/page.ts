import { compareBytes } from '../../kernel/bytes.ts';
import { RingfenceError, shapeOf } from '../../kernel/errors.ts';

/** What a client asks for of a long list: how many, and after which cursor. */
export interface PageRequest {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** A part of a list in its order. */
export interface Page<T> {
  readonly items: readonly { readonly item: T; readonly cursor: string }[];
  readonly hasNext: boolean;
  /** Where to go on; null for an empty page with nothing behind it. */
  readonly endCursor: string | null;
  /** How many there are in all; null where counting them would cost too much. */
  readonly total: number | null;
}

/** An item's place in its list, by parts: numbers rising, texts by bytes. */
export type PageKey = readonly (string | number)[];

export const DEFAULT_PAGE = 25;
/** More is never given at once, whatever is asked for. */
export const MAX_PAGE = 200;

/**
 * A page of a sorted list. The cursor holds the key of the item, not its number, so that items which come or go
 * meanwhile make nobody see another one twice or not at all.
 * @throws RingfenceError REQUEST_INVALID for a cursor or a count that can't be
 */
export function pageOf<T>(sorted: readonly T[], keyOf: (item: T) => PageKey, request: PageRequest): Page<T> {
  const first = pageSize(request);
  const after = readCursor(request);
  const start = after === null ? 0 : sorted.findIndex((item) => compareKeys(keyOf(item), after) > 0);
  const items = start < 0 ? [] : sorted.slice(start, start + first);
  return {
    items: items.map((item) => ({ item, cursor: writeCursor(keyOf(item)) })),
    endCursor: items.length > 0 ? writeCursor(keyOf(items[items.length - 1])) : null,
    hasNext: start >= 0 && start + first < sorted.length,
    total: sorted.length,
  };
}

/** @throws RingfenceError REQUEST_INVALID */
export function pageSize({ first }: PageRequest): number {
  if (first === null || first === undefined) return DEFAULT_PAGE;
  if (!Number.isInteger(first) || first < 0)
    throw new RingfenceError(
      'REQUEST_INVALID',
      `first is ${shapeOf(first)}; wanted a whole number from 0 up`,
    );
  return Math.min(first, MAX_PAGE);
}

export function writeCursor(key: PageKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws RingfenceError REQUEST_INVALID */
export function readCursor({ after }: PageRequest): PageKey | null {
  if (after === null || after === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(after, 'base64url').toString());
    if (Array.isArray(key) && key.every((part) => typeof part === 'string' || Number.isFinite(part)))
      return key as PageKey;
  } catch {
    // Said below, in the same words as for any other text that is no cursor.
  }
  throw new RingfenceError(
    'REQUEST_INVALID',
    'after is no cursor of this list; wanted an endCursor as it was given',
  );
}

export function compareKeys(a: PageKey, b: PageKey): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]];
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : compareBytes(String(x), String(y));
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
