import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TransferColumns } from '../src/graph/temporal-graph.ts';
import { readEdgeList } from '../src/ingest/edge-list.ts';
import { rngFor } from '../src/kernel/rng.ts';
import { DAY, HOUR, SECOND } from '../src/kernel/time.ts';
import { hashOf } from './environment.ts';

/** A graph and a window to find cycles in. */
export interface CycleCase {
  readonly name: string;
  readonly window: number;
  /** An edge list the command line can read. */
  readonly file: string;
  /** Edges handed to the peer at once, 0 for all; and the ratio of edges/s to reach. */
  readonly peerBatch: number;
  readonly wantedRatio: number;
  /** Seconds of the SPAA 2022 tool on the machine named in docs/benchmarks.md; null where it was not run. */
  readonly spaaSeconds: number | null;
  /** Whether its cycles are few enough to be listed, so that the detector is measured too. */
  readonly listed: boolean;
  readonly dataHash: string;
  readonly columns: TransferColumns;
  readonly vertices: number;
}

/** Where the public graphs lie (docs/benchmarks.md says where they come from). */
const DATA = join(import.meta.dirname, '../../shared/data/temporal');

const PUBLIC = [
  { graph: 'bitcoinotc', label: 'bitcoinotc 7 d', window: 7 * DAY, spaaSeconds: 0.15, listed: true },
  { graph: 'collegemsg', label: 'collegemsg 6 h', window: 6 * HOUR, spaaSeconds: 0.19, listed: true },
  { graph: 'collegemsg', label: 'collegemsg 24 h', window: 24 * HOUR, spaaSeconds: 1.07, listed: false },
  {
    graph: 'amlsim_20K_cycle200',
    label: 'amlsim-20k 20 d',
    window: 20 * DAY,
    spaaSeconds: 0.24,
    listed: true,
  },
];

/** @param folder for files that are made */
export async function cycleCases(folder: string): Promise<CycleCase[]> {
  const cases: CycleCase[] = [];
  for (const { graph, label, ...rest } of PUBLIC) {
    const file = join(process.env.RINGFENCE_BENCHMARK_DATA ?? DATA, `${graph}.txt.gz`);
    if (!existsSync(file)) {
      console.error(`SKIPPED: ${label}, as ${file} is not there.`);
      continue;
    }
    const list = await readEdgeList(file);
    const dataHash = hashOf(readFileSync(file));
    const peer = { peerBatch: 0, wantedRatio: 8 };
    cases.push({
      name: label,
      file,
      ...peer,
      ...rest,
      dataHash,
      columns: list,
      vertices: list.vertices.size,
    });
  }
  return [...cases, randomCase(folder)];
}

function randomCase(folder: string): CycleCase {
  const vertices = 100_000;
  const columns = skewedTransfers({ edges: 500_000, vertices, span: 10 * DAY });
  const file = join(folder, 'random.txt');
  const lines = Array.from(columns.at, (at, i) => `${columns.from[i]} ${columns.to[i]} ${at / SECOND}\n`);
  writeFileSync(file, lines.join(''));
  return {
    name: 'random 24 h',
    window: DAY,
    file,
    peerBatch: 2_048,
    wantedRatio: 20,
    spaaSeconds: null,
    listed: true,
    dataHash: hashOf(columns.from, columns.to, columns.at),
    columns,
    vertices,
  };
}

/** Random transfers in order of time, in which the account of rank r takes part with weight r^-0.6, as payer and as payee. */
export function skewedTransfers({
  edges,
  vertices,
  span,
}: {
  readonly edges: number;
  readonly vertices: number;
  readonly span: number;
}): TransferColumns {
  const rng = rngFor(1, 'benchmark cycles');
  const upTo = new Float64Array(vertices);
  let sum = 0;
  for (let rank = 1; rank <= vertices; rank++) upTo[rank - 1] = sum += rank ** -0.6;
  const draw = (): number => {
    const wanted = rng.unit() * sum;
    let low = 0;
    let high = vertices - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (upTo[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const from = new Int32Array(edges);
  const to = new Int32Array(edges);
  const at = new Float64Array(edges);
  for (let edge = 0; edge < edges; edge++) {
    from[edge] = draw();
    to[edge] = draw();
    at[edge] = Math.floor((rng.unit() * span) / SECOND) * SECOND;
  }
  return { from, to, at: at.sort() };
}

/** The rows gfp.py reads: edge number, from, to, seconds; without self-loops, in order of time. */
export function peerRows({ from, to, at }: TransferColumns): Float64Array {
  const rows = Array.from(at.keys())
    .filter((row) => from[row] !== to[row])
    .sort((a, b) => at[a] - at[b] || a - b);
  return Float64Array.from(rows.flatMap((row, edge) => [edge, from[row], to[row], at[row] / SECOND]));
}
