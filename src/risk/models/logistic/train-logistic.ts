import { readRow, requireFeatures, type FeatureMatrix } from '../feature-matrix.ts';
import { logisticLoss, sigmoid } from '../logit.ts';
import { scalingOf, standardise, standardiseRow, type Scaling } from '../standardise.ts';
import { balancedWeight, requireBothClasses, rowWeights, type TrainingSet } from '../training-set.ts';
import { solveCholesky } from './cholesky.ts';
import { logisticOptions, type LogisticOptions } from './options.ts';

/** Logistic regression on standardised columns; what is missing counts as the column's mean. */
export interface LogisticModel {
  readonly kind: 'logistic-regression';
  readonly features: readonly string[];
  readonly options: LogisticOptions;
  readonly scaling: Scaling;
  /** For the standardised columns. */
  readonly coefficients: Float64Array;
  readonly intercept: number;
}

export interface TrainedLogistic {
  readonly model: LogisticModel;
  readonly steps: number;
  /** Whether the largest part of the gradient, by total weight, fell to 1e-9. */
  readonly converged: boolean;
}

/**
 * Logistic regression with an L2 penalty (ridge; le Cessie and van Houwelingen 1992), the intercept not penalised, by
 * iteratively reweighted least squares: Newton's method with halved steps. The loss is strictly convex for l2 > 0, so there
 * is one answer, whatever the start; near it the error squares with each step, and ten steps are usual.
 *
 * Time O(steps x rows x columns^2); memory O(columns^2).
 * @throws RingfenceError TRAINING_INVALID for parameters out of range or one class only
 */
export function trainLogistic(set: TrainingSet, given: Partial<LogisticOptions> = {}): TrainedLogistic {
  const options = logisticOptions(given);
  requireBothClasses(set.labels);
  const { positiveWeight, l2, maxSteps } = options;
  const weights = rowWeights(
    set,
    positiveWeight === 'balanced' ? balancedWeight(set.labels) : positiveWeight,
  );
  const problem = { set, weights, l2, scaling: scalingOf(set.matrix) };
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  // The intercept comes last.
  let beta = new Float64Array(set.matrix.columns.length + 1);
  let steps = 0;
  let converged = false;
  for (; steps < maxSteps; steps++) {
    const { loss, gradient, hessian } = derivatives(problem, beta);
    converged = gradient.every((part) => Math.abs(part) <= 1e-9 * all);
    const step = converged ? null : solveCholesky(hessian, gradient);
    if (step === null) break;
    beta = descend(problem, beta, step, loss);
  }
  const model: LogisticModel = {
    kind: 'logistic-regression',
    features: set.matrix.names,
    options,
    scaling: problem.scaling,
    coefficients: beta.slice(0, -1),
    intercept: beta.at(-1)!,
  };
  return { model, steps, converged };
}

interface Problem {
  readonly set: TrainingSet;
  readonly weights: Float64Array;
  readonly l2: number;
  readonly scaling: Scaling;
}

/** Loss, gradient and the lower triangle of the Hessian at `beta`. */
function derivatives({ set, weights, l2, scaling }: Problem, beta: Float64Array) {
  const n = beta.length;
  const gradient = new Float64Array(n);
  const hessian = new Float64Array(n * n);
  const row = new Float64Array(n).fill(1);
  let loss = 0;
  for (let i = 0; i < set.matrix.rows; i++) {
    standardiseRow(scaling, set.matrix, i, row);
    const margin = dot(beta, row);
    const p = sigmoid(margin);
    loss += weights[i] * logisticLoss(margin, set.labels[i]);
    const slope = weights[i] * (p - set.labels[i]);
    const curve = weights[i] * p * (1 - p);
    for (let a = 0; a < n; a++) {
      gradient[a] += slope * row[a];
      const scaled = curve * row[a];
      for (let b = 0; b <= a; b++) hessian[a * n + b] += scaled * row[b];
    }
  }
  for (let a = 0; a < n - 1; a++) {
    loss += (l2 / 2) * beta[a] * beta[a];
    gradient[a] += l2 * beta[a];
    hessian[a * n + a] += l2;
  }
  return { loss, gradient, hessian };
}

/** The step, or as many times half of it as it takes for the loss not to rise. */
function descend(
  problem: Problem,
  beta: Float64Array,
  step: Float64Array,
  loss: number,
): Float64Array<ArrayBuffer> {
  let next = beta.map((value, i) => value - step[i]);
  // Near the optimum the loss moves by less than its rounding.
  const allowed = loss + 1e-12 * Math.abs(loss);
  for (let part = 0.5; part > 1e-9 && !(lossOf(problem, next) <= allowed); part /= 2)
    next = beta.map((value, i) => value - part * step[i]);
  return next;
}

function lossOf({ set, weights, l2, scaling }: Problem, beta: Float64Array): number {
  const row = new Float64Array(beta.length).fill(1);
  let loss = 0;
  for (let i = 0; i < set.matrix.rows; i++) {
    standardiseRow(scaling, set.matrix, i, row);
    loss += weights[i] * logisticLoss(dot(beta, row), set.labels[i]);
  }
  for (let a = 0; a < beta.length - 1; a++) loss += (l2 / 2) * beta[a] * beta[a];
  return loss;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** The log-odds of label 1 for every row. @throws RingfenceError TRAINING_INVALID when the columns are not the model's */
export function logisticMargins(model: LogisticModel, matrix: FeatureMatrix): Float64Array {
  requireFeatures(matrix, model.features);
  const row = new Float64Array(model.features.length);
  return Float64Array.from({ length: matrix.rows }, (_, i) => {
    readRow(matrix, i, row);
    return logisticMargin(model, row);
  });
}

/** The log-odds of label 1 of one row, which is left as it is. */
export function logisticMargin(model: LogisticModel, row: Float64Array): number {
  const values = row.slice();
  standardise(model.scaling, values);
  return model.intercept + dot(model.coefficients, values);
}

/**
 * Writes what each column adds to the log-odds of a row beside the intercept, which is the log-odds of a row of means: the exact
 * Shapley values of the linear model for columns that are independent (Lundberg and Lee 2017, corollary 1).
 */
export function explainLogistic(model: LogisticModel, row: Float64Array, values: Float64Array): Float64Array {
  values.set(row);
  standardise(model.scaling, values);
  for (let i = 0; i < values.length; i++) values[i] *= model.coefficients[i];
  return values;
}
