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
  app.addHook('onRequest', (request, _reply, done) => {
    const { access } = request.routeOptions.config;
    // Unknown addresses answer 404 to everybody.
    if (access === undefined || access === 'public') return done();
    const admit = (principal: Principal): void => {
      request.principal = principal;
      if (access !== 'field') demand(principal, access);
    };
    try {
      const found = authenticator.authenticate(request.headers.authorization);
      // At once where that can be: waiting costs on every request.
      if (found instanceof Promise) return void admitLater(found, admit, done);
      admit(found);
    } catch (error) {
      return done(error as Error);
    }
    done();
  });
}

async function admitLater(
  found: Promise<Principal>,
  admit: (principal: Principal) => void,
  done: (error?: Error) => void,
): Promise<void> {
  try {
    admit(await found);
  } catch (error) {
    return done(error as Error);
  }
  done();
}
