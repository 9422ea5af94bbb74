import type { TreeTable } from '../trees/tree-ensemble.ts';
import type { BinnedMatrix } from './bins.ts';
import { findSplit, leafValue, type FoundSplit, type NodeSums, type SplitLimits } from './find-split.ts';
import { fillHistogram, HistogramPool, PER_BIN, subtractHistogram, type Derivatives } from './histogram.ts';

export interface GrowthLimits extends SplitLimits {
  readonly leaves: number;
  readonly depth: number;
  readonly learningRate: number;
}

/** A leaf that may still be split: its rows are `order[start..end)`. */
interface Leaf {
  readonly node: number;
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly sums: NodeSums;
  /** null once it cannot be split. */
  histogram: Float64Array | null;
  split: FoundSplit | null;
}

/**
 * Grows regression trees on gradients and hessians, always splitting the leaf whose split gains most (leaf-wise: Shi 2007,
 * Ke and others 2017). Of two children the smaller is counted row by row and the larger is the difference to the parent.
 *
 * Time for one tree O(rows x columns x depth) at worst, about rows x columns x log(leaves) on balanced trees, and
 * O(leaves x bins) for the search. Scratch is made once and used for all trees.
 */
export class TreeGrower {
  readonly #binned: BinnedMatrix;
  readonly #limits: GrowthLimits;
  readonly #pool: HistogramPool;
  readonly #order: Uint32Array;
  readonly #aside: Uint32Array;
  readonly #scratch: Derivatives;

  constructor(binned: BinnedMatrix, limits: GrowthLimits) {
    this.#binned = binned;
    this.#limits = limits;
    this.#pool = new HistogramPool(binned.offsets.at(-1)!);
    this.#order = new Uint32Array(binned.rows);
    this.#aside = new Uint32Array(binned.rows);
    this.#scratch = {
      gradients: new Float64Array(binned.rows),
      hessians: new Float64Array(binned.rows),
    };
  }

  /**
   * Adds a tree grown on `rows` and `columns` to the table, and to `margins` of those rows what their leaf gives. Returns
   * false, with the table as it was, when no split gains anything.
   */
  grow(
    table: TreeTable,
    derivatives: Derivatives,
    rows: Uint32Array,
    columns: Int32Array,
    margins: Float64Array,
  ): boolean {
    this.#order.set(rows);
    const top = this.#top(derivatives, rows.length, columns);
    if (top.split === null) {
      this.#release(top);
      return false;
    }
    const leaves: Leaf[] = [{ ...top, node: table.root(0, rows.length) }];
    while (leaves.length < this.#limits.leaves) {
      const at = bestOf(leaves);
      if (at < 0) break;
      const children = this.#split(table, leaves[at], derivatives, columns);
      leaves.splice(at, 1, ...children);
    }
    for (const leaf of leaves) {
      this.#release(leaf);
      const value = leafValue(leaf.sums, this.#limits.lambda) * this.#limits.learningRate;
      table.setValue(leaf.node, value);
      for (let i = leaf.start; i < leaf.end; i++) margins[this.#order[i]] += value;
    }
    return true;
  }

  #top(derivatives: Derivatives, rows: number, columns: Int32Array): Leaf {
    let [gradient, hessian] = [0, 0];
    for (let i = 0; i < rows; i++) {
      gradient += derivatives.gradients[this.#order[i]];
      hessian += derivatives.hessians[this.#order[i]];
    }
    const top = { node: -1, start: 0, end: rows, depth: 0, sums: { gradient, hessian, rows } };
    const histogram = this.#pool.take();
    this.#fill(histogram, top, derivatives, columns);
    return this.#ready({ ...top, histogram, split: null }, columns);
  }

  #split(
    table: TreeTable,
    parent: Leaf,
    derivatives: Derivatives,
    columns: Int32Array,
  ): readonly [Leaf, Leaf] {
    const { column, bin, missingLeft, left, right } = parent.split!;
    const threshold = this.#binned.upper[column][bin];
    const node = table.split(parent.node, { feature: column, threshold, missingLeft }, [
      left.rows,
      right.rows,
    ]);
    const middle = this.#part(parent);
    const depth = parent.depth + 1;
    const lower = { node, start: parent.start, end: middle, depth, sums: left };
    const upper = { node: node + 1, start: middle, end: parent.end, depth, sums: right };
    const lowerIsSmall = left.rows < right.rows;
    const small = this.#pool.take();
    const large = parent.histogram!;
    this.#fill(small, lowerIsSmall ? lower : upper, derivatives, columns);
    subtractHistogram(large, small, this.#binned, columns);
    return [
      this.#ready({ ...lower, histogram: lowerIsSmall ? small : large, split: null }, columns),
      this.#ready({ ...upper, histogram: lowerIsSmall ? large : small, split: null }, columns),
    ];
  }

  /** Sorts a leaf's rows into those that go left and those that go right, each in their old order; returns where the right ones begin. */
  #part({ start, end, split }: Leaf): number {
    const { column, bin, missingLeft } = split!;
    const bins = this.#binned.bins[column];
    const missing = this.#binned.upper[column].length;
    const [order, aside] = [this.#order, this.#aside];
    let [left, right] = [start, 0];
    for (let i = start; i < end; i++) {
      const row = order[i];
      const b = bins[row];
      if (b === missing ? missingLeft : b <= bin) order[left++] = row;
      else aside[right++] = row;
    }
    order.set(aside.subarray(0, right), left);
    return left;
  }

  #fill(
    histogram: Float64Array,
    leaf: { start: number; end: number },
    derivatives: Derivatives,
    columns: Int32Array,
  ): void {
    const rows = this.#order.subarray(leaf.start, leaf.end);
    fillHistogram(histogram, this.#binned, columns, derivatives, rows, this.#scratch);
  }

  /** Looks for the leaf's best split; of equal gains the first column wins. */
  #ready(leaf: Leaf, columns: Int32Array): Leaf {
    const limits = this.#limits;
    const { offsets } = this.#binned;
    if (leaf.depth < limits.depth && leaf.sums.rows >= 2 * limits.minRowsInLeaf)
      for (const column of columns) {
        const sums = leaf.histogram!.subarray(offsets[column] * PER_BIN, offsets[column + 1] * PER_BIN);
        const atLeast = leaf.split?.gain ?? limits.minGain;
        leaf.split = findSplit(sums, column, leaf.sums, limits, atLeast) ?? leaf.split;
      }
    if (leaf.split === null) this.#release(leaf);
    return leaf;
  }

  #release(leaf: Leaf): void {
    if (leaf.histogram !== null) this.#pool.giveBack(leaf.histogram);
    leaf.histogram = null;
  }
}

/** The leaf with the largest gain, the first of equals; -1 when none can be split. */
function bestOf(leaves: readonly Leaf[]): number {
  let best = -1;
  for (const [i, { split }] of leaves.entries())
    if (split !== null && (best < 0 || split.gain > leaves[best].split!.gain)) best = i;
  return best;
}
