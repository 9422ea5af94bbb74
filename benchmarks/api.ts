/**
 * The API beside a bare Fastify route and a bare Apollo server, each in a process of its own:
 *
 *   node benchmarks/api.ts [seconds [rounds [users]]] [--neo4j URL]
 *
 * Each is asked as fast as it answers, over ten connections, by autocannon; ring queries and scores also at an even pace,
 * because in a queue that is always full the time of an answer is mostly waiting. A model of 300 trees is in force.
 * Requests a second and latencies are those of the clock, so they tell little on a machine with other work to do;
 * processor time a request is what the server itself used. Ratios are taken within a round, in bursts of a second that
 * follow each other; medians are written to benchmarks/results/api.json. `--neo4j` asks the ring queries of a Neo4j too,
 * which must be empty or hold the world of this benchmark (NEO4J_USER, NEO4J_PASSWORD).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { detectRings } from '../src/app/detect-rings.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { TREES } from './any-model.ts';
import {
  middle,
  middlePaced,
  pace,
  saturate,
  start,
  type ApiFigure,
  type Measured,
  type PacedFigure,
  type Question,
} from './api-client.ts';
import { fillWorld, lastTransactions, makeKeys, openStore } from './api-world.ts';
import { scoreQuestion } from './score-question.ts';
import { environment, median, rounded, writeResult, type Environment } from './environment.ts';

const SATURATED = ['fastify', 'ingest', 'batch', 'score', 'apollo', 'version', 'ring'] as const;
type Name = (typeof SATURATED)[number];

export interface RingFigures {
  readonly saturated: ApiFigure;
  readonly paced: PacedFigure;
}

export interface ApiResult extends Readonly<Record<Name, ApiFigure>> {
  readonly environment: Environment;
  readonly seconds: number;
  readonly rounds: number;
  readonly users: number;
  readonly events: number;
  readonly rings: number;
  readonly trees: number;
  readonly pacedRing: PacedFigure;
  readonly pacedScore: PacedFigure;
  /** Null where no Neo4j was named. */
  readonly neo4j: RingFigures | null;
  readonly ratios: {
    readonly ingestOverFastify: number;
    readonly scoreOverFastify: number;
    readonly versionOverApollo: number;
  };
}

const BATCH = 100;
/** Requests a second at an even pace. */
const RINGS_A_SECOND = 100;
const SCORES_A_SECOND = 500;
/** Bursts of one after the other for a ratio. */
const BURSTS = 7;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { neo4j: { type: 'string' } },
});
const [seconds, rounds, users] = [5, 3, 2_000].map((usual, i) => Number(positionals[i] ?? usual));
const DAYS = 60;

const RING = `query ($id: String!) { ring(id: $id) { ringId version members { role entity { id rings { ringId } } }
  findings { detector strength nodeIds linkIds evidence(first: 25) { nodes { kind at } } } graph { links { id count } } } }`;

let serial = 0;
const transfer = (): object => ({
  id: `b${process.pid}-${serial++}`,
  kind: 'transfer',
  at: new Date(Date.parse('2026-01-01T00:00:00Z') + serial * 1_000).toISOString(),
  from: `from-${serial % 5_000}`,
  to: `to-${serial % 7_919}`,
  amount: { minor: 1_000 + (serial % 977), currency: 'EUR' },
});

interface World {
  readonly events: number;
  readonly rings: readonly string[];
  readonly transactions: readonly object[];
}

async function makeWorld(url: string): Promise<World> {
  const store = await openStore(url, 'create');
  await store.acquireLease();
  await fillWorld(store, users, DAYS);
  const { rings, events } = await detectRings(store, { asOf: null, save: true }, systemClock);
  const transactions = await lastTransactions(store, 5_000);
  await store.close();
  return { events, rings: rings.map(({ id }) => id), transactions };
}

/** Processor time of one question over that of another, in bursts of both in turn: what else the machine does is the same. */
async function ratio(one: Measured, asked: Question, other: Measured, peer: Question): Promise<number> {
  const ratios: number[] = [];
  for (let burst = 0; burst < BURSTS; burst++) {
    const { cpu: below } = await saturate(other, peer, 1);
    ratios.push((await saturate(one, asked, 1)).cpu / below);
  }
  return median(ratios);
}

