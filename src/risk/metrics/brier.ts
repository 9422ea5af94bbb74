import { requireSameLength } from './ranked-counts.ts';

/** Mean squared distance of probability and label (Brier 1950): 0 is perfect. */
export function brierScore(probabilities: ArrayLike<number>, labels: Uint8Array): number {
  requireSameLength(probabilities, labels);
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += (probabilities[i] - labels[i]) ** 2;
  return sum / labels.length;
}

/**
 * 1 - Brier / Brier of saying the share of label 1 of everybody: 1 is perfect, 0 no better than that share, below 0 worse
 * (Murphy 1973). NaN when only one label is there. The reference share is that of these rows unless given.
 */
export function brierSkill(
  probabilities: ArrayLike<number>,
  labels: Uint8Array,
  share: number | null = null,
): number {
  const constant = share ?? labels.reduce((sum, label) => sum + label, 0) / labels.length;
  const reference = brierScore(new Float64Array(labels.length).fill(constant), labels);
  return reference === 0 ? NaN : 1 - brierScore(probabilities, labels) / reference;
}
