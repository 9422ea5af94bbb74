import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { DetectorSelection } from '../detectors/run.ts';
import { Engine } from '../app/serving/engine.ts';
import type { Serving } from '../app/serving/serving.ts';
import { StoreReads } from '../app/serving/store-reads.ts';
import { WRITE_LIMITS } from '../app/serving/write-queue.ts';
import { currencyTableOf } from '../ingest/import-dataset.ts';
import type { Clock } from '../kernel/clock.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { steadyCollector } from '../kernel/steady-collector.ts';
import type { Store } from '../store/port.ts';
import { buildServer } from './build-server.ts';
import { loggerOf } from './pino-logger.ts';
import type { ServerOptions } from './server-options.ts';

export interface RunOptions extends ServerOptions {
  /** Open for writing; closed when the server stops. */
  readonly store: Store;
  readonly clock: Clock;
  readonly version: string;
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  readonly selection?: DetectorSelection;
  /** Whether events may have any id, as imported ones may; else plain signs only. */
  readonly anyIds?: boolean;
  /** How long a request waits for the store, milliseconds: 2,000 for a read and 5,000 for a write when left out. */
  readonly patience?: number;
}

export interface RunningServer {
  readonly app: FastifyInstance;
  readonly serving: Serving;
  /** Such as http://127.0.0.1:4000. */
  readonly url: string;
  /** Resolves when the log is read and events are taken; rejects where that can't be. */
  readonly started: Promise<void>;
  /** Answers what is under way, stores what was taken, closes the store. Calling it again waits for the first. */
  stop(): Promise<void>;
}

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost'];
/** Between two tries to get over a failed write, and the longest that stopping waits for callers, milliseconds. */
const MEND_EVERY = 1_000;
const DRAIN_WITHIN = 10_000;
/** Between two lines of the log about how far the start is, milliseconds. */
const TELL_EVERY = 5_000;

/**
 * Listens first and reads the log then, so that /health answers at once and /ready says how far it is.
 * @throws RingfenceError USAGE for development on an address that others can reach; what listening throws
 */
export async function runServer(options: RunOptions): Promise<RunningServer> {
  const { store, clock, log, host, port } = options;
  if (options.dev && !LOOPBACK.includes(host))
    throw new RingfenceError(
      'USAGE',
      `--dev asks nobody who they are, so it is for this machine only: leave out --host ${host}, or --dev`,
    );
  const selection = options.selection ? { selection: options.selection } : {};
  const limits =
    options.patience === undefined ? {} : { limits: { ...WRITE_LIMITS, patience: options.patience } };
  const logger = loggerOf(log);
  steadyCollector();
  const engine = new Engine({ store, clock, logger, stream: randomUUID(), ...selection, ...limits });
  const serving: Serving = {
    engine,
    reads: new StoreReads(store, options.patience),
    store,
    clock,
    currencies: await currencyTableOf(store),
    version: options.version,
    anyIds: options.anyIds ?? false,
  };
  const app = await buildServer(serving, options);
  await app.listen({ host, port });
  const address = app.server.address();
  const at = typeof address === 'object' && address ? address.port : port;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${at}`;
  const telling = setInterval(() => log.info({ ...engine.starting }, 'reading the log'), TELL_EVERY);
  const started = engine.start().finally(() => clearInterval(telling));
  started.then(
    () => log.info({ events: engine.lag.taken, rings: engine.view.rings.length }, 'ready'),
    (error: unknown) => log.error({ code: codeOf(error) }, 'the engine could not be started'),
  );
  const mending = setInterval(() => {
    void engine.mend();
    void serving.reads.probe();
  }, MEND_EVERY);
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => (stopping ??= stopServer(app, engine, options, mending));
  return { app, serving, url, started, stop };
}

async function stopServer(
  app: FastifyInstance,
  engine: Engine,
  { store, log }: RunOptions,
  mending: NodeJS.Timeout,
): Promise<void> {
  log.info({}, 'stopping');
  clearInterval(mending);
  // Says so on /health and ends subscriptions; what is under way goes on.
  const engineStopped = engine
    .stop()
    .catch((error: unknown) => log.error({ code: codeOf(error) }, 'not all was saved'));
  const hurry = setTimeout(() => app.server.closeAllConnections(), DRAIN_WITHIN);
  await app.close();
  clearTimeout(hurry);
  await engineStopped;
  await store
    .close()
    .catch((error: unknown) => log.error({ code: codeOf(error) }, 'the store did not close well'));
  log.info({}, 'stopped');
}

function codeOf(error: unknown): string {
  return error instanceof RingfenceError ? error.code : 'INTERNAL';
}
