import { rngFor } from '../../../kernel/rng.ts';
import { drawSome } from '../draw-some.ts';
import { requireFeatures, type FeatureMatrix } from '../feature-matrix.ts';
import { logit, sigmoid } from '../logit.ts';
import { balancedWeight, requireBothClasses, rowWeights, type TrainingSet } from '../training-set.ts';
import { sumOfLeavesAt, sumsOfLeaves, TreeTable, type TreeEnsemble } from '../trees/tree-ensemble.ts';
import { binMatrix } from './bins.ts';
import { TreeGrower } from './grow-tree.ts';
import type { Derivatives } from './histogram.ts';
import { gbdtOptions, type GbdtOptions } from './options.ts';
import { Validation } from './validation.ts';

/** Boosted trees whose sum of leaves is the log-odds of label 1. */
export interface GbdtModel {
  readonly kind: 'gbdt';
  readonly features: readonly string[];
  readonly options: GbdtOptions;
  readonly ensemble: TreeEnsemble;
}

export interface TrainedGbdt {
  readonly model: GbdtModel;
  /** What the validation set gave after each tree (`options.stopOn`); empty without one. */
  readonly validation: readonly number[];
}

/**
 * Gradient-boosted trees with the logistic loss (Friedman 2001, LogitBoost's Newton steps as in Chen and Guestrin 2016) on
 * histograms, grown leaf by leaf (Ke and others 2017). The first margin is the log-odds of the weighted share of label 1.
 * With a validation set, trees after the best one are dropped. The same set, options and seed give the same trees.
 *
 * Time O(trees x rows x columns x log leaves); memory 1 byte a value, about 60 bytes a row, and the histograms.
 * @throws RingfenceError TRAINING_INVALID for parameters out of range, one class only, other columns in the validation set
 */
export function trainGbdt(
  set: TrainingSet,
  given: Partial<GbdtOptions> = {},
  validationSet: TrainingSet | null = null,
): TrainedGbdt {
  const options = gbdtOptions(given);
  requireBothClasses(set.labels);
  if (validationSet !== null) requireFeatures(validationSet.matrix, set.matrix.names);
  const weights = rowWeights(
    set,
    options.positiveWeight === 'balanced' ? balancedWeight(set.labels) : options.positiveWeight,
  );
  const base = logit(weightedShare(set.labels, weights));
  const table = new TreeTable();
  const validation = validationSet && new Validation(validationSet, options, base);
  boost(set, options, weights, base, table, validation);
  const ensemble = table.finish(base, validation?.best);
  return {
    model: { kind: 'gbdt', features: set.matrix.names, options, ensemble },
    validation: validation?.history ?? [],
  };
}

function boost(
  set: TrainingSet,
  options: GbdtOptions,
  weights: Float64Array,
  base: number,
  table: TreeTable,
  validation: Validation | null,
): void {
  const { matrix, labels } = set;
  const grower = new TreeGrower(binMatrix(matrix, options.bins, options.minInBin), options);
  const margins = new Float64Array(matrix.rows).fill(base);
  const derivatives = { gradients: new Float64Array(matrix.rows), hessians: new Float64Array(matrix.rows) };
  const sampled = options.rowShare < 1 || options.columnShare < 1;
  for (let tree = 0; tree < options.trees; tree++) {
    differentiate(margins, labels, weights, derivatives);
    const rows = drawSome(matrix.rows, options.rowShare, rngFor(options.seed, 'rows', tree));
    const columns = drawSome(
      matrix.columns.length,
      options.columnShare,
      rngFor(options.seed, 'columns', tree),
    );
    const grown = grower.grow(table, derivatives, rows, Int32Array.from(columns), margins);
    // A draw of rows and columns without a split says nothing about the next one.
    if (!grown && !sampled) break;
    if (!grown) continue;
    if (rows.length < matrix.rows) addOutOfBag(table.lastTree(), matrix, rows, margins);
    if (validation?.add(table.lastTree()) === 'stop') break;
  }
}

/** First and second derivative of the logistic loss by the margin, times the weight. */
function differentiate(
  margins: Float64Array,
  labels: Uint8Array,
  weights: Float64Array,
  { gradients, hessians }: Derivatives,
): void {
  for (let i = 0; i < margins.length; i++) {
    const p = sigmoid(margins[i]);
    gradients[i] = weights[i] * (p - labels[i]);
    hessians[i] = weights[i] * p * (1 - p);
  }
}

/** Adds what a tree gives to the margins of the rows it was not grown on; `rows` are those it was, in rising order. */
function addOutOfBag(
  tree: TreeEnsemble,
  matrix: FeatureMatrix,
  rows: Uint32Array,
  margins: Float64Array,
): void {
  for (let row = 0, next = 0; row < matrix.rows; row++)
    if (rows[next] === row) next++;
    else margins[row] += sumOfLeavesAt(tree, matrix, row);
}

function weightedShare(labels: Uint8Array, weights: Float64Array): number {
  let [all, positive] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    all += weights[i];
    positive += weights[i] * labels[i];
  }
  return positive / all;
}

/** The log-odds of label 1 for every row. @throws RingfenceError TRAINING_INVALID when the columns are not the model's */
export function gbdtMargins(model: GbdtModel, matrix: FeatureMatrix): Float64Array {
  requireFeatures(matrix, model.features);
  return sumsOfLeaves(model.ensemble, matrix);
}

/** The model's probability of label 1 for every row; see {@link gbdtMargins}. */
export function gbdtProbabilities(model: GbdtModel, matrix: FeatureMatrix): Float64Array {
  return gbdtMargins(model, matrix).map(sigmoid);
}
