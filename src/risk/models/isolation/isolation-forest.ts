import { rngFor, type Rng } from '../../../kernel/rng.ts';
import { quantile } from '../../metrics/quantile.ts';
import { drawExactly } from '../draw-some.ts';
import { refused, requireFeatures, type FeatureMatrix } from '../feature-matrix.ts';
import { sumOfLeaves, sumsOfLeaves, TreeTable, type TreeEnsemble } from '../trees/tree-ensemble.ts';

export interface IsolationOptions {
  readonly trees: number;
  /** Rows that each tree is grown on; all when there are fewer. */
  readonly sample: number;
  /** Share of the training rows that the threshold leaves above it. */
  readonly contamination: number;
  readonly seed: number;
}

/** The paper's trees and sample; a contamination of 1 %. */
export const ISOLATION_DEFAULTS: IsolationOptions = { trees: 100, sample: 256, contamination: 0.01, seed: 1 };

/** Leaves hold the length of the path to them. */
export interface IsolationModel {
  readonly kind: 'isolation-forest';
  readonly features: readonly string[];
  readonly options: IsolationOptions;
  readonly ensemble: TreeEnsemble;
  /** Rows that each tree was in fact grown on. */
  readonly sample: number;
  /** The score above which a row counts as an anomaly. */
  readonly threshold: number;
}

/**
 * An isolation forest (Liu, Ting and Zhou 2008): trees of random cuts, between the least and the greatest value of a random
 * column that has two, on random samples, no deeper than the log of the sample; anomalies are soon alone. No labels needed.
 * A missing value goes with the larger side of each cut. The threshold is the percentile 1 - contamination of the training
 * scores. Time O(trees x (sample x log sample x columns + rows x log sample)).
 * @throws RingfenceError TRAINING_INVALID for parameters out of range or fewer than 2 rows
 */
export function trainIsolationForest(
  matrix: FeatureMatrix,
  given: Partial<IsolationOptions> = {},
): IsolationModel {
  const options = isolationOptions(given);
  if (matrix.rows < 2) throw refused('rows', `${matrix.rows}; wanted at least 2`);
  const sample = Math.min(options.sample, matrix.rows);
  const table = new TreeTable();
  for (let tree = 0; tree < options.trees; tree++) {
    const rng = rngFor(options.seed, 'isolation', tree);
    const rows = drawExactly(matrix.rows, sample, rng);
    grow(table, table.root(0, sample), matrix, rows, { depth: 0, limit: Math.ceil(Math.log2(sample)), rng });
  }
  const model = {
    kind: 'isolation-forest' as const,
    features: matrix.names,
    options,
    ensemble: table.finish(0),
    sample,
    threshold: 1,
  };
  const scores = isolationScores(model, matrix).sort();
  return { ...model, threshold: quantile(scores, 1 - options.contamination) };
}

interface Growth {
  readonly depth: number;
  readonly limit: number;
  readonly rng: Rng;
}

/** Recursion goes no deeper than the limit, which is at most 20. */
function grow(
  table: TreeTable,
  node: number,
  matrix: FeatureMatrix,
  rows: Uint32Array,
  growth: Growth,
): void {
  const cut = growth.depth < growth.limit && rows.length > 1 ? randomCut(matrix, rows, growth.rng) : null;
  if (cut === null) {
    table.setValue(node, growth.depth + meanPath(rows.length));
    return;
  }
  const column = matrix.columns[cut.feature];
  const lower = rows.filter((row) => column[row] <= cut.threshold);
  const upper = rows.filter((row) => column[row] > cut.threshold);
  const missingLeft = lower.length >= upper.length;
  const missing = rows.filter((row) => Number.isNaN(column[row]));
  const [left, right] = missingLeft ? [merge(lower, missing), upper] : [lower, merge(upper, missing)];
  const child = table.split(node, { ...cut, missingLeft }, [left.length, right.length]);
  const deeper = { ...growth, depth: growth.depth + 1 };
  grow(table, child, matrix, left, deeper);
  grow(table, child + 1, matrix, right, deeper);
}

function merge(a: Uint32Array, b: Uint32Array): Uint32Array {
  const both = new Uint32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** A column that has two values among the rows, each as likely, and a threshold between the least and the greatest; null when none has. */
function randomCut(
  matrix: FeatureMatrix,
  rows: Uint32Array,
  rng: Rng,
): { feature: number; threshold: number } | null {
  const order = rng.shuffled([...matrix.columns.keys()]);
  for (const feature of order) {
    let [low, high] = [Infinity, -Infinity];
    for (const row of rows) {
      const value = matrix.columns[feature][row];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (!(low < high)) continue;
    const threshold = low + rng.unit() * (high - low);
    // Rounding must not push everything to the left.
    return { feature, threshold: threshold < high ? threshold : low };
  }
  return null;
}

/** c(n): the mean path of an unsuccessful search in a binary search tree of n keys (the paper's equation 1). */
export function meanPath(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  const harmonic = Math.log(n - 1) + 0.577_215_664_901_532_9;
  return 2 * harmonic - (2 * (n - 1)) / n;
}

/** The score of a sum of path lengths: 2^(-E[h] / c(sample)). Near 1 an anomaly, 0.5 or less not. */
export function scoreOfPaths(sum: number, trees: number, sample: number): number {
  return 2 ** (-sum / trees / meanPath(sample));
}

type Forest = Pick<IsolationModel, 'features' | 'ensemble' | 'sample'>;

/** The anomaly score of every row, in (0, 1). @throws RingfenceError TRAINING_INVALID when the columns are not the model's */
export function isolationScores(model: Forest, matrix: FeatureMatrix): Float64Array {
  requireFeatures(matrix, model.features);
  const trees = model.ensemble.roots.length;
  return sumsOfLeaves(model.ensemble, matrix).map((sum) => scoreOfPaths(sum, trees, model.sample));
}

/** As {@link isolationScores}, of one row. */
export function isolationScore(model: Forest, row: Float64Array): number {
  return scoreOfPaths(sumOfLeaves(model.ensemble, row), model.ensemble.roots.length, model.sample);
}

/** @throws RingfenceError TRAINING_INVALID naming the parameter that is out of its range */
export function isolationOptions(given: Partial<IsolationOptions>): IsolationOptions {
  const options = { ...ISOLATION_DEFAULTS, ...given };
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(ISOLATION_DEFAULTS, name));
  if (unknown !== undefined)
    throw refused(unknown, `no such parameter; there are ${Object.keys(ISOLATION_DEFAULTS).join(', ')}`);
  const whole = (name: 'trees' | 'sample' | 'seed', low: number, high: number): void => {
    const value = options[name];
    if (!(Number.isInteger(value) && value >= low && value <= high))
      throw refused(name, `${value}; wanted a whole number from ${low} to ${high}`);
  };
  whole('trees', 1, 10_000);
  whole('sample', 2, 2 ** 20);
  whole('seed', -(2 ** 31), 2 ** 31 - 1);
  if (!(options.contamination > 0 && options.contamination < 1))
    throw refused('contamination', `${options.contamination}; wanted a number between 0 and 1`);
  return options;
}
