import type { Logger } from 'pino';
import type { Authenticator } from './auth/authenticator.ts';
import type { QueryLimits } from './graphql/limits.ts';

export interface RateLimits {
  /** Requests in ten seconds of one person, and of one machine. */
  readonly people: number;
  readonly machines: number;
}

export interface ServerOptions {
  readonly log: Logger;
  readonly authenticator: Authenticator;
  /**
   * Development: no login, an explorer at /graphiql, introspection. Only ever on a loopback address.
   */
  readonly dev: boolean;
  readonly rates?: RateLimits;
  readonly queryLimits?: QueryLimits;
}

export const RATE_LIMITS: RateLimits = { people: 1_000, machines: 200_000 };
/** The time over which requests are counted. */
export const RATE_WINDOW = 10_000;

/** Bytes of a body: of most calls, and of many events at once. */
export const BODY_LIMIT = 256 * 1024;
export const BATCH_BODY_LIMIT = 16 * 1024 * 1024;
/** Events in one call. */
export const BATCH_EVENTS = 10_000;
/** Connections that may be open at once: those who open ten thousand and say nothing don't keep others out. */
export const CONNECTIONS = 12_000;
