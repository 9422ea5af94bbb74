import type { Principal } from '../../app/access.ts';
import type { Clock } from '../../kernel/clock.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { ApiKeys } from './api-keys.ts';
import type { Tokens } from './tokens.ts';

/** Finds out who sends a request. */
export interface Authenticator {
  /**
   * @param authorization the header of that name
   * @throws RingfenceError UNAUTHENTICATED, in the same words whatever is wrong
   */
  authenticate(authorization: string | undefined): Promise<Principal>;
}

/** Everybody is an administrator: for one's own machine only, which the server sees to. */
export const DEVELOPER: Authenticator = {
  authenticate: async () => ({ id: 'developer', role: 'admin', expiresAt: null }),
};

const BEARER = /^Bearer ([\x21-\x7e]{1,8192})$/i;

/** By API keys, tokens, or both. */
export function authenticatorOf(keys: ApiKeys | null, tokens: Tokens | null, clock: Clock): Authenticator {
  return {
    authenticate: async (authorization) => {
      const [, token] = BEARER.exec(authorization ?? '') ?? [];
      const principal = token === undefined ? null : await find(token);
      if (!principal) throw new RingfenceError('UNAUTHENTICATED', 'no valid token or key was shown');
      return principal;
    },
  };

  async function find(token: string): Promise<Principal | null> {
    if (ApiKeys.isKey(token)) return keys?.principal(token, clock.now()) ?? null;
    return (await tokens?.principal(token, clock.now())) ?? null;
  }
}
