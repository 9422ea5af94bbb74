import type { FeatureMatrix } from '../feature-matrix.ts';

/**
 * Binary trees in one table of nodes, read by boosted trees and isolation forests alike. A node is a leaf when its
 * `feature` is -1. A row goes left when its value is at most `threshold`, or is missing and `missingLeft` is 1.
 *
 * Nodes of one tree lie together from its root on, and children behind their parent, so that a pass over the nodes in
 * order sees parents first, and one backwards children first.
 */
export interface TreeEnsemble {
  /** Added to the sum of the leaves. */
  readonly base: number;
  /** The first node of each tree. */
  readonly roots: Int32Array;
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly missingLeft: Uint8Array;
  /** What a leaf gives; 0 elsewhere. */
  readonly value: Float64Array;
  /** Rows of the training data that reached the node, for explanations. */
  readonly cover: Float64Array;
}

export interface Split {
  readonly feature: number;
  readonly threshold: number;
  readonly missingLeft: boolean;
}

/** Collects nodes while trees grow. */
export class TreeTable {
  readonly #roots: number[] = [];
  readonly #feature: number[] = [];
  readonly #threshold: number[] = [];
  readonly #left: number[] = [];
  readonly #right: number[] = [];
  readonly #missingLeft: number[] = [];
  readonly #value: number[] = [];
  readonly #cover: number[] = [];

  get trees(): number {
    return this.#roots.length;
  }

  /** Begins a tree with a leaf and returns its node. */
  root(value: number, cover: number): number {
    this.#roots.push(this.#feature.length);
    return this.#leaf(value, cover);
  }

  /** Turns a leaf of the last tree into a node with two new leaves of value 0; returns the left one, the right one follows it. */
  split(node: number, { feature, threshold, missingLeft }: Split, covers: readonly [number, number]): number {
    const left = this.#leaf(0, covers[0]);
    this.#feature[node] = feature;
    this.#threshold[node] = threshold;
    this.#left[node] = left;
    this.#right[node] = this.#leaf(0, covers[1]);
    this.#missingLeft[node] = Number(missingLeft);
    this.#value[node] = 0;
    return left;
  }

  setValue(node: number, value: number): void {
    this.#value[node] = value;
  }

  /** The first `trees` trees, all unless told. */
  finish(base: number, trees: number = this.trees): TreeEnsemble {
    return this.#slice(base, 0, Math.min(trees, this.trees));
  }

  /** The last tree by itself. */
  lastTree(): TreeEnsemble {
    return this.#slice(0, this.trees - 1, this.trees);
  }

  #slice(base: number, firstTree: number, endTree: number): TreeEnsemble {
    const from = this.#roots[firstTree] ?? this.#feature.length;
    const to = this.#roots[endTree] ?? this.#feature.length;
    const moved = (node: number): number => (node < 0 ? node : node - from);
    return {
      base,
      roots: Int32Array.from(this.#roots.slice(firstTree, endTree), moved),
      feature: Int32Array.from(this.#feature.slice(from, to)),
      threshold: Float64Array.from(this.#threshold.slice(from, to)),
      left: Int32Array.from(this.#left.slice(from, to), moved),
      right: Int32Array.from(this.#right.slice(from, to), moved),
      missingLeft: Uint8Array.from(this.#missingLeft.slice(from, to)),
      value: Float64Array.from(this.#value.slice(from, to)),
      cover: Float64Array.from(this.#cover.slice(from, to)),
    };
  }

  #leaf(value: number, cover: number): number {
    this.#threshold.push(0);
    this.#left.push(-1);
    this.#right.push(-1);
    this.#missingLeft.push(0);
    this.#value.push(value);
    this.#cover.push(cover);
    return this.#feature.push(-1) - 1;
  }
}

/** The sum of the leaves that a row reaches, and the base. Time O(trees x depth), nothing allocated. */
export function sumOfLeaves(ensemble: TreeEnsemble, row: Float64Array): number {
  const { roots, feature, threshold, left, right, missingLeft, value } = ensemble;
  let sum = ensemble.base;
  for (let tree = 0; tree < roots.length; tree++) {
    let node = roots[tree];
    for (let column = feature[node]; column >= 0; column = feature[node]) {
      const x = row[column];
      // NaN is the one value that is not equal to itself.
      node = x <= threshold[node] || (x !== x && missingLeft[node] === 1) ? left[node] : right[node];
    }
    sum += value[node];
  }
  return sum;
}

/** {@link sumOfLeaves} of every row. */
export function sumsOfLeaves(ensemble: TreeEnsemble, matrix: FeatureMatrix): Float64Array {
  const sums = new Float64Array(matrix.rows);
  const row = new Float64Array(matrix.columns.length);
  for (let i = 0; i < matrix.rows; i++) {
    for (let column = 0; column < row.length; column++) row[column] = matrix.columns[column][i];
    sums[i] = sumOfLeaves(ensemble, row);
  }
  return sums;
}

/**
 * {@link sumOfLeaves} of one row of a matrix, without copying the row: for few trees, which read few of the columns. Over many
 * trees the copy is quicker.
 */
export function sumOfLeavesAt(ensemble: TreeEnsemble, { columns }: FeatureMatrix, row: number): number {
  const { roots, feature, threshold, left, right, missingLeft, value } = ensemble;
  let sum = ensemble.base;
  for (let tree = 0; tree < roots.length; tree++) {
    let node = roots[tree];
    while (feature[node] >= 0) {
      const x = columns[feature[node]][row];
      node = x <= threshold[node] || (x !== x && missingLeft[node] === 1) ? left[node] : right[node];
    }
    sum += value[node];
  }
  return sum;
}
