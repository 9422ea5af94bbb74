import type { ModelOpinion } from '../decision/model-opinion.ts';
import { calibrate, type Calibrator } from '../models/calibrator.ts';
import { explainerOf, type Explainer } from '../models/explainer.ts';
import { refused, requireFeatures, readRow, type FeatureMatrix } from '../models/feature-matrix.ts';
import { scoreOfPaths } from '../models/isolation/isolation-forest.ts';
import { logisticMargin } from '../models/logistic/train-logistic.ts';
import { sigmoid } from '../models/logit.ts';
import type { Model } from '../models/model.ts';
import { LeafMasks } from '../models/trees/leaf-masks.ts';

/** What gives risks: one model, or several whose margins are weighed and added (an ensemble), and a scale. */
export interface ScorerParts {
  readonly parts: readonly { readonly model: Model; readonly weight: number }[];
  readonly intercept: number;
  /** From score to probability: the sigmoid of log-odds, or the score of an isolation forest. */
  readonly scale: Calibrator;
}

/**
 * Scores rows of features. All parts read the same features in the same order. The margin is intercept + sum of weight x
 * margin of the part: log-odds of boosted trees and logistic regression, log2 of the score of an isolation forest. Shares
 * of the features add up likewise, so an ensemble is explained as exactly as its parts.
 *
 * Keeps scratch of its own: one call at a time.
 */
export class Scorer {
  readonly features: readonly string[];
  readonly base: number;
  readonly kept: ScorerParts;
  readonly #explainers: readonly Explainer[];
  readonly #margins: readonly ((row: Float64Array) => number)[];
  readonly #scratch: Float64Array;
  readonly #isScore: boolean;

  /** @throws RingfenceError TRAINING_INVALID for no part, or parts with different features */
  constructor(kept: ScorerParts) {
    const [first] = kept.parts;
    if (first === undefined) throw refused('parts', 'none; wanted at least one model');
    this.features = first.model.features;
    for (const { model } of kept.parts)
      if (model.features.join('\n') !== this.features.join('\n'))
        throw refused('parts', 'the models read different features');
    this.kept = kept;
    this.#explainers = kept.parts.map(({ model }) => explainerOf(model));
    this.#margins = kept.parts.map(({ model }) => marginOf(model));
    this.base = kept.parts.reduce(
      (sum, { weight }, i) => sum + weight * this.#explainers[i].base,
      kept.intercept,
    );
    this.#scratch = new Float64Array(this.features.length);
    this.#isScore = kept.parts.length === 1 && first.model.kind === 'isolation-forest';
  }

  /** Time O(splits). */
  margin(row: Float64Array): number {
    const { parts, intercept } = this.kept;
    let sum = intercept;
    for (let i = 0; i < parts.length; i++) sum += parts[i].weight * this.#margins[i](row);
    return sum;
  }

  margins(matrix: FeatureMatrix): Float64Array {
    requireFeatures(matrix, this.features);
    const row = new Float64Array(this.features.length);
    return Float64Array.from({ length: matrix.rows }, (_, i) => {
      readRow(matrix, i, row);
      return this.margin(row);
    });
  }

  /** 0 to 100; never falls with the margin. */
  readonly riskOf = (margin: number): number => 100 * calibrate(this.kept.scale, this.score(margin));

  /** What is calibrated: between 0 and 1. */
  score(margin: number): number {
    return this.#isScore ? 2 ** margin : sigmoid(margin);
  }

  /** What the model says, without what each feature adds to it. */
  opinion(row: Float64Array): ModelOpinion {
    const { base, features, riskOf } = this;
    return { margin: this.margin(row), base, features, riskOf, shares: null };
  }

  /** The same opinion with the share of each feature, which costs as much as some fifty scores. */
  explained(opinion: ModelOpinion, row: Float64Array): ModelOpinion {
    return { ...opinion, shares: this.#shares(row) };
  }

  #shares(row: Float64Array): Float64Array {
    const shares = new Float64Array(this.features.length);
    for (const [i, { weight }] of this.kept.parts.entries()) {
      const part = this.#explainers[i].explain(row, this.#scratch);
      for (let j = 0; j < shares.length; j++) shares[j] += weight * part[j];
    }
    return shares;
  }
}

/** The margin of a row by a model, with what it takes made once. */
function marginOf(model: Model): (row: Float64Array) => number {
  if (model.kind === 'logistic-regression') return (row) => logisticMargin(model, row);
  const leaves = new LeafMasks(model.ensemble, model.features.length);
  if (model.kind === 'gbdt') return (row) => leaves.sum(row);
  const trees = model.ensemble.roots.length;
  return (row) => Math.log2(scoreOfPaths(leaves.sum(row), trees, model.sample));
}
