import type { TreeEnsemble } from '../../src/risk/models/trees/tree-ensemble.ts';

/**
 * Shapley values by their definition: for every column and every subset of the others, how much knowing the column changes
 * the expected sum, times |S|! (n - |S| - 1)! / n!. Where a column is not known both ways are taken, by cover; half each
 * where there is no cover. For a dozen columns at most.
 */
export function bruteForceShapley(
  ensemble: TreeEnsemble,
  row: Float64Array,
): { base: number; values: number[] } {
  const n = row.length;
  const expected = Array.from({ length: 2 ** n }, (_, known) =>
    ensemble.roots.reduce((sum, root) => sum + expectation(ensemble, root, row, known), ensemble.base),
  );
  const values = Array.from({ length: n }, (_, column) => {
    let value = 0;
    for (let others = 0; others < 2 ** n; others++) {
      if (others & (1 << column)) continue;
      const size = others.toString(2).replaceAll('0', '').length;
      const weight = (factorial(size) * factorial(n - size - 1)) / factorial(n);
      value += weight * (expected[others | (1 << column)] - expected[others]);
    }
    return value;
  });
  return { base: expected[0], values };
}

function expectation(ensemble: TreeEnsemble, node: number, row: Float64Array, known: number): number {
  const column = ensemble.feature[node];
  if (column === -1) return ensemble.value[node];
  const [left, right] = [ensemble.left[node], ensemble.right[node]];
  if (known & (1 << column)) {
    const goesLeft = Number.isNaN(row[column])
      ? ensemble.missingLeft[node] === 1
      : row[column] <= ensemble.threshold[node];
    return expectation(ensemble, goesLeft ? left : right, row, known);
  }
  const all = ensemble.cover[left] + ensemble.cover[right];
  const share = all === 0 ? 0.5 : ensemble.cover[left] / all;
  return (
    share * expectation(ensemble, left, row, known) + (1 - share) * expectation(ensemble, right, row, known)
  );
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
