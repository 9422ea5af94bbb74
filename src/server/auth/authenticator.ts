import type { Principal } from '../../app/access.ts';
import type { Clock } from '../../kernel/clock.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { ApiKeys } from './api-keys.ts';
import type { Tokens } from './tokens.ts';

/** Finds out who sends a request. */
export interface Authenticator {
  /**
   * @param authorization the header of that name
   * @returns at once where nothing has to be waited for
   * @throws RingfenceError UNAUTHENTICATED, in the same words whatever is wrong
   */
  authenticate(authorization: string | undefined): Principal | Promise<Principal>;
}

/** Everybody is an administrator: for one's own machine only, which the server sees to. */
export const DEVELOPER: Authenticator = {
  authenticate: () => ({ id: 'developer', role: 'admin', expiresAt: null }),
};

const BEARER = /^Bearer ([\x21-\x7e]{1,8192})$/i;

/** By API keys, tokens, or both. */
export function authenticatorOf(keys: ApiKeys | null, tokens: Tokens | null, clock: Clock): Authenticator {
  return {
    authenticate: (authorization) => {
      const [, token] = BEARER.exec(authorization ?? '') ?? [];
      const found = token === undefined ? null : find(token);
      return found instanceof Promise ? found.then(known) : known(found);
    },
  };

  function find(token: string): Principal | null | Promise<Principal | null> {
    if (ApiKeys.isKey(token)) return keys?.principal(token, clock.now()) ?? null;
    return tokens?.principal(token, clock.now()) ?? null;
  }
}

function known(principal: Principal | null): Principal {
  if (!principal) throw new RingfenceError('UNAUTHENTICATED', 'no valid token or key was shown');
  return principal;
}
