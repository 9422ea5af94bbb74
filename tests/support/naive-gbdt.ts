import type { TrainingSet } from '../../src/risk/models/training-set.ts';

export interface NaiveOptions {
  readonly trees: number;
  readonly leaves: number;
  readonly learningRate: number;
  readonly lambda: number;
  readonly minRowsInLeaf: number;
  readonly minGain: number;
}

/**
 * Boosting as its definition reads, with no bins: in every round, until there are as many leaves as wanted, every leaf is
 * tried with every column, every value and both sides for what is missing, and the best split of all is made. Returns the
 * margins of the training rows.
 */
export function naiveGbdtMargins({ matrix, labels, weights }: TrainingSet, options: NaiveOptions): number[] {
  const rows = [...labels.keys()];
  const weightOf = (row: number): number => weights?.[row] ?? 1;
  const sum = (list: number[], of: (row: number) => number): number =>
    list.reduce((a, row) => a + of(row), 0);
  const share = sum(rows, (row) => weightOf(row) * labels[row]) / sum(rows, weightOf);
  const margins = rows.map(() => Math.log(share / (1 - share)));
  for (let tree = 0; tree < options.trees; tree++) {
    const p = margins.map((margin) => 1 / (1 + Math.exp(-margin)));
    const gradient = (row: number): number => weightOf(row) * (p[row] - labels[row]);
    const hessian = (row: number): number => weightOf(row) * p[row] * (1 - p[row]);
    const score = (list: number[]): number =>
      sum(list, gradient) ** 2 / (sum(list, hessian) + options.lambda);
    const leaves = [rows];
    while (leaves.length < options.leaves) {
      let best = { gain: options.minGain, leaf: -1, left: rows, right: rows };
      for (const [leaf, list] of leaves.entries())
        for (const column of matrix.columns)
          for (const value of new Set(list.map((row) => column[row])))
            for (const missingLeft of [false, true]) {
              const goesLeft = (row: number): boolean =>
                Number.isNaN(column[row]) ? missingLeft : Number.isNaN(value) || column[row] <= value;
              const left = list.filter(goesLeft);
              const right = list.filter((row) => !goesLeft(row));
              if (Math.min(left.length, right.length) < options.minRowsInLeaf) continue;
              const gain = score(left) + score(right) - score(list);
              if (gain > best.gain + 1e-9) best = { gain, leaf, left, right };
            }
      if (best.leaf < 0) break;
      leaves.splice(best.leaf, 1, best.left, best.right);
    }
    if (leaves.length === 1) break;
    for (const list of leaves) {
      const value = (-options.learningRate * sum(list, gradient)) / (sum(list, hessian) + options.lambda);
      for (const row of list) margins[row] += value;
    }
  }
  return margins;
}
