import { rngFor } from '../../kernel/rng.ts';
import { quantile } from '../metrics/quantile.ts';
import { fitPlatt, type Calibrator } from '../models/calibrator.ts';
import { featureMatrix, refused, type FeatureMatrix } from '../models/feature-matrix.ts';
import type { GbdtOptions } from '../models/gbdt/options.ts';
import { trainGbdt } from '../models/gbdt/train-gbdt.ts';
import {
  isolationScores,
  trainIsolationForest,
  type IsolationModel,
  type IsolationOptions,
} from '../models/isolation/isolation-forest.ts';
import { sigmoid } from '../models/logit.ts';
import type { LogisticOptions } from '../models/logistic/options.ts';
import { logisticMargins, trainLogistic } from '../models/logistic/train-logistic.ts';
import type { Model } from '../models/model.ts';
import { smote, type SmoteOptions } from '../models/smote.ts';
import { countPositive, takeTrainingRows, trainingSet, type TrainingSet } from '../models/training-set.ts';
import { groupedFolds } from '../models/tuning/folds.ts';
import { gridSearch } from '../models/tuning/grid-search.ts';
import { Scorer } from '../scoring/scorer.ts';
import type { ModelName } from './model-names.ts';

export interface FitRequest {
  readonly model: ModelName;
  readonly parameters?: Readonly<Record<string, number | string>>;
  /** For logistic regression: made-up frauds beside the real ones. */
  readonly smote?: Partial<SmoteOptions> | null;
  /** For logistic regression: the penalty is chosen by cross-validation over whole rings. */
  readonly tune?: boolean;
  /** What keeps rows of one ring in one fold; needed to tune. */
  readonly groups?: ArrayLike<number>;
  /** The fold of each row that is learned from; with it all of them calibrate, not only those to choose by. */
  readonly folds?: Uint8Array;
}

/** Half the default rate, as in the ablation of a data set: early stopping is less a matter of luck. */
const GBDT: Partial<GbdtOptions> = { learningRate: 0.05 };
const PENALTIES = [0.1, 1, 10, 100] as const;

/**
 * Trains on `fit`, stopping early by `choose`, which is drawn from everybody (no weights, nothing made up), and calibrates by
 * Platt's scaling, so that a risk can be taken at its word: on `choose`, and where the folds of `fit` are given on those
 * too, each scored by a model trained as this one was on all the other rows. Rings are few, and what one part of them
 * happens to look like moves a risk by as much as everything else. An ensemble weighs boosted trees and an isolation forest by logistic
 * regression on `choose`. An isolation forest alone needs no labels and its risk is a scale, no probability.
 * @throws RingfenceError TRAINING_INVALID
 */
export function fitScorer(request: FitRequest, fit: TrainingSet, choose: TrainingSet): Scorer {
  if (request.model === 'isolation-forest') return fitForest(request, fit.matrix);
  if (request.model === 'ensemble') return fitEnsemble(request, fit, choose);
  const train = (set: TrainingSet, stop: TrainingSet): Model =>
    request.model === 'gbdt' ? fitGbdt(request, set, stop) : fitLogistic(request, set);
  const model = train(fit, choose);
  const held = [{ model, set: choose }, ...rotated(request.folds, fit, choose, train)];
  return calibrated(model, held);
}

interface Held {
  readonly model: Model;
  /** Rows that it was not trained on. */
  readonly set: TrainingSet;
}

/** Each fold of `fit` with a model of the others and `choose`. */
function rotated(
  folds: Uint8Array | undefined,
  fit: TrainingSet,
  choose: TrainingSet,
  train: (set: TrainingSet, stop: TrainingSet) => Model,
): Held[] {
  if (folds === undefined) return [];
  const others = thinned(choose, fit.weights?.reduce((most, one) => Math.max(most, one), 1) ?? 1);
  return [...new Set(folds)].flatMap((fold) => {
    const rows = Array.from(folds.keys());
    const set = takeTrainingRows(
      fit,
      rows.filter((row) => folds[row] === fold),
    );
    if (countPositive(set.labels) === 0) return [];
    const rest = takeTrainingRows(
      fit,
      rows.filter((row) => folds[row] !== fold),
    );
    return [{ model: train(joined(rest, others), set), set }];
  });
}

/** All rows labelled 1 and one in so many of the others, which counts for as many. */
function thinned(set: TrainingSet, one: number): TrainingSet {
  if (one <= 1) return set;
  const rng = rngFor(1, 'thinned');
  const rows = Array.from(set.labels.keys()).filter((row) => set.labels[row] === 1 || rng.unit() < 1 / one);
  const kept = takeTrainingRows(set, rows);
  return { ...kept, weights: Float64Array.from(kept.labels, (label) => (label === 1 ? 1 : one)) };
}

