import { PER_BIN } from './histogram.ts';

/** Sums over the rows of a node. */
export interface NodeSums {
  readonly gradient: number;
  readonly hessian: number;
  readonly rows: number;
}

export interface SplitLimits {
  readonly lambda: number;
  readonly minRowsInLeaf: number;
  readonly minHessianInLeaf: number;
  readonly minGain: number;
}

export interface FoundSplit {
  readonly column: number;
  /** The last bin that goes left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly gain: number;
  readonly left: NodeSums;
  readonly right: NodeSums;
}

/** Twice the drop of the loss that a node gives at its best value (Chen and Guestrin 2016, equation 6). */
function scoreOf(gradient: number, hessian: number, lambda: number): number {
  return (gradient * gradient) / (hessian + lambda);
}

/** Newton's step for a leaf: -G / (H + lambda) (Chen and Guestrin 2016, equation 5); finite where both are 0. */
export function leafValue({ gradient, hessian }: NodeSums, lambda: number): number {
  return -gradient / Math.max(hessian + lambda, 1e-15);
}

/**
 * The best split of one column, or null when none gains more than `atLeast`: every end of a bin, with what is missing on
 * either side (Chen and Guestrin 2016, algorithm 3). The last end parts what is there from what is missing. Of equal gains
 * the lowest bin wins. Where nothing is missing, rows that miss the value later go with the larger side. Time O(bins).
 */
export function findSplit(
  sums: Float64Array,
  column: number,
  node: NodeSums,
  limits: SplitLimits,
  atLeast: number,
): FoundSplit | null {
  const missingAt = sums.length - PER_BIN;
  const someMissing = sums[missingAt + 2] > 0.5;
  const parent = scoreOf(node.gradient, node.hessian, limits.lambda);
  const right = scanSide(sums, node, limits, parent + atLeast, null);
  const left = someMissing
    ? scanSide(sums, node, limits, Math.max(right.score, parent + atLeast), missingAt)
    : right;
  const best = left.bin >= 0 ? left : right;
  if (best.bin < 0) return null;
  const rest = {
    gradient: node.gradient - best.gradient,
    hessian: node.hessian - best.hessian,
    rows: node.rows - best.rows,
  };
  return {
    column,
    bin: best.bin,
    missingLeft: someMissing ? best === left : best.rows >= rest.rows,
    gain: best.score - parent,
    left: { gradient: best.gradient, hessian: best.hessian, rows: best.rows },
    right: rest,
  };
}

/** The best end of a bin with the missing ones on one side: left when their place is given. Bin -1: none above `atLeast`. */
function scanSide(
  sums: Float64Array,
  node: NodeSums,
  { lambda, minRowsInLeaf, minHessianInLeaf }: SplitLimits,
  atLeast: number,
  missingLeftAt: number | null,
): { bin: number; score: number; gradient: number; hessian: number; rows: number } {
  let gradient = missingLeftAt === null ? 0 : sums[missingLeftAt];
  let hessian = missingLeftAt === null ? 0 : sums[missingLeftAt + 1];
  let rows = missingLeftAt === null ? 0 : sums[missingLeftAt + 2];
  const best = { bin: -1, score: atLeast, gradient: 0, hessian: 0, rows: 0 };
  for (let bin = 0, at = 0; at < sums.length - PER_BIN; bin++, at += PER_BIN) {
    if (sums[at + 2] === 0) continue;
    gradient += sums[at];
    hessian += sums[at + 1];
    rows += sums[at + 2];
    if (rows < minRowsInLeaf || hessian < minHessianInLeaf) continue;
    if (node.rows - rows < minRowsInLeaf || node.hessian - hessian < minHessianInLeaf) break;
    const score =
      scoreOf(gradient, hessian, lambda) + scoreOf(node.gradient - gradient, node.hessian - hessian, lambda);
    if (!(score > best.score)) continue;
    best.bin = bin;
    best.score = score;
    best.gradient = gradient;
    best.hessian = hessian;
    best.rows = rows;
  }
  return best;
}
