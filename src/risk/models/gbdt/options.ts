import { refused } from '../feature-matrix.ts';

/** Parameters of boosted trees. LightGBM's name of each, where it has one, stands in brackets. */
export interface GbdtOptions {
  /** Trees at most [num_iterations]. */
  readonly trees: number;
  /** What each tree's values are multiplied by, in (0, 1] [learning_rate]. */
  readonly learningRate: number;
  /** Leaves of a tree at most [num_leaves]. */
  readonly leaves: number;
  /** Splits from the root to a leaf at most [max_depth]. */
  readonly depth: number;
  /** Training rows of a leaf at least [min_data_in_leaf]. */
  readonly minRowsInLeaf: number;
  /** Sum of the hessians of a leaf at least: minimum child weight [min_sum_hessian_in_leaf]. */
  readonly minHessianInLeaf: number;
  /** Added to the sum of the hessians: L2 penalty on leaf values [lambda_l2]. */
  readonly lambda: number;
  /** What a split has to gain [min_gain_to_split]. */
  readonly minGain: number;
  /** Bins of a column at most, missing apart; up to 255 [max_bin]. */
  readonly bins: number;
  /** Values of a bin at least [min_data_in_bin]. */
  readonly minInBin: number;
  /** Share of the rows each tree is grown on, drawn without putting back [bagging_fraction, bagging_freq 1]. */
  readonly rowShare: number;
  /** Share of the columns each tree may use [feature_fraction]. */
  readonly columnShare: number;
  /** What a row labelled 1 counts beside one labelled 0; `balanced` makes both classes weigh the same [scale_pos_weight, is_unbalance]. */
  readonly positiveWeight: number | 'balanced';
  /** Trees to wait for an improvement on the validation set; ignored without one [early_stopping_round]. */
  readonly patience: number;
  /** What has to improve: logistic loss (lower) or average precision (higher). */
  readonly stopOn: 'logLoss' | 'averagePrecision';
  readonly seed: number;
}

/** LightGBM's defaults, save for the number of trees and the L2 penalty, which is XGBoost's. */
export const GBDT_DEFAULTS: GbdtOptions = {
  trees: 300,
  learningRate: 0.1,
  leaves: 31,
  depth: 64,
  minRowsInLeaf: 20,
  minHessianInLeaf: 1e-3,
  lambda: 1,
  minGain: 0,
  bins: 255,
  minInBin: 3,
  rowShare: 1,
  columnShare: 1,
  positiveWeight: 1,
  patience: 30,
  stopOn: 'logLoss',
  seed: 1,
};

const RANGES: Readonly<Record<string, readonly [number, number, 'whole' | 'any']>> = {
  trees: [1, 10_000, 'whole'],
  learningRate: [1e-6, 1, 'any'],
  leaves: [2, 1_024, 'whole'],
  depth: [1, 64, 'whole'],
  minRowsInLeaf: [1, 1e9, 'whole'],
  minHessianInLeaf: [0, 1e9, 'any'],
  lambda: [0, 1e9, 'any'],
  minGain: [0, 1e9, 'any'],
  bins: [2, 255, 'whole'],
  minInBin: [1, 1e9, 'whole'],
  rowShare: [1e-6, 1, 'any'],
  columnShare: [1e-6, 1, 'any'],
  positiveWeight: [1e-6, 1e9, 'any'],
  patience: [1, 10_000, 'whole'],
  seed: [-(2 ** 31), 2 ** 31 - 1, 'whole'],
};

/** @throws RingfenceError TRAINING_INVALID naming the parameter that is out of its range */
export function gbdtOptions(given: Partial<GbdtOptions>): GbdtOptions {
  const options = { ...GBDT_DEFAULTS, ...given };
  for (const [name, value] of Object.entries(options)) {
    if (name === 'stopOn' || value === 'balanced') continue;
    if (!Object.hasOwn(RANGES, name))
      throw refused(name, `no such parameter; there are ${Object.keys(GBDT_DEFAULTS).join(', ')}`);
    const [low, high, kind] = RANGES[name];
    const fits = typeof value === 'number' && value >= low && value <= high;
    if (!fits || (kind === 'whole' && !Number.isInteger(value)))
      throw refused(
        name,
        `${String(value)}; wanted a ${kind === 'whole' ? 'whole number' : 'number'} from ${low} to ${high}`,
      );
  }
  if (options.stopOn !== 'logLoss' && options.stopOn !== 'averagePrecision')
    throw refused('stopOn', `${String(options.stopOn)}; wanted logLoss or averagePrecision`);
  return options;
}
