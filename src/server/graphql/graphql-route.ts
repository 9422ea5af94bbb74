import { ApolloServer, type ApolloServerPlugin, type GraphQLRequestListener } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Serving } from '../../app/serving/serving.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { makeLoaders, type ApiContext } from '../../resolvers/context.ts';
import { publicError, stackOf } from '../http-errors.ts';
import type { Metrics } from '../metrics.ts';
import { formatError, graphqlError } from './graphql-errors.ts';
import { sizeRule, type QueryLimits } from './limits.ts';
import { refuseCostly } from './query-cost.ts';

export interface GraphqlOptions {
  readonly schema: GraphQLSchema;
  readonly limits: QueryLimits;
  readonly dev: boolean;
}

/** Queries and mutations by POST and GET at /graphql. Subscriptions have an address of their own. */
export async function graphqlRoute(
  app: FastifyInstance,
  serving: Serving,
  metrics: Metrics,
  { schema, limits, dev }: GraphqlOptions,
): Promise<void> {
  const apollo = new ApolloServer<ApiContext>({
    schema,
    // Said here and not left to NODE_ENV.
    introspection: dev,
    hideSchemaDetailsFromClientErrors: !dev,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokens, noLocation: true },
    validationRules: [sizeRule(limits)],
    formatError,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      costAndCount(schema, limits.cost, metrics, (error) =>
        app.log.error({ stack: stackOf(error) }, 'internal error'),
      ),
    ],
  });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());
  const context = async (request: FastifyRequest): Promise<ApiContext> => ({
    serving,
    principal: request.principal!,
    loaders: makeLoaders(serving),
    stop: NEVER,
  });
  app.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    config: { access: 'field' },
    schema: { tags: ['graphql'], summary: 'Queries and mutations in GraphQL' },
    handler: fastifyApolloHandler(apollo, { context }),
  });
}

/** Queries end by themselves. */
const NEVER = new AbortController().signal;

/**
 * Refuses what costs too much, judged when variables are known: validation does not see them, and its result is kept from
 * query to query. Counts operations, and tells of errors that are ours; never what was asked, which may hold anything.
 * One plugin for both, because each costs every request some waiting.
 */
function costAndCount(
  schema: GraphQLSchema,
  limit: number,
  metrics: Metrics,
  tell: (error: unknown) => void,
): ApolloServerPlugin<ApiContext> {
  const listener: GraphQLRequestListener<ApiContext> = {
    didResolveOperation: async ({ document, operationName, request: { variables } }) => {
      try {
        refuseCostly({ schema, document, operationName: operationName ?? undefined, variables }, limit);
      } catch (error) {
        throw graphqlError(error as RingfenceError);
      }
    },
    willSendResponse: async ({ operation, errors }) => {
      const known = errors?.[0] ? codeOf(errors[0].originalError, errors[0].extensions.code) : 'none';
      metrics.operation(operation?.operation ?? 'unknown', known);
      if (known === 'INTERNAL') tell(errors?.[0].originalError);
    },
  };
  return { requestDidStart: async () => listener };
}

function codeOf(cause: unknown, code: unknown): string {
  if (cause instanceof RingfenceError) return cause.code;
  return cause ? publicError(cause).code : String(code ?? 'REQUEST_INVALID');
}
