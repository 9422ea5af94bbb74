import { SignJWT } from 'jose';
import { Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { AccessRole } from '../../src/app/access.ts';
import { detectRings } from '../../src/app/detect-rings.ts';
import { seedWorld } from '../../src/app/seed-world.ts';
import { WORLD_DEFAULTS, type WorldOptions } from '../../src/generator/options.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { authenticatorOf } from '../../src/server/auth/authenticator.ts';
import { Tokens } from '../../src/server/auth/tokens.ts';
import { pinoLog } from '../../src/server/pino-logger.ts';
import { runServer, type RunningServer, type RunOptions } from '../../src/server/run-server.ts';
import type { Store } from '../../src/store/port.ts';

export const SECRET = 'a secret of the tests, of which nobody else may know';
const ISSUER = { issuer: 'ringfence', audience: 'ringfence', workspace: 'default' };

/** Makes an empty store for one server, which closes it. */
export type MakeStore = () => Promise<Store>;

export interface ApiUnderTest {
  readonly server: RunningServer;
  readonly url: string;
  /** All that was logged so far. */
  readonly logged: () => string;
}

/** A token as an identity provider would sign it; any claim can be changed, or left out by undefined. */
export async function token(role: string, claims: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const now = Math.floor(systemClock.now() / 1000);
  const all = { sub: `someone-${role}`, role, workspace: 'default', exp: now + 600, ...claims };
  return new SignJWT(JSON.parse(JSON.stringify({ iss: ISSUER.issuer, aud: ISSUER.audience, ...all })))
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(SECRET));
}

/** A server on a free port; it stops with the test, or else whoever starts it stops it. */
export async function startApi(
  store: Store,
  options: Partial<RunOptions> = {},
  lives: 'test' | 'file' = 'test',
): Promise<ApiUnderTest> {
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  const server = await runServer({
    store,
    clock: systemClock,
    version: '0.0.0-test',
    host: '127.0.0.1',
    port: 0,
    dev: false,
    // A machine with other work to do is no store that is away.
    patience: 60_000,
    log: pinoLog('info', sink),
    authenticator: authenticatorOf(null, new Tokens({ secret: SECRET, ...ISSUER }), systemClock),
    ...options,
  });
  server.started.catch(() => {});
  if (lives === 'test') onTestFinished(() => server.stop());
  return { server, url: server.url, logged: () => lines.join('') };
}

/** A small world with rings, stored and detected. */
export async function fillStore(store: Store, changes: Partial<WorldOptions> = {}): Promise<void> {
  const lease = await store.acquireLease();
  const small = { users: 120, days: 30, fraudRate: 0.15, seed: 3, level: 'easy' } as const;
  const world = { ...WORLD_DEFAULTS, ...small, ...changes };
  await seedWorld(store, world, { batchSize: 5_000, clock: systemClock, progress: () => {} });
  await detectRings(store, { asOf: null, save: true }, systemClock);
  await lease.release();
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, never> & { readonly [name: string]: unknown };
  readonly headers: Headers;
}

/** Sends a request with a token of a role; `null` shows none. */
export async function send(
  { url }: ApiUnderTest,
  role: AccessRole | null,
  path: string,
  init: RequestInit = {},
): Promise<Answer> {
  const authorization: Record<string, string> =
    role === null ? {} : { authorization: `Bearer ${await token(role)}` };
  const response = await fetch(`${url}${path}`, {
    ...init,
    headers: { ...authorization, ...(init.headers as Record<string, string>) },
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, body: isJson ? JSON.parse(text) : { text }, headers: response.headers };
}

/** Posts text as JSON. */
export function post(
  api: ApiUnderTest,
  role: AccessRole | null,
  path: string,
  body: unknown,
): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return send(api, role, path, {
    method: 'POST',
    body: text,
    headers: { 'content-type': 'application/json' },
  });
}

/** Waits until a condition holds. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A transfer in its wire form; fields of the last argument go before. */
export function wireTransfer(
  id: string,
  fields: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    id,
    kind: 'transfer',
    at: '2025-06-01T00:00:00Z',
    from: 'api-a',
    to: 'api-b',
    amount: { minor: 100, currency: 'EUR' },
    ...fields,
  };
}
