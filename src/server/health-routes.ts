import type { FastifyInstance } from 'fastify';
import type { Serving } from '../app/serving/serving.ts';
import { RingfenceError } from '../kernel/errors.ts';
import type { Metrics } from './metrics.ts';

/** Under which clients of a service that Ringfence takes the place of ask the same (docs/seeds.md). */
const HEALTH_ALIAS = '/api/v1/health';

/** `/health`: the process lives. `/ready`: events are taken and what is shown is up to date. `/metrics`. */
export function healthRoutes(app: FastifyInstance, serving: Serving, metrics: Metrics): void {
  const { engine, version } = serving;
  const open = { access: 'public' } as const;

  for (const url of ['/health', HEALTH_ALIAS])
    app.get(
      url,
      { config: open, schema: { tags: ['health'], summary: 'Is the process alive' } },
      (_request, reply) => {
        const stopping = engine.state === 'stopping';
        const status = stopping ? 'stopping' : 'up';
        return reply.code(stopping ? 503 : 200).send({ status, version, model: modelState(serving) });
      },
    );

  readyRoute(app, serving);
  app.get(
    '/metrics',
    {
      config: { access: 'metrics' },
      schema: { tags: ['health'], summary: 'Measurements for Prometheus', produces: ['text/plain'] },
    },
    async (_request, reply) =>
      reply.header('content-type', metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}

function readyRoute(app: FastifyInstance, { engine, reads }: Serving): void {
  app.get(
    '/ready',
    {
      config: { access: 'public' },
      schema: { tags: ['health'], summary: 'Can it take events, and is detection up to date' },
    },
    async (_request, reply) => {
      const { state, lag, starting } = engine;
      try {
        const { head, applied } = await reads.progress();
        const ready = state === 'ready' && head === applied && lag.taken === head;
        return await reply.code(ready ? 200 : 503).send({
          ready,
          state,
          head,
          applied,
          detected: lag.taken,
          ...(starting ? { starting } : {}),
          cause: ready ? null : causeOf(state),
        });
      } catch (error) {
        const cause = error instanceof RingfenceError ? error.code : 'INTERNAL';
        return reply.code(503).send({ ready: false, state, detected: lag.taken, cause });
      }
    },
  );
}

/** What scores are made with. */
function modelState({ engine }: Serving): 'loading' | 'rules-only' | 'trained' | 'damaged' {
  const { inForce } = engine.scorer;
  if (inForce === null) return 'loading';
  if (inForce.damaged.some(({ stage }) => stage === 'champion')) return 'damaged';
  return inForce.champion === null ? 'rules-only' : 'trained';
}

function causeOf(state: string): string {
  if (state === 'starting') return 'the log is being read';
  if (state === 'behind') return 'the store did not take a write; it is tried again';
  if (state === 'ready') return 'events are on their way into the graph';
  return state === 'stopping' ? 'the server is stopping' : 'the engine could not be started';
}
