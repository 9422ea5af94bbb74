/**
 * Temporal cycles beside Snap ML's Graph Feature Preprocessor (one thread each), and the detector beside the bare count:
 *
 *   node benchmarks/cycles.ts [rounds]
 *
 * In each round every graph is searched by the peer, by the command line in a fresh process, and in this process, one
 * after the other; ratios are taken within a round and their medians written to benchmarks/results/cycles.json. All
 * seconds are for building the graph and searching it (the peer: for `transform`), none for reading files.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kitingCycle } from '../src/detectors/kiting-cycle/detect.ts';
import { KITING_OPTIONS, type KitingOptions } from '../src/detectors/kiting-cycle/options.ts';
import { defaultsOf } from '../src/detectors/options.ts';
import { countTemporalCycles } from '../src/graph/algorithms/count-temporal-cycles.ts';
import { temporalCycleSearch } from '../src/graph/algorithms/temporal-cycles.ts';
import type { EventGraph } from '../src/graph/event-graph.ts';
import type { EventOf } from '../src/graph/model/event.ts';
import { buildTemporalGraph, type TemporalGraph } from '../src/graph/temporal-graph.ts';
import { rngFor } from '../src/kernel/rng.ts';
import { SECOND } from '../src/kernel/time.ts';
import { buildEventGraph } from '../src/projection/event-graph-builder.ts';
import { cycleCases, peerRows, type CycleCase } from './cycle-graphs.ts';
import { environment, median, rounded, writeResult } from './environment.ts';
import { installGfp } from './peers/gfp.ts';

const STRICT = { minLength: 2, maxLength: Infinity, ties: 'strict' } as const;
/** Runs in this process in each round, the quickest of which counts, and those before the first. */
const REPEATS = 3;
const WARM_UP = 5;
const NO_HUBS = { device: () => null, block: () => null, account: () => null };

/** One graph's figures as they are written; seconds and ratios are medians over the rounds. */
export interface CycleCaseResult {
  readonly graph: string;
  readonly edges: number;
  readonly cycles: string;
  readonly visits: number;
  readonly dataHash: string;
  /** In a process of its own, and in one that has run it before. */
  readonly seconds: { readonly fresh: number; readonly warm: number };
  readonly spaaSeconds: number | null;
  readonly peer: {
    readonly batch: number;
    readonly seconds: number;
    readonly edgesPerSecond: number;
    /** Whether it found what the search finds; null where it gets the edges in batches and can't. */
    readonly sameBundles: boolean | null;
    readonly wanted: number;
    readonly ratioFresh: number;
    readonly ratioWarm: number;
  } | null;
  /** Times the warm count; null where there are too many cycles to list. */
  readonly detector: {
    readonly wanted: number;
    readonly typical: DetectorResult;
    readonly uniform: DetectorResult;
  } | null;
}

interface DetectorResult {
  readonly findings: number;
  readonly truncated: readonly string[];
  readonly ratio: number;
}

interface Detectors {
  readonly typical: EventGraph;
  readonly uniform: EventGraph;
}

