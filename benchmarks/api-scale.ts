/**
 * Scoring by REST while the live projection holds a large world, with a model of 300 trees in force and one answer in
 * twenty explained:
 *
 *   node benchmarks/api-scale.ts [--users 100000] [--days 30] [--seconds 10] [--rounds 3] [--store FILE]
 *
 * The world is made and stored first, and the server reads it when it starts: minutes. `--store` keeps the file, and uses
 * it when it is there. Writes benchmarks/results/api-scale.json.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  middle,
  middlePaced,
  pace,
  saturate,
  start,
  usageOf,
  type ApiFigure,
  type PacedFigure,
} from './api-client.ts';
import { TREES } from './any-model.ts';
import { fillWorld, lastTransactions, makeKeys, openStore } from './api-world.ts';
import { scoreQuestion } from './score-question.ts';
import { environment, median, rounded, writeResult, type Environment } from './environment.ts';

export interface ApiScaleResult {
  readonly environment: Environment;
  readonly users: number;
  readonly days: number;
  readonly events: number;
  readonly trees: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly startSeconds: number;
  readonly startProcessorSeconds: number;
  readonly startMegabytes: number;
  readonly fastify: ApiFigure;
  readonly score: ApiFigure;
  /** At an even pace, five times that of a busy service of cards (seed 004: 50 to 100 a second). */
  readonly paced: PacedFigure;
  /** Share of the transactions whose reasons were asked for, beside those that have them by their decision. */
  readonly asked: number;
  readonly scoreOverFastify: number;
}

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '100000' },
    days: { type: 'string', default: '30' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    store: { type: 'string' },
  },
});
const [users, days, seconds, rounds] = [values.users, values.days, values.seconds, values.rounds].map(Number);
const PACE = 500;

const folder = mkdtempSync(join(tmpdir(), 'ringfence-bench-'));
const url = `sqlite:${values.store ?? join(folder, 'bench.db')}`;
const processes: { kill(signal: 'SIGKILL'): void }[] = [];
try {
  const store = await openStore(url, 'create');
  await store.acquireLease();
  await fillWorld(store, users, days);
  const transactions = await lastTransactions(store, 20_000);
  const events = await store.events.head();
  await store.close();
  const keys = join(folder, 'keys.json');
  const { machine } = makeKeys(keys);
  const bare = await start('fastify');
  processes.push(bare.process);
  const began = performance.now();
  const ours = await start('ringfence', [url, keys], 14_000);
  processes.push(ours.process);
  const startSeconds = rounded((performance.now() - began) / 1_000);
  const started = await usageOf(ours);
  const sent = (n: number): object => transactions[n % transactions.length];
  const question = await scoreQuestion(ours, transactions, machine);
  const [fastify, score, paced]: [ApiFigure[], ApiFigure[], PacedFigure[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    fastify.push(await saturate(bare, { path: '/v1/events', body: sent }, seconds));
    score.push(await saturate(ours, question, seconds));
    paced.push(await pace(ours, question, PACE, seconds));
    console.log({ round: round + 1, score: score.at(-1), fastify: fastify.at(-1), paced: paced.at(-1) });
  }
  const result: ApiScaleResult = {
    environment: environment(),
    users,
    days,
    events,
    trees: TREES,
    seconds,
    rounds,
    startSeconds,
    startProcessorSeconds: rounded((started.cpu.user + started.cpu.system) / 1e6),
    startMegabytes: started.megabytes,
    fastify: middle(fastify),
    score: middle(score),
    paced: middlePaced(paced),
    asked: question.asked,
    scoreOverFastify: rounded(median(score.map(({ cpu }, i) => cpu / fastify[i].cpu))),
  };
  writeResult('api-scale', result);
  console.log(result);
} finally {
  for (const process of processes) process.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
