/**
 * Writes the figures of benchmarks/results/ into docs/benchmarks.md, between the comments that name them; a part that was
 * never measured stays as it is:
 *
 *   node benchmarks/report.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { ApiResult } from './api.ts';
import type { ApiFigure, PacedFigure } from './api-client.ts';
import type { ApiScaleResult } from './api-scale.ts';
import type { CommunitiesResult } from './communities.ts';
import type { CycleCaseResult } from './cycles.ts';
import type { GrowthResult } from './cycle-growth.ts';
import { hasResult, readResult, type Environment } from './environment.ts';
import type { FeaturesResult } from './features.ts';
import type { LiftResults } from './lift-page.ts';
import type { ModelsResult } from './models.ts';
import type { ScoringResult } from './scoring.ts';

const PAGE = join(import.meta.dirname, '../docs/benchmarks.md');

function row(cells: readonly (string | number | null)[]): string {
  return `| ${cells.map((cell) => cell ?? '–').join(' | ')} |`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

function where({ cpu, cores, node, commit, date, load }: Environment): string {
  const busy = load === undefined ? '' : `, load ${load}`;
  return `Measured on ${date}: ${cpu}, ${cores} cores${busy}, Node ${node}, commit ${commit.slice(0, 12)}.`;
}

const count = (value: number): string => value.toLocaleString('en-US');

interface CyclesResult {
  readonly environment: Environment;
  readonly peer: string | null;
  readonly rounds: number;
  readonly cases: readonly CycleCaseResult[];
}

function cycles(): string {
  const { environment, peer, rounds, cases } = readResult<CyclesResult>('cycles');
  const speed = table(
    [
      'graph',
      'edges',
      'cycles',
      'first run, s',
      'warm, s',
      'Snap ML, s',
      'ratio, first run',
      'ratio, warm',
      'wanted',
    ],
    cases.map((one) => [
      one.graph,
      count(one.edges),
      count(Number(one.cycles)),
      one.seconds.fresh,
      one.seconds.warm,
      one.peer && one.peer.seconds,
      one.peer && one.peer.ratioFresh,
      one.peer && one.peer.ratioWarm,
      one.peer && one.peer.wanted,
    ]),
  );
  const detector = table(
    ['graph', 'typical amounts: findings', 'times the count', 'equal amounts: findings', 'times the count'],
    cases.flatMap(({ graph, detector }) =>
      detector
        ? [
            [
              graph,
              count(detector.typical.findings),
              detector.typical.ratio,
              count(detector.uniform.findings),
              detector.uniform.ratio,
            ],
          ]
        : [],
    ),
  );
  const exact = cases.filter((one) => one.peer?.sameBundles === true).map((one) => one.graph);
  return [
    `${where(environment)} Medians of ${rounds} rounds; Snap ML ${peer ?? 'not installed'}.`,
    speed,
    `Snap ML found the same bundles as Ringfence on ${exact.join(', ') || 'no graph'}.`,
    detector,
  ].join('\n\n');
}

function growth(): string {
  const { environment, runs, steps } = readResult<GrowthResult>('cycle-growth');
  const stepOf = (transfers: number) => steps.find((step) => step.transfers === transfers);
  const rows = runs.map((run) => [
    count(run.transfers),
    count(run.visits),
    stepOf(run.transfers)?.visitsOverLinear ?? 1,
    Math.round(run.residentBytes / 2 ** 20),
    stepOf(run.transfers)?.residentBytesPerTransfer ?? null,
  ]);
  const head = [
    'transfers',
    'edge visits',
    'visits a transfer, over the first row',
    'resident, MiB',
    'bytes more a transfer',
  ];
  return [where(environment), table(head, rows)].join('\n\n');
}

function communities(): string {
  const { environment, peer, rounds, links, users, igraph, ...ours } =
    readResult<CommunitiesResult>('communities');
  const body = [
    [
      'rings',
      ours.ringSeconds,
      igraph && igraph.ringRatio,
      count(ours.rings),
      igraph && count(igraph.components),
    ],
    [
      'communities',
      ours.louvainSeconds,
      igraph && igraph.louvainRatio,
      `Q ${ours.modularity}`,
      igraph && `Q ${igraph.modularity}`,
    ],
  ];
  return [
    `${where(environment)} Medians of ${rounds} rounds; igraph ${peer ?? 'not installed'}. ${count(links)} links among ${count(users)} users.`,
    table(['', 'Ringfence, s', 'ratio to igraph', 'Ringfence found', 'igraph found'], body),
  ].join('\n\n');
}

function models(): string {
  const result = readResult<ModelsResult>('models');
  const { environment, peer, rounds, rows, columns, trees, ratios } = result;
  const head = ['', 'Ringfence', 'ratio to LightGBM'];
  const body = [
    ['training, rows x trees a second', count(result.trainRowsPerSecond), ratios && ratios.train],
    ['scoring, rows a second', count(result.scoreRowsPerSecond), ratios && ratios.score],
    ['explaining, milliseconds a row', result.explainMilliseconds, ratios && ratios.explain],
  ];
  return [
    `${where(environment)} Medians of ${rounds} rounds; LightGBM ${peer ?? 'not installed'}. ${count(rows)} rows, ${columns} columns, ${trees} trees of 31 leaves.`,
    table(head, body),
    `Average precision on the test rows: ${result.averagePrecision}${ratios === null ? '' : `, of LightGBM ${ratios.averagePrecision}`}.`,
  ].join('\n\n');
}

function features(): string {
  const result = readResult<FeaturesResult>('features');
  const { environment, users, events, reads } = result;
  const body = [
    ['a read of all, processor time', result.read],
    ['an event taken, processor time', result.apply],
    ['a read by the clock, median', result.median],
    ['a read by the clock, p99', result.p99],
    ['longest first event after a midnight, by the clock', result.midnight],
  ];
  return [
    `${where(environment)} ${result.features} features; ${count(users)} users, ${count(events)} events, the last ${count(reads)} reads; ${(100 * result.cutShare).toFixed(0)} % of walks cut; at most ${count(result.peakMegabytes)} MB.`,
    table(['', 'µs'], body),
  ].join('\n\n');
}

function scoring(): string {
  const result = readResult<ScoringResult>('scoring');
  const { environment, users, events, trees, scored, explained } = result;
  const body = [
    ['transactions scored a second of processor time', count(result.scoresPerProcessorSecond), '5,000'],
    ['milliseconds a transaction by the clock, median', result.medianMilliseconds, null],
    ['milliseconds a transaction by the clock, p99', result.p99Milliseconds, '2'],
  ];
  return [
    `${where(environment)} ${count(users)} users live, ${count(events)} events before; ${count(scored)} transactions, ${((100 * explained) / scored).toFixed(1)} % explained; ${trees} trees; at most ${count(result.peakMegabytes)} MB.`,
    table(['', 'measured', 'wanted'], body),
  ].join('\n\n');
}

function liftShort(): string {
  const { environment, cells } = readResult<LiftResults>('lift-short');
  const body = cells.map(({ level, rate, users, days, frauds, lift, ...ap }) => [
    `${level}, ${100 * rate} %, ${count(users)} x ${days} d`,
    count(frauds),
    ap.transaction,
    ap.graph,
    ap.both,
    `${lift.estimate} (${lift.low} to ${lift.high})`,
  ]);
  const head = ['worlds', 'frauds', 'transaction', 'graph', 'both', 'lift'];
  return [where(environment), table(head, body)].join('\n\n');
}

function api(): string {
  const result = readResult<ApiResult>('api');
  const { environment, seconds, rounds, users, events, rings, trees, ratios, neo4j } = result;
  const line = (name: string, one: ApiFigure, ratio: number | null = null) => [
    name,
    count(one.requestsPerSecond),
    one.p50,
    one.p99,
    count(one.cpu),
    ratio,
  ];
  return [
    `${where(environment)} Medians of ${rounds} rounds of ${seconds} s, 10 connections that always wait for an answer; ${count(users)} users, ${count(events)} events, ${rings} rings, SQLite; a model of ${trees} trees in force.`,
    table(
      ['', 'requests a second', 'p50, ms', 'p99, ms', 'processor time a request, µs', 'over its peer'],
      [
        line('bare Fastify route', result.fastify),
        line('one event', result.ingest, ratios.ingestOverFastify),
        line('100 events', result.batch),
        line('a transaction scored, one in 20 explained', result.score, ratios.scoreOverFastify),
        line('bare Apollo on Fastify, a trivial query', result.apollo),
        line('the same query here', result.version, ratios.versionOverApollo),
        line('a ring with members, findings, proof and graph', result.ring),
        ...(neo4j ? [line('the same on Neo4j', neo4j.saturated)] : []),
      ],
    ),
    'With ten connections that ask again at once, an answer mostly waits for nine others. At an even pace, from when a request was due:',
    table(
      ['', 'asked a second', 'p50, ms', 'p99, ms'],
      [
        paced('a ring', result.pacedRing),
        ...(neo4j ? [paced('a ring, on Neo4j', neo4j.paced)] : []),
        paced('a transaction scored', result.pacedScore),
      ],
    ),
    ...apiScale(),
  ].join('\n\n');
}

function paced(name: string, { perSecond, p50, p99 }: PacedFigure): (string | number)[] {
  return [name, count(perSecond), p50, p99];
}

/** Of the long form, where somebody ran it. */
function apiScale(): string[] {
  if (!hasResult('api-scale')) return [];
  const result = readResult<ApiScaleResult>('api-scale');
  const { environment, users, days, events, trees, score, paced: even } = result;
  const { startSeconds, startProcessorSeconds, startMegabytes } = result;
  return [
    `Scoring while the live projection holds ${count(users)} users and ${days} days (${count(events)} events), a model of ${trees} trees in force, ` +
      `one answer in 20 explained (\`node benchmarks/api-scale.ts\`; ${where(environment)}): ` +
      `${count(score.requestsPerSecond)} requests a second, p50 ${score.p50} ms, p99 ${score.p99} ms, ${count(score.cpu)} µs of processor time each, ` +
      `${result.scoreOverFastify} times a bare Fastify route; at an even ${count(even.perSecond)} a second p50 ${even.p50} ms, p99 ${even.p99} ms. ` +
      `The start took ${startSeconds} s (${startProcessorSeconds} s of processor time) and ${count(startMegabytes)} MiB.`,
  ];
}

async function main(): Promise<void> {
  let page = readFileSync(PAGE, 'utf8');
  const parts = {
    cycles,
    'cycle-growth': growth,
    communities,
    models,
    features,
    scoring,
    'lift-short': liftShort,
    api,
  };
  for (const [name, part] of Object.entries(parts)) {
    if (!hasResult(name)) continue;
    const text = part();
    const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    if (!page.includes(start) || !page.includes(end)) throw new Error(`docs/benchmarks.md lacks ${start}`);
    const [before] = page.split(start);
    const [, after] = page.split(end);
    page = `${before}${start}\n\n${text}\n\n${end}${after}`;
  }
  const options = await resolveConfig(PAGE);
  writeFileSync(PAGE, await format(page, { ...options, parser: 'markdown' }));
}

await main();