function joined(a: TrainingSet, b: TrainingSet): TrainingSet {
  const join = (x: ArrayLike<number>, y: ArrayLike<number>): Float64Array => {
    const both = new Float64Array(x.length + y.length);
    both.set(x);
    both.set(y, x.length);
    return both;
  };
  const weightsOf = ({ labels, weights }: TrainingSet): Float64Array =>
    weights ?? new Float64Array(labels.length).fill(1);
  const columns = a.matrix.columns.map((column, i) => join(column, b.matrix.columns[i]));
  return trainingSet(
    featureMatrix(a.matrix.names, columns),
    Uint8Array.from(join(a.labels, b.labels)),
    a.weights === null && b.weights === null ? null : join(weightsOf(a), weightsOf(b)),
  );
}

/** A forest trained without labels. */
export function fitForest({ parameters }: FitRequest, matrix: FeatureMatrix): Scorer {
  const model = trainIsolationForest(matrix, parameters as Partial<IsolationOptions>);
  return new Scorer({ parts: [{ model, weight: 1 }], intercept: 0, scale: anomalyScale(model, matrix) });
}

function fitGbdt({ parameters }: FitRequest, fit: TrainingSet, choose: TrainingSet): Model {
  return trainGbdt(fit, { ...GBDT, ...parameters } as Partial<GbdtOptions>, choose).model;
}

function fitLogistic(request: FitRequest, fit: TrainingSet): Model {
  const given = request.parameters as Partial<LogisticOptions> | undefined;
  const filled = (set: TrainingSet): TrainingSet => (request.smote ? smote(set, request.smote) : set);
  const options = request.tune ? { ...given, ...bestPenalty(request, fit, filled) } : given;
  return trainLogistic(filled(fit), options).model;
}

function bestPenalty(
  { groups, parameters }: FitRequest,
  fit: TrainingSet,
  filled: (set: TrainingSet) => TrainingSet,
): Partial<LogisticOptions> {
  if (groups === undefined) throw refused('groups', 'nothing; tuning needs the ring of each row');
  const folds = groupedFolds(groups, fit.labels, 3, 1);
  const [best] = gridSearch<LogisticOptions>(fit, folds, { l2: PENALTIES }, (options) => (set) => {
    const { model } = trainLogistic(filled(set), { ...(parameters as Partial<LogisticOptions>), ...options });
    return (matrix) => logisticMargins(model, matrix);
  });
  return best.options;
}

function calibrated(model: Model, held: readonly Held[]): Scorer {
  const plain = (one: Model): Scorer =>
    new Scorer({ parts: [{ model: one, weight: 1 }], intercept: 0, scale: IDENTITY });
  const probabilities = held.flatMap(({ model: one, set }) =>
    Array.from(plain(one).margins(set.matrix), sigmoid),
  );
  const labels = Uint8Array.from(held.flatMap(({ set }) => Array.from(set.labels)));
  const weights = held.flatMap(({ set }) =>
    Array.from(set.weights ?? new Float64Array(set.labels.length).fill(1)),
  );
  const scale = fitPlatt(probabilities, labels, Float64Array.from(weights));
  return new Scorer({ ...plain(model).kept, scale });
}

const IDENTITY: Calibrator = { kind: 'platt', slope: 1, intercept: 0 };

/** A forest that speaks against fraud is left out: a rare row is no excuse. */
function fitEnsemble(request: FitRequest, fit: TrainingSet, choose: TrainingSet): Scorer {
  const trees = fitGbdt(request, fit, choose);
  const forest = trainIsolationForest(fit.matrix);
  const margins = [trees, forest].map((model) =>
    new Scorer({ parts: [{ model, weight: 1 }], intercept: 0, scale: IDENTITY }).margins(choose.matrix),
  );
  const stack = (columns: readonly Float64Array[]) => {
    const names = columns.map((_, i) => `part ${i}`);
    const { model } = trainLogistic(trainingSet(featureMatrix(names, columns), choose.labels), { l2: 1e-3 });
    const { means, scales } = model.scaling;
    const weights = Array.from(model.coefficients, (one, i) => one / scales[i]);
    return { weights, intercept: weights.reduce((sum, one, i) => sum - one * means[i], model.intercept) };
  };
  const both = stack(margins);
  const { weights, intercept } = both.weights[1] > 0 ? both : stack(margins.slice(0, 1));
  const parts = [
    { model: trees, weight: weights[0] },
    { model: forest, weight: weights[1] ?? 0 },
  ];
  return new Scorer({ parts, intercept, scale: IDENTITY });
}

/**
 * From anomaly scores to a scale of 0 to 1, by the training rows: the median is 0.05, the forest's threshold 0.3 (so that
 * what it flags is reviewed), half-way from there to 1 is 0.8. No probability: there are no labels to make it one.
 */
function anomalyScale(model: IsolationModel, matrix: FeatureMatrix): Calibrator {
  const scores = isolationScores(model, matrix).sort();
  const limit = Math.min(Math.max(model.threshold, 1e-6), 1 - 1e-6);
  const median = Math.min(quantile(scores, 0.5), limit);
  return {
    kind: 'isotonic',
    scores: [0, median, limit, (1 + limit) / 2, 1],
    probabilities: [0, 0.05, 0.3, 0.8, 1],
  };
}
