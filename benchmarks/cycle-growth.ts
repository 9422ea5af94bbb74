/**
 * How the work and the memory of counting temporal cycles grow with time: the same accounts paying for longer.
 *
 *   node --expose-gc benchmarks/cycle-growth.ts
 *
 * Each size runs in a process of its own (which this one starts) and reports edge visits, and by how much its resident
 * memory rose from before the first transfer was made to the end of the count, input columns included. Written to
 * benchmarks/results/cycle-growth.json.
 */
import { execFileSync } from 'node:child_process';
import { memoryUsage } from 'node:process';
import { countTemporalCycles } from '../src/graph/algorithms/count-temporal-cycles.ts';
import { buildTemporalGraph } from '../src/graph/temporal-graph.ts';
import { DAY } from '../src/kernel/time.ts';
import { skewedTransfers } from './cycle-graphs.ts';
import { environment, rounded, writeResult, type Environment } from './environment.ts';

const MILLION = 1_000_000;
const SIZES = [1, 2, 4, 8].map((millions) => millions * MILLION);
const VERTICES = 100_000;
/** As many a day as in the random graph of benchmarks/cycles.ts. */
const A_DAY = 50_000;

export interface GrowthResult {
  readonly environment: Environment;
  readonly runs: readonly Run[];
  readonly steps: readonly {
    readonly transfers: number;
    /** Visits a transfer, over those of the smallest size: 1 is linear. */
    readonly visitsOverLinear: number;
    readonly residentBytesPerTransfer: number;
    readonly arrayBytesPerTransfer: number;
  }[];
}

interface Run {
  readonly transfers: number;
  readonly cycles: number;
  readonly visits: number;
  readonly seconds: number;
  /** Rise of the resident memory, and what typed arrays hold of it at the end. */
  readonly residentBytes: number;
  readonly arrayBytes: number;
}

function run(transfers: number): Run {
  const before = memoryUsage();
  const columns = skewedTransfers({ edges: transfers, vertices: VERTICES, span: (transfers / A_DAY) * DAY });
  const start = performance.now();
  const graph = buildTemporalGraph(columns, VERTICES);
  const { total, visits } = countTemporalCycles(graph, {
    window: DAY,
    minLength: 2,
    maxLength: Infinity,
    ties: 'strict',
  });
  const seconds = (performance.now() - start) / 1000;
  globalThis.gc?.();
  const after = memoryUsage();
  return {
    transfers,
    cycles: Number(total),
    visits,
    seconds: rounded(seconds),
    residentBytes: after.rss - before.rss,
    arrayBytes: after.arrayBuffers - before.arrayBuffers,
  };
}

const [size] = process.argv.slice(2);
if (size !== undefined) console.log(JSON.stringify(run(Number(size))));
else {
  const runs = SIZES.map(
    (transfers) =>
      JSON.parse(
        execFileSync(process.execPath, ['--expose-gc', import.meta.filename, String(transfers)], {
          encoding: 'utf8',
        }),
      ) as Run,
  );
  const [first, ...longer] = runs;
  const steps = longer.map((run, i) => {
    const more = run.transfers - runs[i].transfers;
    return {
      transfers: run.transfers,
      visitsOverLinear: rounded(run.visits / run.transfers / (first.visits / first.transfers)),
      residentBytesPerTransfer: rounded((run.residentBytes - runs[i].residentBytes) / more),
      arrayBytesPerTransfer: rounded((run.arrayBytes - runs[i].arrayBytes) / more),
    };
  });
  const result = { environment: environment(), vertices: VERTICES, transfersADay: A_DAY, runs, steps };
  console.log(JSON.stringify({ runs, steps }));
  writeResult('cycle-growth', result);
}
