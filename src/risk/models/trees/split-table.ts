import { expectedSum, pathShares } from './path-shares.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';

/**
 * The splits of all trees, laid out for passes that go over them in order: split i has the edges 2i (left) and 2i + 1
 * (right), parents come before their children, and the splits of a tree lie together.
 */
export interface SplitTable {
  /** By split. */
  readonly column: Int32Array;
  readonly threshold: Float64Array;
  readonly missingLeft: Uint8Array;
  /** The edge that leads to the split; the last one of all, which is no one's, for the top of a tree. */
  readonly edge: Int32Array;
  /** The nearest edge above that asked for the same column, or -1. */
  readonly asked: Int32Array;
  /** By edge: the share of cover that meets all conditions so far on the edge's column; the value of the leaf it leads to. */
  readonly share: Float64Array;
  readonly leaf: Float64Array;
  /** Trees that have splits; `distinct` columns at most on a path. */
  readonly trees: readonly { readonly from: number; readonly to: number; readonly distinct: number }[];
  /** The sum of leaves to expect when nothing is known. */
  readonly expected: number;
}

/** Time O(nodes x depth). */
export function splitTable(ensemble: TreeEnsemble): SplitTable {
  const { feature, left, right } = ensemble;
  const { above, share, columns } = pathShares(ensemble);
  const inner = Int32Array.from(feature.keys()).filter((node) => feature[node] >= 0);
  const edges = 2 * inner.length + 1;
  const edgeTo = new Int32Array(feature.length).fill(edges - 1);
  for (const [i, node] of inner.entries()) {
    edgeTo[left[node]] = 2 * i;
    edgeTo[right[node]] = 2 * i + 1;
  }
  const byEdge = (ofNode: Float64Array): Float64Array => {
    const list = new Float64Array(edges);
    for (const [node, edge] of edgeTo.entries()) list[edge] = ofNode[node];
    return list;
  };
  return {
    column: inner.map((node) => feature[node]),
    threshold: Float64Array.from(inner, (node) => ensemble.threshold[node]),
    missingLeft: Uint8Array.from(inner, (node) => ensemble.missingLeft[node]),
    edge: inner.map((node) => edgeTo[node]),
    asked: inner.map((node) => (above[node] < 0 ? -1 : edgeTo[above[node]])),
    share: byEdge(share),
    leaf: byEdge(ensemble.value),
    trees: treesOf(ensemble, inner, columns),
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
