import type { FastifyError } from 'fastify';
import { RingfenceError, type ErrorCode } from '../kernel/errors.ts';

/** What a client is told of an error, on every door in the same form. */
export interface ErrorBody {
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly wayOut: string;
    readonly retryable: boolean;
    readonly requestId: string;
    /** Dotted path of the field that is wrong. */
    readonly field?: string;
    /** VERSION_CONFLICT: the present version. */
    readonly version?: number;
  };
}

const STORE_TROUBLE = 'the store cannot do this now';

/** Codes of the web server's own errors, and what they are here. */
const SERVER_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'REQUEST_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'REQUEST_INVALID',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'REQUEST_INVALID',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'REQUEST_INVALID',
  FST_ERR_VALIDATION: 'REQUEST_INVALID',
  FST_ERR_BAD_URL: 'REQUEST_INVALID',
  FST_ERR_MAX_PARAM_LENGTH: 'REQUEST_INVALID',
};

/**
 * Any error as one of the table. What is not ours becomes INTERNAL with a message that says nothing: it may hold
 * anything, from file names to what somebody sent.
 */
export function publicError(error: unknown): RingfenceError {
  if (error instanceof RingfenceError) {
    if (error.code === 'INTERNAL') return new RingfenceError('INTERNAL', 'internal error', {}, error);
    // Where the store stands is nobody's business outside.
    if (error.message.startsWith('store ')) return new RingfenceError(error.code, STORE_TROUBLE, {}, error);
    return error;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = SERVER_CODES[code];
  if (known === undefined) return new RingfenceError('INTERNAL', 'internal error', {}, error);
  const field = code === 'FST_ERR_VALIDATION' ? invalidField(error as FastifyError) : null;
  return new RingfenceError(known, serverMessage(code, error as Error), field ? { field } : {}, error);
}

/** Dotted path of what does not fit the description of a call. */
function invalidField({ validation }: FastifyError): string | null {
  const [problem] = validation ?? [];
  if (!problem) return null;
  const { missingProperty, additionalProperty } = problem.params;
  const last = missingProperty ?? additionalProperty;
  const path = problem.instancePath.split('/').slice(1);
  return [...path, ...(typeof last === 'string' ? [last] : [])].join('.') || null;
}

function serverMessage(code: string, error: Error): string {
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 'the body is larger than this call takes';
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return 'this call does not take bodies of that content type';
  // Says which parameter and what was wanted; it has no values in it.
  return code === 'FST_ERR_VALIDATION' ? error.message : 'the request cannot be read';
}

export function errorBody(error: RingfenceError, requestId: string): ErrorBody {
  const { code, message, facts, entry } = error;
  return {
    error: {
      code,
      message,
      wayOut: entry.wayOut,
      retryable: entry.retryable,
      requestId,
      ...(typeof facts.field === 'string' ? { field: facts.field } : {}),
      ...(code === 'VERSION_CONFLICT' ? { version: Number(facts.version) } : {}),
    },
  };
}

/** The places in the code only: a message can hold what somebody sent. */
export function stackOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack.slice(stack.indexOf('\n    at ')).trim();
}
