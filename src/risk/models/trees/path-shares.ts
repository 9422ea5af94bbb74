import type { TreeEnsemble } from './tree-ensemble.ts';

/**
 * What an explanation needs to know of the edges of a tree; an edge has the number of the node it leads to.
 *
 * `above` of a node with children: the nearest edge on the way to it that already asked for the node's column, or -1.
 * `share` of an edge: the part of the cover that meets, along the way, all conditions on the edge's column.
 */
export interface PathShares {
  /** The node above each, -1 above a root. */
  readonly parent: Int32Array;
  readonly above: Int32Array;
  readonly share: Float64Array;
  /** Of each tree: distinct columns on a path, at most. */
  readonly columns: Int32Array;
}

/** Time O(nodes x depth). */
export function pathShares(ensemble: TreeEnsemble): PathShares {
  const { roots, feature, left, right } = ensemble;
  const nodes = feature.length;
  const parent = new Int32Array(nodes).fill(-1);
  const above = new Int32Array(nodes).fill(-1);
  const share = new Float64Array(nodes).fill(1);
  const distinct = new Int32Array(nodes);
  const columns = new Int32Array(roots.length);
  for (let node = 0, tree = -1; node < nodes; node++) {
    if (node === roots[tree + 1]) tree++;
    columns[tree] = Math.max(columns[tree], distinct[node]);
    if (feature[node] < 0) continue;
    above[node] = askedAbove(node, parent, feature);
    for (const child of [left[node], right[node]]) {
      parent[child] = node;
      distinct[child] = distinct[node] + Number(above[node] < 0);
      share[child] = coverShare(ensemble, node, child) * (above[node] < 0 ? 1 : share[above[node]]);
    }
  }
  return { parent, above, share, columns };
}

function askedAbove(node: number, parent: Int32Array, feature: Int32Array): number {
  let edge = node;
  while (parent[edge] >= 0 && feature[parent[edge]] !== feature[node]) edge = parent[edge];
  return parent[edge] < 0 ? -1 : edge;
}

/** The part of a node's cover that went to a child; half where there is none at all. */
export function coverShare({ left, right, cover }: TreeEnsemble, node: number, child: number): number {
  const all = cover[left[node]] + cover[right[node]];
  return all > 0 ? cover[child] / all : 0.5;
}

/** The sum of leaves that a row is expected to give when none of its columns is known. */
export function expectedSum(ensemble: TreeEnsemble): number {
  const { base, roots, feature, left, right } = ensemble;
  const expected = ensemble.value.slice();
  for (let node = expected.length - 1; node >= 0; node--)
    if (feature[node] >= 0)
      expected[node] = [left[node], right[node]].reduce(
        (sum, child) => sum + coverShare(ensemble, node, child) * expected[child],
        0,
      );
  return roots.reduce((sum, root) => sum + expected[root], base);
}
