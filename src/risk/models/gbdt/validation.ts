import { averagePrecision } from '../../metrics/average-precision.ts';
import { logisticLoss } from '../logit.ts';
import { countPositive, type TrainingSet } from '../training-set.ts';
import { refused } from '../feature-matrix.ts';
import { sumOfLeavesAt, type TreeEnsemble } from '../trees/tree-ensemble.ts';
import type { GbdtOptions } from './options.ts';

/** Early stopping: follows a validation set, tree by tree. */
export class Validation {
  /** What is watched, after each tree. */
  readonly history: number[] = [];
  /** Trees of the best moment so far. */
  best = 0;
  readonly #set: TrainingSet;
  readonly #options: GbdtOptions;
  readonly #margins: Float64Array;

  /** @throws RingfenceError TRAINING_INVALID for an empty set, or one without label 1 when average precision is watched */
  constructor(set: TrainingSet, options: GbdtOptions, base: number) {
    if (set.matrix.rows === 0) throw refused('validation', 'the set has no rows');
    if (options.stopOn === 'averagePrecision' && countPositive(set.labels) === 0)
      throw refused('validation', 'no row is labelled 1, so average precision says nothing; use logLoss');
    this.#set = set;
    this.#options = options;
    this.#margins = new Float64Array(set.matrix.rows).fill(base);
  }

  /** Takes the next tree in; `stop` when the best moment lies `patience` trees back. */
  add(tree: TreeEnsemble): 'go' | 'stop' {
    for (let row = 0; row < this.#margins.length; row++)
      this.#margins[row] += sumOfLeavesAt(tree, this.#set.matrix, row);
    const now = this.#measure();
    const sign = this.#options.stopOn === 'logLoss' ? 1 : -1;
    if (this.best === 0 || sign * now < sign * this.history[this.best - 1])
      this.best = this.history.length + 1;
    this.history.push(now);
    return this.history.length - this.best >= this.#options.patience ? 'stop' : 'go';
  }

  #measure(): number {
    const { labels, weights } = this.#set;
    if (this.#options.stopOn === 'averagePrecision') return averagePrecision(this.#margins, labels);
    let [loss, all] = [0, 0];
    for (let i = 0; i < labels.length; i++) {
      const weight = weights?.[i] ?? 1;
      loss += weight * logisticLoss(this.#margins[i], labels[i]);
      all += weight;
    }
    return loss / all;
  }
}