const folder = mkdtempSync(join(tmpdir(), 'ringfence-bench-'));
const servers: Measured[] = [];
const started = async (...args: Parameters<typeof start>): Promise<Measured> => {
  const server = await start(...args);
  servers.push(server);
  return server;
};

const ringsOf = ({ rings }: World, authorization: string): Question => ({
  path: '/graphql',
  authorization,
  body: (n) => ({ query: RING, variables: { id: rings[n % rings.length] } }),
});

async function askNeo4j(url: string, keys: string, authorization: string): Promise<RingFigures> {
  const world = await makeWorld(url);
  const server = await started('ringfence', [url, keys]);
  const asked = ringsOf(world, authorization);
  const all = { saturated: [] as ApiFigure[], paced: [] as PacedFigure[] };
  for (let round = 0; round < rounds; round++) {
    all.saturated.push(await saturate(server, asked, seconds));
    all.paced.push(await pace(server, asked, RINGS_A_SECOND, seconds));
  }
  server.process.kill('SIGTERM');
  return { saturated: middle(all.saturated), paced: middlePaced(all.paced) };
}

try {
  const url = `sqlite:${join(folder, 'bench.db')}`;
  const world = await makeWorld(url);
  const keys = join(folder, 'keys.json');
  const { machine, analyst } = makeKeys(keys);
  const bare = await started('fastify');
  const apollo = await started('apollo');
  const ours = await started('ringfence', [url, keys]);
  const questions: Record<Name, readonly [Measured, Question]> = {
    apollo: [apollo, { path: '/graphql', body: () => ({ query: '{ version }' }) }],
    version: [ours, { path: '/graphql', authorization: analyst, body: () => ({ query: '{ version }' }) }],
    ring: [ours, ringsOf(world, analyst)],
    fastify: [bare, { path: '/v1/events', body: transfer }],
    score: [ours, await scoreQuestion(ours, world.transactions, machine)],
    ingest: [ours, { path: '/v1/events', authorization: machine, body: transfer }],
    batch: [
      ours,
      {
        path: '/v1/events/batch',
        authorization: machine,
        body: () => ({ events: Array.from({ length: BATCH }, transfer) }),
      },
    ],
  };
  const all = new Map<Name, ApiFigure[]>(SATURATED.map((name) => [name, []]));
  const paced = { ring: [] as PacedFigure[], score: [] as PacedFigure[] };
  const ratios = { version: [] as number[], score: [] as number[], ingest: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    for (const name of ['apollo', 'version', 'ring', 'fastify', 'score'] as const)
      all.get(name)!.push(await saturate(...questions[name], seconds));
    paced.ring.push(await pace(...questions.ring, RINGS_A_SECOND, seconds));
    paced.score.push(await pace(...questions.score, SCORES_A_SECOND, seconds));
    ratios.version.push(await ratio(...questions.version, ...questions.apollo));
    ratios.score.push(await ratio(...questions.score, ...questions.fastify));
    for (const name of ['ingest', 'batch'] as const)
      all.get(name)!.push(await saturate(...questions[name], seconds));
    ratios.ingest.push(await ratio(...questions.ingest, ...questions.fastify));
    console.log(`round ${round + 1} of ${rounds}`);
  }
  const figures = Object.fromEntries(SATURATED.map((name) => [name, middle(all.get(name)!)]));
  const result: ApiResult = {
    environment: environment(),
    seconds,
    rounds,
    users,
    events: world.events,
    rings: world.rings.length,
    trees: TREES,
    ...(figures as Record<Name, ApiFigure>),
    pacedRing: middlePaced(paced.ring),
    pacedScore: middlePaced(paced.score),
    neo4j: values.neo4j === undefined ? null : await askNeo4j(values.neo4j, keys, analyst),
    ratios: {
      ingestOverFastify: rounded(median(ratios.ingest)),
      scoreOverFastify: rounded(median(ratios.score)),
      versionOverApollo: rounded(median(ratios.version)),
    },
  };
  writeResult('api', result);
  console.log(result);
} finally {
  for (const server of servers) server.process.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
