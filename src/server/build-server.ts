import rateLimit from '@fastify/rate-limit';
import { randomUUID } from 'node:crypto';
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Serving } from '../app/serving/serving.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { makeSchema } from '../resolvers/schema.ts';
import { describeApi } from './api-description.ts';
import { eventRoutes, parseLines } from './event-routes.ts';
import { explorerRoute } from './explorer-route.ts';
import { graphqlRoute } from './graphql/graphql-route.ts';
import { QUERY_LIMITS } from './graphql/limits.ts';
import { streamRoute } from './graphql/stream-route.ts';
import { healthRoutes } from './health-routes.ts';
import { errorBody, publicError, stackOf } from './http-errors.ts';
import { parseJson, textOf } from './json-body.ts';
import { modelRoutes } from './model-routes.ts';
import { predictRoutes } from './predict-routes.ts';
import { scoreRoutes } from './score-routes.ts';
import { Metrics } from './metrics.ts';
import { ringsPage } from './rings-page.ts';
import { guardRoutes } from './route-access.ts';
import { logRequests } from './request-log.ts';
import { BODY_LIMIT, CONNECTIONS, RATE_LIMITS, RATE_WINDOW, type ServerOptions } from './server-options.ts';

const REQUEST_ID = /^[\w.-]{1,64}$/;

/**
 * The server with all its routes, not listening yet. The one place where what it is made of is joined.
 * The caller starts and stops the engine.
 */
export async function buildServer(serving: Serving, options: ServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // Our own lines name the request; a log of its own for each request would cost more than all of them.
    childLoggerFactory: (log) => log,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    bodyLimit: BODY_LIMIT,
    // Slow senders are cut off only if the connections are looked at often enough.
    requestTimeout: 5_000,
    http: { connectionsCheckingInterval: 500, headersTimeout: 3_000 },
    keepAliveTimeout: 30_000,
    forceCloseConnections: 'idle',
    // By default a null becomes 0, and fields that nobody knows vanish.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: false } },
  });
  app.server.maxConnections = CONNECTIONS;
  const metrics = new Metrics(serving);
  readBodies(app);
  answerErrors(app);
  logRequests(app, options.log, metrics);
  guardRoutes(app, options.authenticator);
  if (options.dev) refuseStrangeHosts(app);
  await limitRates(app, options);
  await describeApi(app, serving.version);
  healthRoutes(app, serving, metrics);
  eventRoutes(app, serving, metrics);
  scoreRoutes(app, serving);
  predictRoutes(app);
  modelRoutes(app, serving);
  const graphql = { schema: makeSchema(), limits: options.queryLimits ?? QUERY_LIMITS, dev: options.dev };
  await graphqlRoute(app, serving, metrics, graphql);
  streamRoute(app, serving, metrics, graphql, options.authenticator);
  ringsPage(app);
  if (options.dev) explorerRoute(app);
  return app;
}

function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, reading(parseJson));
  app.addContentTypeParser('application/x-ndjson', { parseAs: 'buffer' }, reading(parseLines));
}

type Done = (error: Error | null, value?: unknown) => void;

function reading(parse: (text: string) => unknown) {
  return (_request: unknown, body: Buffer, done: Done): void => {
    let value: unknown;
    try {
      value = parse(textOf(body));
    } catch (error) {
      return done(error as Error);
    }
    done(null, value);
  };
}

function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const known = publicError(error);
    const { status } = known.entry;
    if (known.code === 'INTERNAL')
      request.log.error({ requestId: request.id, stack: stackOf(error) }, 'internal error');
    if (known.code === 'UNAUTHENTICATED') void reply.header('www-authenticate', 'Bearer');
    return reply.code(status).send(errorBody(known, request.id));
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send(errorBody(new RingfenceError('NOT_FOUND', 'there is no such address'), request.id)),
  );
  app.addHook('onSend', (request, reply, payload, done) => {
    void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    void reply.header('referrer-policy', 'no-referrer');
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    done(null, payload);
  });
}

/** Without a login a page of another site must not reach us under a name of its own (DNS rebinding). */
function refuseStrangeHosts(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const { hostname } = new URL(`http://${request.headers.host ?? 'none'}`);
    if (!['localhost', '127.0.0.1', '[::1]'].includes(hostname))
      throw new RingfenceError('FORBIDDEN', 'in development the server answers under a loopback name only');
  });
}

async function limitRates(app: FastifyInstance, { rates = RATE_LIMITS }: ServerOptions): Promise<void> {
  await app.register(rateLimit, {
    // After the caller is known; those who show nothing valid are counted by their address.
    hook: 'preHandler',
    timeWindow: RATE_WINDOW,
    keyGenerator: ({ principal, ip }) => principal?.id ?? ip,
    max: ({ principal }) => (principal?.role === 'machine' ? rates.machines : rates.people),
    allowList: ({ routeOptions }) => routeOptions.config.access === 'public',
    errorResponseBuilder: () => new RingfenceError('RATE_LIMITED', 'too many requests in a short time'),
  });
}
