import type { FastifyInstance } from 'fastify';
import { RingfenceError } from '../kernel/errors.ts';

const STATIC = '/graphiql/static/';

/** An explorer for GraphQL at /graphiql, all of it served from here. In development only. */
export function explorerRoute(app: FastifyInstance): void {
  const config = { access: 'public' } as const;
  app.get('/graphiql', { config, schema: { hide: true } }, async (_request, reply) => {
    const { ruruHTML } = await installed(() => import('ruru/server'));
    const html = ruruHTML({ endpoint: '/graphql', staticPath: STATIC });
    return reply.type('text/html; charset=utf-8').send(html);
  });
  app.get(`${STATIC}*`, { config, schema: { hide: true } }, async (request, reply) => {
    const { getStaticFile } = await installed(() => import('ruru/static'));
    const [urlPath] = request.url.split('?');
    const acceptEncoding = request.headers['accept-encoding'];
    const file = await getStaticFile({
      staticPath: STATIC,
      urlPath,
      acceptEncoding,
      disallowDevAssets: true,
    });
    if (!file) throw new RingfenceError('NOT_FOUND', 'the explorer has no such file');
    return reply.headers(file.headers).send(file.content);
  });
}

/** The explorer is a development dependency: an installation for use has none. */
async function installed<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch {
    throw new RingfenceError('NOT_FOUND', 'the explorer (package ruru) is not installed: run npm install');
  }
}
