/**
 * Boosted trees beside LightGBM, one thread each: training, scoring, explaining:
 *
 *   node benchmarks/models.ts [rounds]
 *
 * In each round LightGBM and Ringfence train on the same rows, score the same others and explain the first of them, one
 * after the other; ratios are taken within a round and their medians written to benchmarks/results/models.json. A ratio is
 * LightGBM's seconds over Ringfence's: above 1 Ringfence is faster. Seconds are processor time. Each
 * has run once before the first round.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rngFor } from '../src/kernel/rng.ts';
import { averagePrecision } from '../src/risk/metrics/average-precision.ts';
import { featureMatrix, readRow } from '../src/risk/models/feature-matrix.ts';
import { gbdtMargins, trainGbdt } from '../src/risk/models/gbdt/train-gbdt.ts';
import { trainingSet, type TrainingSet } from '../src/risk/models/training-set.ts';
import { TreeExplainer } from '../src/risk/models/trees/tree-explainer.ts';
import { environment, hashOf, median, rounded, writeResult, type Environment } from './environment.ts';
import { installLightGbm, type LightGbmRun } from './peers/lightgbm.ts';

const ROWS = 50_000;
const COLUMNS = 30;
const TREES = 300;
const EXPLAIN = 1_000;

export interface ModelsResult {
  readonly environment: Environment;
  readonly peer: string | null;
  readonly rounds: number;
  readonly rows: number;
  readonly columns: number;
  readonly trees: number;
  readonly dataHash: string;
  readonly trainRowsPerSecond: number;
  readonly scoreRowsPerSecond: number;
  readonly explainMilliseconds: number;
  readonly averagePrecision: number;
  readonly ratios: {
    readonly train: number;
    readonly score: number;
    readonly explain: number;
    readonly averagePrecision: number;
  } | null;
}

/** A few columns that matter, alone and together, many that don't; a fifth of one is missing; about 3 % are labelled 1. */
function madeUp(seed: number): TrainingSet {
  const rng = rngFor(seed, 'models benchmark');
  const columns = Array.from({ length: COLUMNS }, () =>
    Float64Array.from({ length: ROWS }, () => rng.normal()),
  );
  const [a, b, c, d, e] = columns;
  const labels = Uint8Array.from({ length: ROWS }, (_, i) =>
    Number(a[i] + b[i] * c[i] + (d[i] > 1 ? e[i] : 0) + 0.7 * rng.normal() > 3.4),
  );
  for (let i = 0; i < ROWS; i++) if (rng.chance(0.2)) b[i] = NaN;
  return trainingSet(
    featureMatrix(
      columns.map((_, i) => `c${i}`),
      columns,
    ),
    labels,
  );
}

function writeColumns(file: string, { matrix, labels }: TrainingSet): string {
  const all = new Float64Array((COLUMNS + 1) * ROWS);
  for (const [i, column] of [...matrix.columns, labels].entries()) all.set(column, i * ROWS);
  writeFileSync(file, all);
  return hashOf(all);
}

/** Processor time, collection of garbage included: waiting for a busy machine says nothing about either side. */
function seconds<Result>(work: () => Result): { result: Result; took: number } {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  return { result, took: (user + system) / 1e6 };
}

function ours(train: TrainingSet, test: TrainingSet): LightGbmRun {
  const { result: model, took: trained } = seconds(() => trainGbdt(train, { trees: TREES }).model);
  const { result: margins, took: scored } = seconds(() => gbdtMargins(model, test.matrix));
  const explainer = new TreeExplainer(model.ensemble, COLUMNS);
  const row = new Float64Array(COLUMNS);
  const values = new Float64Array(COLUMNS);
  const { took: explained } = seconds(() => {
    for (let i = 0; i < EXPLAIN; i++) {
      readRow(test.matrix, i, row);
      explainer.explain(row, values);
    }
  });
  return {
    train: trained,
    predict: scored,
    explain: explained,
    averagePrecision: averagePrecision(margins, test.labels),
  };
}

const rounds = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'ringfence-benchmark-'));
try {
  const peer = installLightGbm();
  const [train, test] = [madeUp(1), madeUp(2)];
  const dataHash = hashOf(
    writeColumns(join(folder, 'train.bin'), train),
    writeColumns(join(folder, 'test.bin'), test),
  );
  const runs: { ours: LightGbmRun; theirs: LightGbmRun | null }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const theirs = peer && peer.run(folder, ROWS, COLUMNS, TREES, EXPLAIN);
    const run = { ours: ours(train, test), theirs };
    console.log(round === 0 ? 'warm-up' : `round ${round}`, run);
    if (round > 0) runs.push(run);
  }
  const own = (of: (run: LightGbmRun) => number): number => median(runs.map((run) => of(run.ours)));
  const ratio = (of: (run: LightGbmRun) => number): number =>
    rounded(median(runs.map((run) => of(run.theirs!) / of(run.ours))));
  const result: ModelsResult = {
    environment: environment(),
    peer: peer && peer.version,
    rounds,
    rows: ROWS,
    columns: COLUMNS,
    trees: TREES,
    dataHash,
    trainRowsPerSecond: rounded((ROWS * TREES) / own((run) => run.train)),
    scoreRowsPerSecond: rounded(ROWS / own((run) => run.predict)),
    explainMilliseconds: rounded((own((run) => run.explain) / EXPLAIN) * 1_000),
    averagePrecision: rounded(own((run) => run.averagePrecision)),
    ratios: peer && {
      train: ratio((run) => run.train),
      score: ratio((run) => run.predict),
      explain: ratio((run) => run.explain),
      averagePrecision: rounded(median(runs.map((run) => run.theirs!.averagePrecision))),
    },
  };
  writeResult('models', result);
  console.log(result);
} finally {
  rmSync(folder, { recursive: true });
}
