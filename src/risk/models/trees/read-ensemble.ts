import { invalidModel, requireKeys } from '../invalid-model.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';

/** The lists that make up an ensemble, as they are named in it. */
export const NODE_LISTS = [
  'roots',
  'feature',
  'threshold',
  'left',
  'right',
  'missingLeft',
  'value',
  'cover',
] as const;

/**
 * Trees from lists of numbers, with all that {@link TreeEnsemble} promises checked: children lie behind their parent and in its
 * tree, every node but a root is the child of one node, columns are there. Time O(nodes).
 * @throws RingfenceError MODEL_INVALID naming the list, and the node
 */
export function readEnsemble(
  base: number,
  lists: Readonly<Record<string, readonly number[]>>,
  columns: number,
): TreeEnsemble {
  requireKeys('arrays', lists, NODE_LISTS);
  const nodes = lists.feature.length;
  for (const name of NODE_LISTS.slice(1))
    if (lists[name].length !== nodes)
      throw invalidModel(
        `arrays.${name}`,
        `${lists[name].length} values; wanted ${nodes}, one for each node`,
      );
  checkRoots(lists.roots, nodes);
  checkNodes(lists, columns);
  return {
    base,
    roots: Int32Array.from(lists.roots),
    feature: Int32Array.from(lists.feature),
    threshold: Float64Array.from(lists.threshold),
    left: Int32Array.from(lists.left),
    right: Int32Array.from(lists.right),
    missingLeft: Uint8Array.from(lists.missingLeft),
    value: Float64Array.from(lists.value),
    cover: Float64Array.from(lists.cover),
  };
}

function checkRoots(roots: readonly number[], nodes: number): void {
  for (const [tree, root] of roots.entries()) {
    const fits = Number.isInteger(root) && root < nodes && (tree === 0 ? root === 0 : root > roots[tree - 1]);
    if (!fits) throw invalidModel('arrays.roots', `tree ${tree} begins at node ${root}`);
  }
  if (roots.length === 0 && nodes > 0) throw invalidModel('arrays.roots', 'nodes that belong to no tree');
}

function checkNodes(lists: Readonly<Record<string, readonly number[]>>, columns: number): void {
  const { roots, feature, left, right, missingLeft, cover } = lists;
  const isChild = new Uint8Array(feature.length);
  for (const root of roots) isChild[root] = 1;
  for (let node = 0, tree = -1; node < feature.length; node++) {
    if (node === roots[tree + 1]) tree++;
    const end = roots[tree + 1] ?? feature.length;
    if (!(cover[node] >= 0)) throw invalidModel('arrays.cover', `${cover[node]} at node ${node}`);
    if (feature[node] === -1) continue;
    if (!(Number.isInteger(feature[node]) && feature[node] >= 0 && feature[node] < columns))
      throw invalidModel('arrays.feature', `${feature[node]} at node ${node}; there are ${columns} columns`);
    if (missingLeft[node] !== 0 && missingLeft[node] !== 1)
      throw invalidModel('arrays.missingLeft', `${missingLeft[node]} at node ${node}; wanted 0 or 1`);
    for (const [side, child] of Object.entries({ left: left[node], right: right[node] })) {
      const fits = Number.isInteger(child) && child > node && child < end && isChild[child] === 0;
      if (!fits) throw invalidModel(`arrays.${side}`, `node ${node} leads to node ${child}`);
      isChild[child] = 1;
    }
  }
  const stray = isChild.indexOf(0);
  if (stray >= 0) throw invalidModel('arrays.left', `no node leads to node ${stray}`);
}
