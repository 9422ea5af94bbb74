import type { FastifyInstance } from 'fastify';
import { createHmac, randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Metrics } from './metrics.ts';

/**
 * One line a request: what was asked for by the pattern of its address, never the address itself, and who by a hash
 * whose key nobody has, so that two lines of one caller can be joined and no caller can be named.
 */
export function logRequests(app: FastifyInstance, log: Logger, metrics: Metrics): void {
  const key = randomBytes(32);
  app.addHook('onResponse', (request, reply, done) => {
    const ms = reply.elapsedTime;
    const route = request.routeOptions.url ?? 'unknown';
    metrics.request(request.method, route, reply.statusCode, ms / 1000);
    if (!log.isLevelEnabled('info')) return done();
    const caller = request.principal
      ? createHmac('sha256', key).update(request.principal.id).digest('hex').slice(0, 16)
      : null;
    const { method } = request;
    log.info(
      {
        requestId: request.id,
        method,
        route,
        status: reply.statusCode,
        ms: Math.round(ms * 10) / 10,
        caller,
      },
      'request',
    );
    done();
  });
}
