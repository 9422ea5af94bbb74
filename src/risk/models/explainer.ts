import { meanPath } from './isolation/isolation-forest.ts';
import { explainLogistic } from './logistic/train-logistic.ts';
import type { Model } from './model.ts';
import { TreeExplainer } from './trees/tree-explainer.ts';

/** Says what each feature of a row adds to what the model gives; base + all values is what it gives. */
export interface Explainer {
  readonly base: number;
  /** Writes one value per feature into `values` and returns it. Positive speaks for label 1, or for an anomaly. */
  explain(row: Float64Array, values: Float64Array): Float64Array;
}

/**
 * The explainer of a model; make it once and keep it with the model. Of boosted trees and logistic regression the values are in
 * log-odds, of an isolation forest in log2 of the score.
 */
export function explainerOf(model: Model): Explainer {
  if (model.kind === 'logistic-regression')
    return { base: model.intercept, explain: (row, values) => explainLogistic(model, row, values) };
  const trees = new TreeExplainer(model.ensemble, model.features.length);
  if (model.kind === 'gbdt') return trees;
  const perPath = -1 / (model.ensemble.roots.length * meanPath(model.sample));
  return {
    base: trees.base * perPath,
    explain: (row, values) => {
      trees.explain(row, values);
      for (let i = 0; i < values.length; i++) values[i] *= perPath;
      return values;
    },
  };
}
