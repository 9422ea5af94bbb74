import type { FastifyInstance } from 'fastify';
import type { Permission, Principal } from '../app/access.ts';
import { demand } from '../app/access.ts';
import type { Authenticator } from './auth/authenticator.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a caller must be allowed; `public` asks nothing, `field` leaves it to each GraphQL field. */
    readonly access?: Permission | 'public' | 'field';
  }
  interface FastifyRequest {
    /** Null on public routes only. */
    principal: Principal | null;
  }
}

/**
 * Every route says who may call it, or the server does not start: nothing is open by forgetting.
 * Must be called before any route is made.
 */
export function guardRoutes(app: FastifyInstance, authenticator: Authenticator): void {
  app.decorateRequest('principal', null);
  app.addHook('onRoute', ({ url, config }) => {
    // The pages about the API, made by a package of their own, are open as a whole.
    if (url.startsWith('/docs')) return;
    if (config?.access === undefined) throw new Error(`route ${url} does not say who may call it`);
  });
  app.addHook('onRequest', async (request) => {
    const { access } = request.routeOptions.config;
    // Unknown addresses answer 404 to everybody.
    if (access === undefined || access === 'public') return;
    request.principal = await authenticator.authenticate(request.headers.authorization);
    if (access !== 'field') demand(request.principal, access);
  });
}
