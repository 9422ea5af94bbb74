import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { RingfenceError, type ErrorCode } from '../../kernel/errors.ts';
import { publicError } from '../http-errors.ts';

/** Codes of the GraphQL server's own errors: the caller's fault, each with a message that helps to mend it. */
const OWN: ReadonlySet<string> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** The error as clients see it: one of the table, with what is needed to act on it, and nothing of the inside. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const known = tableError(formatted, error);
  const { code, entry, facts, message } = known;
  const where = formatted.path ? { path: formatted.path } : {};
  const places = formatted.locations ? { locations: formatted.locations } : {};
  return {
    message,
    ...places,
    ...where,
    extensions: {
      code,
      wayOut: entry.wayOut,
      retryable: entry.retryable,
      ...(typeof facts.field === 'string' ? { field: facts.field } : {}),
      ...(code === 'VERSION_CONFLICT' ? { version: facts.version } : {}),
    },
  };
}

function tableError(formatted: GraphQLFormattedError, error: unknown): RingfenceError {
  const cause = rootOf(error);
  if (cause instanceof RingfenceError) return publicError(cause);
  const code = String(formatted.extensions?.code ?? '');
  // The server gives all errors of validation a code of its own; this mark of ours stays.
  if (formatted.extensions?.overLimit === true)
    return new RingfenceError('QUERY_TOO_COSTLY', formatted.message);
  // A GraphQLError without a cause is about the document or its variables.
  const isAboutQuery = OWN.has(code) || (cause instanceof GraphQLError && !formatted.path);
  if (isAboutQuery) return new RingfenceError('REQUEST_INVALID', formatted.message);
  return publicError(cause);
}

/** The error that a resolver threw, which the executor may have wrapped more than once. */
function rootOf(error: unknown): unknown {
  let root = error;
  while (root instanceof GraphQLError && root.originalError) root = root.originalError;
  return root;
}

/** An error of ours in the form in which the GraphQL server passes it on, with its HTTP status. */
export function graphqlError(error: RingfenceError): GraphQLError {
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { code: error.code satisfies ErrorCode, http: { status: error.entry.status } },
  });
}
