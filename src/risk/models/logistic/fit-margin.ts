import { sigmoid } from '../logit.ts';

/**
 * Logistic regression on one number, not penalised: intercept + slope x margin, by Newton's method with halved steps.
 * `targets` lie in [0, 1]; rows count by their weights, all the same without. Time O(n) a step, at most 100 steps; stops when a step changes neither by 1e-12. Where the
 * margins part the targets without a mistake the slope has no end; it stops growing after the last step.
 */
export function fitMargin(
  margins: Float64Array,
  targets: Float64Array,
  weights: Float64Array | null = null,
): { readonly slope: number; readonly intercept: number } {
  let [slope, intercept] = [1, 0];
  const rows = { margins, targets, weights };
  let loss = lossOf(rows, slope, intercept);
  for (let step = 0; step < 100; step++) {
    const { toSlope, toIntercept } = newtonStep(rows, slope, intercept);
    let part = 1;
    let next = lossOf(rows, slope - toSlope, intercept - toIntercept);
    while (!(next <= loss) && part > 1e-10) {
      part /= 2;
      next = lossOf(rows, slope - part * toSlope, intercept - part * toIntercept);
    }
    slope -= part * toSlope;
    intercept -= part * toIntercept;
    loss = next;
    if (Math.abs(toSlope) < 1e-12 && Math.abs(toIntercept) < 1e-12) break;
  }
  return { slope, intercept };
}

interface Rows {
  readonly margins: Float64Array;
  readonly targets: Float64Array;
  readonly weights: Float64Array | null;
}

function newtonStep(
  { margins, targets, weights }: Rows,
  slope: number,
  intercept: number,
): { toSlope: number; toIntercept: number } {
  // So small that it moves nothing, and large enough for margins that are all the same.
  let [g0, g1, h00, h01, h11] = [0, 0, 1e-12, 0, 1e-12];
  for (let i = 0; i < margins.length; i++) {
    const p = sigmoid(slope * margins[i] + intercept);
    const weight = weights?.[i] ?? 1;
    const gradient = weight * (p - targets[i]);
    const hessian = weight * p * (1 - p);
    g0 += gradient;
    g1 += gradient * margins[i];
    h00 += hessian;
    h01 += hessian * margins[i];
    h11 += hessian * margins[i] * margins[i];
  }
  const determinant = h00 * h11 - h01 * h01;
  if (!(determinant > 0)) return { toSlope: 0, toIntercept: g0 / h00 };
  return {
    toSlope: (h00 * g1 - h01 * g0) / determinant,
    toIntercept: (h11 * g0 - h01 * g1) / determinant,
  };
}

function lossOf({ margins, targets, weights }: Rows, slope: number, intercept: number): number {
  let loss = 0;
  for (let i = 0; i < margins.length; i++) {
    const margin = slope * margins[i] + intercept;
    const one = Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin))) - targets[i] * margin;
    loss += (weights?.[i] ?? 1) * one;
  }
  return loss;
}
