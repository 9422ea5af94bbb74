import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHandler, type HandlerOptions } from 'graphql-sse/lib/use/fastify';
import {
  getOperationAST,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionResult,
} from 'graphql';
import type { Serving } from '../../app/serving/serving.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { makeLoaders, type ApiContext } from '../../resolvers/context.ts';
import { publicError } from '../http-errors.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import type { Metrics } from '../metrics.ts';
import { formatError } from './graphql-errors.ts';
import type { GraphqlOptions } from './graphql-route.ts';
import { sizeRule } from './limits.ts';
import { endWith, isAsyncIterable, sameCaller, toReader, type Reader } from './stream-reader.ts';
import { refuseCostly } from './query-cost.ts';

/** Subscriptions that one caller, and that all together, may have open. */
const PER_CALLER = 10;
const IN_ALL = 500;
/** The longest that a timer can wait, milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

interface Params {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}

type StreamContext = ApiContext & { readonly reader: Reader } & Record<PropertyKey, unknown>;

/**
 * Subscriptions as server-sent events at /graphql/stream (GraphQL over SSE, distinct connections), under the same
 * limits as queries. One ends with the caller, with what the caller showed, and with the server.
 */
export function streamRoute(
  app: FastifyInstance,
  serving: Serving,
  metrics: Metrics,
  options: GraphqlOptions,
  authenticator: Authenticator,
): void {
  const open = new OpenStreams();
  const contexts = new WeakMap<FastifyRequest, StreamContext>();
  const handle = createHandler(handlerOptions(options, (request) => contexts.get(request)!));

  app.route({
    url: '/graphql/stream',
    method: ['GET', 'POST'],
    config: { access: 'field' },
    schema: { tags: ['graphql'], summary: 'Subscriptions in GraphQL, as server-sent events' },
    handler: async (request, reply) => {
      const release = open.take(request.principal!.id);
      metrics.subscribed(1);
      const stop = stopSignal(request, reply, serving);
      const isSame = sameCaller(request, authenticator);
      endWith(stop, isSame);
      // Not when handling ends: of a connection that was cut it may never hear.
      reply.raw.once('close', () => {
        metrics.subscribed(-1);
        release();
      });
      contexts.set(request, {
        serving,
        principal: request.principal!,
        loaders: makeLoaders(serving),
        stop: stop.signal,
        reader: { raw: reply.raw, stop, isSame },
      });
      reply.hijack();
      try {
        await handle(request, reply);
      } catch {
        reply.raw.destroy();
      } finally {
        stop.abort();
      }
    },
  });
}

function handlerOptions(
  options: GraphqlOptions,
  contextOf: (request: FastifyRequest) => StreamContext,
): HandlerOptions<StreamContext> {
  const { schema } = options;
  return {
    schema,
    // Callers are known already; without a word here a token of the other mode of connections would be made.
    authenticate: () => '',
    onSubscribe: ({ raw }, params) => {
      try {
        const document = readSubscription(params, options);
        const { operationName, variables } = params;
        return { schema, document, operationName, variableValues: variables, contextValue: contextOf(raw) };
      } catch (error) {
        return refusal(error);
      }
    },
    onOperation: ({ reader }, _request, _args, result) =>
      isAsyncIterable<ExecutionResult>(result) ? toReader(result, reader) : undefined,
    onNext: (_context, _request, result) => mask(result as ExecutionResult),
  };
}

/** @throws RingfenceError, GraphQLError: what is wrong with it, by the limits of queries */
function readSubscription(
  { query, operationName, variables }: Params,
  options: GraphqlOptions,
): DocumentNode {
  const { schema, limits, dev } = options;
  const document = parse(query, { maxTokens: limits.tokens, noLocation: true });
  const rules = [...specifiedRules, sizeRule(limits), ...(dev ? [] : [NoSchemaIntrospectionCustomRule])];
  const [error] = validate(schema, document, rules, { maxErrors: 1 });
  if (error) throw error;
  if (getOperationAST(document, operationName)?.operation !== 'subscription')
    throw new RingfenceError('REQUEST_INVALID', 'only subscriptions are served here; queries go to /graphql');
  const named = operationName ? { operationName } : {};
  refuseCostly({ schema, document, ...named, variables: variables ?? {} }, limits.cost);
  return document;
}

function refusal(
  error: unknown,
): [string, { status: number; statusText: string; headers: Record<string, string> }] {
  const known = error instanceof GraphQLError ? error : asGraphql(publicError(error));
  const body = formatError(known.toJSON(), known);
  return [
    JSON.stringify({ errors: [body] }),
    {
      status: 400,
      statusText: 'Bad Request',
      headers: { 'content-type': 'application/json; charset=utf-8' },
    },
  ];
}

function asGraphql(error: RingfenceError): GraphQLError {
  return new GraphQLError(error.message, { originalError: error });
}

function mask(result: ExecutionResult): ExecutionResult {
  if (!result.errors) return result;
  return { ...result, errors: result.errors.map((error) => formatError(error.toJSON(), error)) as never };
}

/** Aborts when the caller goes, and when what the caller showed is no longer valid. */
function stopSignal(request: FastifyRequest, reply: FastifyReply, { clock }: Serving): AbortController {
  const stop = new AbortController();
  const { expiresAt } = request.principal!;
  const left = expiresAt === null ? LONGEST_TIMER : Math.max(0, expiresAt - clock.now());
  const timer = setTimeout(() => stop.abort(), Math.min(left, LONGEST_TIMER));
  stop.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  reply.raw.once('close', () => stop.abort());
  return stop;
}

class OpenStreams {
  readonly #byCaller = new Map<string, number>();
  #all = 0;

  /** @returns what gives the place back. @throws RingfenceError RATE_LIMITED */
  take(caller: string): () => void {
    const own = this.#byCaller.get(caller) ?? 0;
    if (own >= PER_CALLER || this.#all >= IN_ALL)
      throw new RingfenceError(
        'RATE_LIMITED',
        `${own} subscriptions of this caller are open, and no more can be`,
      );
    this.#byCaller.set(caller, own + 1);
    this.#all++;
    return () => {
      const left = this.#byCaller.get(caller)! - 1;
      if (left === 0) this.#byCaller.delete(caller);
      else this.#byCaller.set(caller, left);
      this.#all--;
    };
  }
}