const rounds = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'ringfence-benchmark-'));
try {
  const gfp = installGfp();
  const results = [];
  for (const one of await cycleCases(folder)) {
    const result = measure(one);
    console.log(JSON.stringify(result));
    results.push(result);
  }
  writeResult('cycles', { environment: environment(), peer: gfp?.version ?? null, rounds, cases: results });

  function measure(one: CycleCase): CycleCaseResult {
    const edgeFile = join(folder, 'edges.bin');
    const rows = peerRows(one.columns);
    writeFileSync(edgeFile, rows);
    const edges = rows.length / 4;
    const events = one.listed ? detectorGraphs(one) : null;
    for (let i = 0; i < WARM_UP; i++) {
      count(one);
      if (events) detect(one, events.typical);
      if (events) detect(one, events.uniform);
    }
    const seconds = { peer: [] as number[], fresh: [] as number[], warm: [] as number[] };
    const detector = { typical: [] as number[], uniform: [] as number[] };
    let participations: Readonly<Record<string, number>> | null = null;
    for (let round = 0; round < rounds; round++) {
      if (gfp) {
        const run = gfp.run(edgeFile, one.window / SECOND, one.peerBatch);
        seconds.peer.push(run.seconds);
        participations = run.participations;
      }
      seconds.fresh.push(fresh(one));
      seconds.warm.push(quickest(() => count(one)));
      if (events) detector.typical.push(quickest(() => detect(one, events.typical)));
      if (events) detector.uniform.push(quickest(() => detect(one, events.uniform)));
    }
    const { total, visits } = countTemporalCycles(graphOf(one), { ...STRICT, window: one.window });
    const ratios = (a: readonly number[], b: readonly number[]) => rounded(median(a.map((s, i) => s / b[i])));
    return {
      graph: one.name,
      edges,
      cycles: String(total),
      visits,
      dataHash: one.dataHash,
      seconds: { fresh: rounded(median(seconds.fresh)), warm: rounded(median(seconds.warm)) },
      spaaSeconds: one.spaaSeconds,
      peer: gfp && {
        batch: one.peerBatch,
        seconds: rounded(median(seconds.peer)),
        edgesPerSecond: rounded(edges / median(seconds.peer)),
        sameBundles: one.peerBatch === 0 ? sameAs(participations!, participationsOf(one)) : null,
        wanted: one.wantedRatio,
        ratioFresh: ratios(seconds.peer, seconds.fresh),
        ratioWarm: ratios(seconds.peer, seconds.warm),
      },
      detector: events && {
        wanted: 3,
        typical: found(one, events.typical, ratios(detector.typical, seconds.warm)),
        uniform: found(one, events.uniform, ratios(detector.uniform, seconds.warm)),
      },
    };
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function quickest(work: () => unknown): number {
  let best = Infinity;
  for (let i = 0; i < REPEATS; i++) {
    const start = performance.now();
    work();
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  return best;
}

function graphOf(one: CycleCase): TemporalGraph {
  return buildTemporalGraph(one.columns, one.vertices);
}

function count(one: CycleCase): unknown {
  return countTemporalCycles(graphOf(one), { ...STRICT, window: one.window }).total;
}

/** What the command line reports in a process of its own, where nothing is compiled yet. */
function fresh(one: CycleCase): number {
  const main = join(import.meta.dirname, '../src/main.ts');
  const args = ['cycles', one.file, '--window', `${one.window / SECOND}s`, '--json'];
  const out = execFileSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  return (JSON.parse(out) as { seconds: number }).seconds;
}

/** The graph as events: once with amounts as payments have them, once with all the same, so that no cycle is refused. */
function detectorGraphs({ columns }: CycleCase): Detectors {
  const rng = rngFor(1, 'benchmark amounts');
  const order = Array.from(columns.at.keys()).sort((a, b) => columns.at[a] - columns.at[b] || a - b);
  const events = (minorOf: () => number): EventOf<'transfer'>[] =>
    order.map((row, i) => ({
      source: 'benchmark',
      id: String(i).padStart(9, '0'),
      kind: 'transfer',
      at: columns.at[row],
      observedAt: columns.at[row],
      from: `a${columns.from[row]}`,
      to: `a${columns.to[row]}`,
      amount: { minor: minorOf(), currency: 'USD' },
    }));
  return {
    typical: buildEventGraph(events(() => Math.round(Math.exp(8 + 1.5 * rng.normal())))),
    uniform: buildEventGraph(events(() => 10_000)),
  };
}

function found(one: CycleCase, graph: EventGraph, ratio: number): DetectorResult {
  const { findings, truncated } = detect(one, graph);
  return { findings: findings.length, truncated: truncated.map((cut) => cut.leftOut), ratio };
}

function detect(one: CycleCase, graph: EventGraph) {
  const options: KitingOptions = { ...defaultsOf(KITING_OPTIONS), window: one.window };
  return kitingCycle.detect(graph, options, NO_HUBS);
}

/** By length, the sum over all edges of the bundles that the edge is part of: what the peer's features add up to. */
function participationsOf(one: CycleCase): Record<string, number> {
  const graph = graphOf(one);
  const search = temporalCycleSearch(graph, { ...STRICT, window: one.window });
  const sums: Record<string, number> = {};
  for (let edge = 0; edge < graph.edges; edge++)
    search.completedBy(edge, Infinity, (bundle) => {
      // Walking forward leaves edges in a layer from which the next layer can't be reached any more.
      let latest = graph.tieStart[edge];
      let parts = 1;
      for (let hop = bundle.length - 2; hop >= 0; hop--) {
        const layer = bundle.edges(hop).filter((e) => graph.tieStart[e] < latest);
        parts += layer.length;
        latest = graph.tieStart[layer[layer.length - 1]];
      }
      sums[bundle.length] = (sums[bundle.length] ?? 0) + parts;
    });
  return sums;
}

function sameAs(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean {
  const lengths = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...lengths].every((length) => a[length] === b[length]);
}
