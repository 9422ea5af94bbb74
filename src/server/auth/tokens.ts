import { readFileSync } from 'node:fs';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyOptions,
} from 'jose';
import { isAccessRole, type Principal } from '../../app/access.ts';
import { RingfenceError } from '../../kernel/errors.ts';

export interface TokenOptions {
  /** Shared secret for HS256, at least 32 characters; or `jwks`. */
  readonly secret?: string | undefined;
  /** A file or https address of the public keys of whoever signs. */
  readonly jwks?: string | undefined;
  readonly issuer: string;
  readonly audience: string;
  readonly workspace: string;
}

/** Tokens that are remembered as right. */
const KEPT = 10_000;
const SHORTEST_SECRET = 32;
/** Seconds that the clocks of signer and server may be apart. */
const TOLERANCE = 5;

/** @returns the claims of a token that is right in all respects. @throws whatever is wrong with it */
type Verify = (token: string, now: Date) => Promise<JWTPayload>;

/** JSON Web Tokens of people, signed by an identity provider. */
export class Tokens {
  readonly #verify: Verify;
  readonly #workspace: string;
  /** Tokens found right before, until they end: checking a signature costs more than most answers. */
  readonly #right = new Map<string, Principal>();

  /** @throws RingfenceError USAGE for a short secret, FILE_UNREADABLE */
  constructor(options: TokenOptions) {
    this.#workspace = options.workspace;
    const common: JWTVerifyOptions = {
      issuer: options.issuer,
      audience: options.audience,
      requiredClaims: ['exp', 'sub', 'role', 'workspace'],
      clockTolerance: TOLERANCE,
    };
    this.#verify = options.jwks === undefined ? bySecret(options, common) : byKeySet(options.jwks, common);
  }

  /** Who a token stands for; null for one that is wrong in any respect, without saying in which. */
  principal(token: string, now: number): Principal | Promise<Principal | null> {
    const known = this.#right.get(token);
    return known && known.expiresAt! > now ? known : this.#check(token, now);
  }

  async #check(token: string, now: number): Promise<Principal | null> {
    try {
      const { sub, role, workspace, exp } = await this.#verify(token, new Date(now));
      if (workspace !== this.#workspace || !isAccessRole(role)) return null;
      const principal = { id: `sub:${sub}`, role, expiresAt: exp! * 1000 };
      if (this.#right.size >= KEPT) this.#right.clear();
      this.#right.set(token, principal);
      return principal;
    } catch {
      return null;
    }
  }
}

function bySecret({ secret = '' }: TokenOptions, common: JWTVerifyOptions): Verify {
  if (secret.length < SHORTEST_SECRET)
    throw new RingfenceError(
      'USAGE',
      `RINGFENCE_JWT_SECRET is to have ${SHORTEST_SECRET} characters or more`,
    );
  const key = new TextEncoder().encode(secret);
  return async (token, currentDate) =>
    (await jwtVerify(token, key, { ...common, algorithms: ['HS256'], currentDate })).payload;
}

/** Public keys never verify HS256, so that a public key can't be taken for a shared secret. */
function byKeySet(place: string, common: JWTVerifyOptions): Verify {
  const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
  const keys = place.startsWith('https://') ? createRemoteJWKSet(new URL(place)) : localKeys(place);
  return async (token, currentDate) =>
    (await jwtVerify(token, keys, { ...common, algorithms, currentDate })).payload;
}

function localKeys(file: string): ReturnType<typeof createLocalJWKSet> {
  try {
    return createLocalJWKSet(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new RingfenceError('FILE_UNREADABLE', `${file}: it is no file of public keys (JWKS)`, {}, error);
  }
}
