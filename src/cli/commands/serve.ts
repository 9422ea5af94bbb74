import { Command } from 'commander';
import type { AppContext } from '../../app/context.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import type { RunOptions } from '../../server/run-server.ts';
import type { Io } from '../io.ts';
import { names, wholeNumber } from '../parse.ts';
import { shownUrl, storeUrl, withStore, type StoreFlags } from '../store-option.ts';

export interface ServeFlags extends StoreFlags {
  readonly host: string;
  readonly port: number;
  readonly dev?: boolean;
  readonly workspace: string;
  readonly keys: string;
  readonly jwks?: string;
  readonly jwtIssuer: string;
  readonly jwtAudience: string;
  readonly logLevel: string;
  readonly detectors?: string[];
  readonly anyIds?: boolean;
}

export const DEFAULT_KEYS = 'ringfence-keys.json';
export const DEFAULT_WORKSPACE = 'default';
/** What the flags are when nothing is said. */
export const SERVE_DEFAULTS = {
  host: '127.0.0.1',
  port: 4000,
  workspace: DEFAULT_WORKSPACE,
  keys: DEFAULT_KEYS,
  jwtIssuer: 'ringfence',
  jwtAudience: 'ringfence',
  logLevel: 'info',
} as const;
/** How long a call of a server waits for a database that does not answer, milliseconds. */
const PATIENCE = 2_000;

export function serveCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('serve').summary('serve the API: events in, rings out'))
    .description(
      'Serves GraphQL at /graphql, REST under /v1, their description at /docs, /health, /ready and /metrics.\n' +
        'Callers show an API key (`ringfence keys add`) or a token (RINGFENCE_JWT_SECRET or --jwks).',
    )
    .option('--host <address>', 'address to listen on', SERVE_DEFAULTS.host)
    .option(
      '--port <n>',
      'port to listen on; 0 takes a free one',
      wholeNumber(0, 65_535),
      SERVE_DEFAULTS.port,
    )
    .option('--dev', 'ask nobody who they are, and serve an explorer at /graphiql; for this machine only')
    .option('--workspace <name>', 'the workspace that keys and tokens must be for', SERVE_DEFAULTS.workspace)
    .option('--keys <file>', 'the file of API keys', SERVE_DEFAULTS.keys)
    .option('--jwks <place>', 'file or https address of the public keys of whoever signs tokens')
    .option('--jwt-issuer <name>', 'what `iss` of a token must be', SERVE_DEFAULTS.jwtIssuer)
    .option('--jwt-audience <name>', 'what `aud` of a token must be', SERVE_DEFAULTS.jwtIssuer)
    .option('--detectors <names>', 'detectors that run live, with commas', names)
    .option('--any-ids', 'take events with any id, as imports do; else plain signs only (docs/api.md)')
    .option('--log-level <level>', 'debug, info, warn, error or silent', SERVE_DEFAULTS.logLevel)
    .action(async (flags: ServeFlags) => {
      const store = await app.openStore(storeUrl(flags, io), 'write', PATIENCE);
      await serveStore(app, io, flags, { store, shown: shownUrl(storeUrl(flags, io)) });
    });
}

/**
 * Serves a store until the process is told to end.
 * @throws RingfenceError USAGE where nobody could log in; what starting throws. The store is closed then.
 */
export async function serveStore(
  app: AppContext,
  io: Io,
  flags: ServeFlags,
  { store, shown }: { store: RunOptions['store']; shown: string },
): Promise<void> {
  // Loaded here, because no other command needs a web server.
  const { runServer } = await import('../../server/run-server.ts');
  const { pinoLog } = await import('../../server/pino-logger.ts');
  const { host, port, dev = false } = flags;
  const log = pinoLog(flags.logLevel);
  try {
    const authenticator = await authenticatorFor(app, io, flags);
    const { clock, version } = app;
    const selection = flags.detectors ? { selection: { detectors: flags.detectors } } : {};
    const server = await runServer({
      store,
      clock,
      version,
      host,
      port,
      dev,
      log,
      authenticator,
      anyIds: flags.anyIds ?? false,
      ...selection,
    });
    if (dev) io.err('DEVELOPMENT: nobody is asked who they are. Never serve real data like this.\n');
    io.err(
      `Ringfence serves ${shown} at ${server.url}${dev ? `, with an explorer at ${server.url}/graphiql` : ''}\n`,
    );
    const end = endOfProcess();
    const failed = await Promise.race([
      end,
      server.started.then(
        () => end,
        (error: unknown) => ({ error }),
      ),
    ]);
    await server.stop();
    if (failed) throw failed.error;
  } finally {
    await store.close();
  }
}

/** Resolves when the process is asked to end; a second time it ends at once. */
function endOfProcess(): Promise<null> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(null));
  });
}

async function authenticatorFor(
  app: AppContext,
  io: Io,
  flags: ServeFlags,
): Promise<RunOptions['authenticator']> {
  const { authenticatorOf, DEVELOPER } = await import('../../server/auth/authenticator.ts');
  if (flags.dev) return DEVELOPER;
  const { ApiKeys } = await import('../../server/auth/api-keys.ts');
  const { Tokens } = await import('../../server/auth/tokens.ts');
  const { workspace, jwks, jwtIssuer: issuer, jwtAudience: audience } = flags;
  const secret = io.env.RINGFENCE_JWT_SECRET;
  const tokens =
    secret === undefined && jwks === undefined
      ? null
      : new Tokens({ secret, jwks, issuer, audience, workspace });
  const keys = new ApiKeys(flags.keys, workspace);
  if (!tokens && keys.count(app.clock.now()) === 0)
    throw new RingfenceError(
      'USAGE',
      `nobody could log in: make a key (ringfence keys add NAME --role analyst --keys ${flags.keys}), ` +
        'set RINGFENCE_JWT_SECRET or --jwks, or serve for this machine only with --dev',
    );
  return authenticatorOf(keys, tokens, app.clock);
}
