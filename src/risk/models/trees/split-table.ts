import { expectedSum, pathShares } from './path-shares.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';

/** A share of cover that is divided by is at least this, so that nothing over nothing is nothing. */
const SMALLEST = 1e-100;

/**
 * The splits of all trees, laid out for passes that go over the splits of one tree in order: parents come before their
 * children, and the splits of a tree lie together. Within a tree splits have places from 1; place 0 stands for the top of
 * the tree among parents, for a leaf among children, and for "not asked above" among edges. The edges of the split at
 * place p are 2p (left) and 2p + 1 (right).
 */
export interface SplitTable {
  /** By split. */
  readonly column: Int32Array;
  readonly threshold: Float64Array;
  readonly missingLeft: Uint8Array;
  /** The edge that leads to the split. */
  readonly edge: Int32Array;
  /** The nearest edge above that asked for the same column. */
  readonly asked: Int32Array;
  /** The share of cover that meets all conditions on the column above the split, and of that what goes left. */
  readonly shareAbove: Float64Array;
  readonly shareLeft: Float64Array;
  /** The places of the splits to the left and the right, and the values of the leaves where there are leaves, else 0. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly leftLeaf: Float64Array;
  readonly rightLeaf: Float64Array;
  /** Trees that have splits: the splits `from` to `to`; `distinct` columns at most on a path. */
  readonly trees: readonly { readonly from: number; readonly to: number; readonly distinct: number }[];
  /** The sum of leaves to expect when nothing is known. */
  readonly expected: number;
}

/** Time O(nodes x depth). */
export function splitTable(ensemble: TreeEnsemble): SplitTable {
  const { feature, left, right, value } = ensemble;
  const { parent, above, share, columns } = pathShares(ensemble);
  const inner = Int32Array.from(feature.keys()).filter((node) => feature[node] >= 0);
  const trees = treesOf(ensemble, inner, columns);
  const places = new Int32Array(feature.length);
  for (const { from, to } of trees) for (let i = from; i < to; i++) places[inner[i]] = i - from + 1;
  const edgeTo = (node: number): number =>
    node < 0 || parent[node] < 0 ? 0 : 2 * places[parent[node]] + Number(right[parent[node]] === node);
  return {
    column: inner.map((node) => feature[node]),
    threshold: Float64Array.from(inner, (node) => ensemble.threshold[node]),
    missingLeft: Uint8Array.from(inner, (node) => ensemble.missingLeft[node]),
    edge: inner.map(edgeTo),
    asked: inner.map((node) => edgeTo(above[node])),
    shareAbove: Float64Array.from(inner, (node) =>
      above[node] < 0 ? 1 : Math.max(SMALLEST, share[above[node]]),
    ),
    shareLeft: Float64Array.from(inner, (node) => share[left[node]]),
    left: inner.map((node) => places[left[node]]),
    right: inner.map((node) => places[right[node]]),
    leftLeaf: Float64Array.from(inner, (node) => value[left[node]] * Number(feature[left[node]] < 0)),
    rightLeaf: Float64Array.from(inner, (node) => value[right[node]] * Number(feature[right[node]] < 0)),
    trees,
    expected: expectedSum(ensemble),
  };
}

function treesOf({ roots, feature }: TreeEnsemble, inner: Int32Array, columns: Int32Array) {
  const trees = [];
  for (let from = 0, tree = 0; tree < roots.length; tree++) {
    const end = roots[tree + 1] ?? feature.length;
    let to = from;
    while (to < inner.length && inner[to] < end) to++;
    if (to > from) trees.push({ from, to, distinct: columns[tree] });
    from = to;
  }
  return trees;
}
