/**
 * The API beside a bare Fastify route and a bare Apollo server, each in a process of its own, asked by autocannon:
 *
 *   node benchmarks/api.ts [seconds [rounds [users]]]
 *
 * Requests a second and latencies are those of the clock, so they tell little on a machine with other work to do;
 * processor time a request is what the server itself used. Ratios are taken within a round; medians are written to
 * benchmarks/results/api.json.
 */
import autocannon from 'autocannon';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccessRole } from '../src/app/access.ts';
import { detectRings } from '../src/app/detect-rings.ts';
import { seedWorld } from '../src/app/seed-world.ts';
import { WORLD_DEFAULTS } from '../src/generator/options.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { silentLogger } from '../src/kernel/logger.ts';
import { makeKey, writeKeys } from '../src/server/auth/api-keys.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';
import type { Kind } from './api-server.ts';
import { environment, median, rounded, writeResult, type Environment } from './environment.ts';

export interface ApiFigure {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of the server's processor time a request. */
  readonly cpu: number;
}

export interface ApiResult {
  readonly environment: Environment;
  readonly seconds: number;
  readonly rounds: number;
  readonly users: number;
  readonly events: number;
  readonly rings: number;
  readonly fastify: ApiFigure;
  readonly ingest: ApiFigure;
  readonly batch: ApiFigure;
  /** Transactions scored without storing, every twentieth explained. */
  readonly score: ApiFigure;
  readonly apollo: ApiFigure;
  readonly version: ApiFigure;
  readonly ring: ApiFigure;
  readonly ratios: {
    readonly ingestOverFastify: number;
    readonly scoreOverFastify: number;
    readonly versionOverApollo: number;
  };
}

const BATCH = 100;
const [seconds, rounds, users] = [5, 3, 2_000].map((usual, i) => Number(process.argv[2 + i] ?? usual));

const RING = `query ($id: String!) { ring(id: $id) { ringId version members { role entity { id rings { ringId } } }
  findings { detector strength nodeIds linkIds evidence(first: 25) { nodes { kind at } } } graph { links { id count } } } }`;

interface Measured {
  readonly process: ChildProcess;
  readonly url: string;
}

async function start(kind: Kind, ...args: string[]): Promise<Measured> {
  const child = fork(join(import.meta.dirname, 'api-server.ts'), [kind, ...args]);
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return { process: child, url };
}

async function cpuOf({ process: child }: Measured): Promise<number> {
  child.send('cpu');
  const [{ cpu }] = (await once(child, 'message')) as [{ cpu: NodeJS.CpuUsage }];
  return cpu.user + cpu.system;
}

/** Asks for some seconds, after a second of warming up. @throws Error when an answer is not of the 200s */
async function measure(
  server: Measured,
  path: string,
  body: (number: number) => unknown,
  authorization = '',
): Promise<ApiFigure> {
  let number = 0;
  const run = (duration: number) =>
    autocannon({
      url: `${server.url}${path}`,
      connections: 10,
      duration,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      requests: [{ setupRequest: (request) => ({ ...request, body: JSON.stringify(body(number++)) }) }],
    });
  await run(1);
  const before = await cpuOf(server);
  const { requests, latency, non2xx, errors } = await run(seconds);
  if (non2xx + errors > 0) throw new Error(`${path}: ${non2xx} answers not of the 200s, ${errors} errors`);
  const cpu = ((await cpuOf(server)) - before) / requests.total;
  return { requestsPerSecond: requests.average, p50: latency.p50, p99: latency.p99, cpu };
}

let serial = 0;
const transfer = (): object => ({
  id: `b${process.pid}-${serial++}`,
  kind: 'transfer',
  at: new Date(Date.parse('2026-01-01T00:00:00Z') + serial * 1_000).toISOString(),
  from: `from-${serial % 5_000}`,
  to: `to-${serial % 7_919}`,
  amount: { minor: 1_000 + (serial % 977), currency: 'EUR' },
});

const folder = mkdtempSync(join(tmpdir(), 'ringfence-bench-'));
const url = `sqlite:${join(folder, 'bench.db')}`;
const servers: Measured[] = [];
try {
  const store = await openSqliteStore({
    path: url.slice('sqlite:'.length),
    url,
    mode: 'create',
    clock: systemClock,
    logger: silentLogger,
  });
  await store.acquireLease();
  const world = { ...WORLD_DEFAULTS, users, days: 60, seed: 1, level: 'typical' } as const;
  await seedWorld(store, world, { batchSize: 5_000, clock: systemClock, progress: () => {} });
  const { rings, events } = await detectRings(store, { asOf: null, save: true }, systemClock);
  await store.close();

  const keys = join(folder, 'keys.json');
  const made = (['machine', 'analyst'] as const).map((role: AccessRole) =>
    makeKey({ name: role, role, workspace: 'default' }, systemClock.now(), null),
  );
  writeKeys(
    keys,
    made.map(({ stored }) => stored),
  );
  const [machine, analyst] = made.map(({ token }) => `Bearer ${token}`);
  servers.push(await start('fastify'), await start('apollo'), await start('ringfence', url, keys));
  const [bare, apollo, ours] = servers;
  const all: Record<'fastify' | 'ingest' | 'batch' | 'score' | 'apollo' | 'version' | 'ring', ApiFigure[]> = {
    fastify: [],
    ingest: [],
    batch: [],
    score: [],
    apollo: [],
    version: [],
    ring: [],
  };
  const trivial = () => ({ query: '{ version }' });
  for (let round = 0; round < rounds; round++) {
    all.apollo.push(await measure(apollo, '/graphql', trivial));
    all.version.push(await measure(ours, '/graphql', trivial, analyst));
    all.ring.push(
      await measure(
        ours,
        '/graphql',
        (n) => ({ query: RING, variables: { id: rings[n % rings.length].id } }),
        analyst,
      ),
    );
    all.fastify.push(await measure(bare, '/v1/events', transfer));
    const asked = (n: number) => ({ transaction: transfer(), explain: n % 20 === 0 });
    all.score.push(await measure(ours, '/v1/score', asked, machine));
    all.ingest.push(await measure(ours, '/v1/events', transfer, machine));
    const many = () => ({ events: Array.from({ length: BATCH }, transfer) });
    all.batch.push(await measure(ours, '/v1/events/batch', many, machine));
    console.log(`round ${round + 1} of ${rounds}`);
  }
  const middle = (figures: readonly ApiFigure[]): ApiFigure => ({
    requestsPerSecond: rounded(median(figures.map((one) => one.requestsPerSecond))),
    p50: median(figures.map(({ p50 }) => p50)),
    p99: median(figures.map(({ p99 }) => p99)),
    cpu: rounded(median(figures.map(({ cpu }) => cpu))),
  });
  const ratio = (one: readonly ApiFigure[], other: readonly ApiFigure[]): number =>
    rounded(median(one.map(({ cpu }, i) => cpu / other[i].cpu)));
  const result: ApiResult = {
    environment: environment(),
    seconds,
    rounds,
    users,
    events,
    rings: rings.length,
    fastify: middle(all.fastify),
    ingest: middle(all.ingest),
    batch: middle(all.batch),
    score: middle(all.score),
    apollo: middle(all.apollo),
    version: middle(all.version),
    ring: middle(all.ring),
    ratios: {
      ingestOverFastify: ratio(all.ingest, all.fastify),
      scoreOverFastify: ratio(all.score, all.fastify),
      versionOverApollo: ratio(all.version, all.apollo),
    },
  };
  writeResult('api', result);
  console.log(result);
} finally {
  for (const server of servers) server.process.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
