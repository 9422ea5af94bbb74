/**
 * A server to be measured, in a process of its own: `node benchmarks/api-server.ts fastify|apollo|ringfence [store URL]`.
 * Says its address to the parent process, and what processor time and memory it has used when it is asked.
 */
import { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { fastify, type FastifyInstance } from 'fastify';
import { systemClock } from '../src/kernel/clock.ts';
import { silentLogger } from '../src/kernel/logger.ts';
import { authenticatorOf } from '../src/server/auth/authenticator.ts';
import { ApiKeys } from '../src/server/auth/api-keys.ts';
import { pinoLog } from '../src/server/pino-logger.ts';
import { runServer } from '../src/server/run-server.ts';
import { openNeo4jStore } from '../src/store/neo4j/neo4j-store.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../src/store/port.ts';

export type Kind = 'fastify' | 'apollo' | 'ringfence';

const [, , kind, storeUrl = 'memory:', keysFile = ''] = process.argv;

/** A route that does nothing but read a body of the form that is asked for. */
function bareRoute(app: FastifyInstance): void {
  const text = { type: 'string' };
  const body = {
    type: 'object',
    required: ['id', 'kind', 'at', 'amount'],
    properties: { id: text, kind: text, at: text, from: text, to: text, amount: { type: 'object' } },
  };
  app.post('/v1/events', { schema: { body } }, async () => ({ outcome: 'accepted', seq: 1 }));
}

async function start(): Promise<string> {
  if (kind === 'ringfence') {
    const authenticator = authenticatorOf(new ApiKeys(keysFile, 'default'), null, systemClock);
    const log = pinoLog('warn');
    const server = await runServer({
      store: await open(storeUrl),
      clock: systemClock,
      version: 'benchmark',
      host: '127.0.0.1',
      port: 0,
      dev: false,
      log,
      authenticator,
      rates: { people: 1e9, machines: 1e9 },
    });
    await server.started;
    return server.url;
  }
  const app = fastify();
  if (kind === 'fastify') bareRoute(app);
  else {
    const apollo = new ApolloServer({
      typeDefs: 'type Query { version: String! }',
      resolvers: { Query: { version: () => 'benchmark' } },
    });
    await apollo.start();
    app.route({ url: '/graphql', method: ['GET', 'POST'], handler: fastifyApolloHandler(apollo) });
  }
  return app.listen({ host: '127.0.0.1', port: 0 });
}

function open(url: string): Promise<Store> {
  const { NEO4J_USER: user, NEO4J_PASSWORD: password } = process.env;
  const common = { mode: 'write', clock: systemClock, logger: silentLogger } as const;
  return url.startsWith('sqlite:')
    ? openSqliteStore({ path: url.slice('sqlite:'.length), url, ...common })
    : openNeo4jStore({ url, user, password, patience: 2_000, ...common });
}

process.on('SIGINT', () => process.exit(0));
process.on('message', () =>
  process.send!({ cpu: process.cpuUsage(), megabytes: Math.round(process.resourceUsage().maxRSS / 1024) }),
);
process.send!({ url: await start() });
