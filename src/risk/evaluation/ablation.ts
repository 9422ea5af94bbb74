import { averagePrecision } from '../metrics/average-precision.ts';
import { bestF1, f1At } from '../metrics/precision-recall.ts';
import { refused, takeColumns, takeRows, type FeatureMatrix } from '../models/feature-matrix.ts';
import type { GbdtOptions } from '../models/gbdt/options.ts';
import { gbdtMargins, trainGbdt, type GbdtModel } from '../models/gbdt/train-gbdt.ts';
import { sigmoid } from '../models/logit.ts';
import { countPositive, trainingSet, type TrainingSet } from '../models/training-set.ts';
import { PARTS } from './time-split.ts';

/** One line of an ablation: what the features named give, by a threshold chosen on other rows. */
export interface AblationLine {
  readonly features: string;
  /** Of the last part, by the threshold. */
  readonly f1: number;
  readonly averagePrecision: number;
  /** Of the best F1 on the middle part. */
  readonly threshold: number;
}

export interface AblationData {
  /** Rows in order of time. */
  readonly matrix: FeatureMatrix;
  readonly labels: Uint8Array;
  /** One past the last row of each part: training, choosing, judging. */
  readonly ends: readonly [number, number, number];
}

/**
 * Below the default rate, so that early stopping is less a matter of luck where few rows of the middle part are labelled
 * 1; and each tree sees some of the columns, so that the models differ.
 */
export const ABLATION_MODEL: Partial<GbdtOptions> = { learningRate: 0.08, columnShare: 0.4 };
/** Models whose log-odds are averaged (Breiman 1996, "Bagging predictors"): with few rows labelled 1 a single one is a draw. */
export const MODELS = 3;

/** Scores of the middle and of the last part. */
export interface PartScores {
  readonly middle: Float64Array;
  readonly last: Float64Array;
}

/** @throws RingfenceError TRAINING_INVALID naming the part that has no row labelled 1, or no other */
export function requireLabelsInParts(labels: Uint8Array, ends: readonly [number, number, number]): void {
  for (const [i, end] of ends.entries()) {
    const part = labels.subarray(ends[i - 1] ?? 0, end);
    const positive = countPositive(part);
    if (positive === 0 || positive === part.length)
      throw refused(
        'is_sar',
        `true for ${positive} of the ${part.length} transactions of the ${PARTS[i]} part; ` +
          'wanted some of both in each part: choose another --split, or longer data',
      );
  }
}

/**
 * Trains on the first part with some of the columns, stopping early by the middle part, and scores the other two; the
 * mean of {@link MODELS} models that drew other columns. The same data gives the same scores.
 * @throws RingfenceError TRAINING_INVALID
 */
export function scoreParts({ matrix, labels, ends }: AblationData, names: readonly string[]): PartScores {
  const columns = takeColumns(matrix, names);
  const part = (from: number, to: number): TrainingSet =>
    trainingSet(takeRows(columns, rowsBetween(from, to)), labels.subarray(from, to));
  const middle = part(ends[0], ends[1]);
  const first = part(0, ends[0]);
  const models = Array.from(
    { length: MODELS },
    (_, i) => trainGbdt(first, { ...ABLATION_MODEL, seed: i + 1 }, middle).model,
  );
  return {
    middle: meanScores(models, middle.matrix),
    last: meanScores(models, takeRows(columns, rowsBetween(ends[1], ends[2]))),
  };
}

/** Probabilities of label 1 by the mean of the models' log-odds. */
function meanScores(models: readonly GbdtModel[], matrix: FeatureMatrix): Float64Array {
  const sums = new Float64Array(matrix.rows);
  for (const model of models)
    for (const [row, margin] of gbdtMargins(model, matrix).entries()) sums[row] += margin;
  return sums.map((sum) => sigmoid(sum / models.length));
}

/** Chooses the threshold on the middle part and measures on the last. */
export function judgeScores(
  features: string,
  { middle, last }: PartScores,
  { labels, ends }: Pick<AblationData, 'labels' | 'ends'>,
): AblationLine {
  const { threshold } = bestF1(middle, labels.subarray(ends[0], ends[1]));
  const judged = labels.subarray(ends[1], ends[2]);
  return {
    features,
    f1: f1At(last, judged, threshold),
    averagePrecision: averagePrecision(last, judged),
    threshold,
  };
}

function rowsBetween(from: number, to: number): Int32Array {
  return new Int32Array(to - from).map((_, i) => from + i);
}
