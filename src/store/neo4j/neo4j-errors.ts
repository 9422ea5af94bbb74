import { RingfenceError, type ErrorCode } from '../../kernel/errors.ts';

/** What store errors say about where they came from. */
export interface StorePlace {
  /** Without credentials. */
  readonly url: string;
  /** Host and port. */
  readonly address: string;
}

/** Status codes of Neo4j by their beginning, the first that fits. */
const MEANINGS: readonly (readonly [prefix: string, code: ErrorCode, text: string])[] = [
  ['Neo.ClientError.Security.', 'STORE_FAILED', 'the server refuses this user or password'],
  ['Neo.ClientError.Database.DatabaseNotFound', 'STORE_MISSING', 'the server has no such database'],
  ['Neo.ClientError.Database.', 'STORE_FAILED', 'the database cannot be used'],
  ['Neo.ClientError.General.ForbiddenOnReadOnlyDatabase', 'STORE_FAILED', 'the database can only be read'],
  ['Neo.ClientError.Transaction.', 'STORE_FAILED', 'the transaction was ended by the server'],
  ['Neo.TransientError.', 'STORE_FAILED', 'the server could not do it now, also when tried again'],
  ['Neo.DatabaseError.', 'STORE_FAILED', 'the server failed'],
  ['ServiceUnavailable', 'STORE_FAILED', 'no Neo4j server answers'],
  ['SessionExpired', 'STORE_FAILED', 'the connection to the server was lost'],
];

/**
 * Turns whatever the driver threw into a RingfenceError that names the store and the server's host and port; passes
 * RingfenceErrors on. The driver's own text is kept as the cause only: it can repeat parameters.
 */
export function neo4jError(error: unknown, { url, address }: StorePlace): RingfenceError {
  if (error instanceof RingfenceError) return error;
  const status = error instanceof Error && 'code' in error ? String(error.code) : '';
  const text = error instanceof Error ? error.message : String(error);
  const facts = { neo4j: status || null, address };
  const meaning = MEANINGS.find(([prefix]) => status.startsWith(prefix));
  if (meaning) {
    return new RingfenceError(meaning[1], `store ${url}: ${meaning[2]} (${address})`, facts, error);
  }
  if (/\bclosed\b/i.test(text)) {
    return new RingfenceError('STORE_FAILED', `store ${url}: it is closed`, facts, error);
  }
  if (/acqui(re|sition)|timed? ?out/i.test(text)) {
    return new RingfenceError(
      'STORE_FAILED',
      `store ${url}: ${address} did not answer in time`,
      facts,
      error,
    );
  }
  return new RingfenceError('INTERNAL', `store ${url}: ${status || text}`, facts, error);
}
