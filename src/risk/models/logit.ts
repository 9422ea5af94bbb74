/** The probability of log-odds, without overflow on either side. */
export function sigmoid(margin: number): number {
  if (margin >= 0) return 1 / (1 + Math.exp(-margin));
  const e = Math.exp(margin);
  return e / (1 + e);
}

/** Natural log-odds of a probability, kept finite at 0 and 1. */
export function logit(probability: number): number {
  const p = Math.min(Math.max(probability, 1e-15), 1 - 1e-15);
  return Math.log(p / (1 - p));
}

/** The logistic loss of one row, in nats: log(1 + exp(margin)) - label x margin. */
export function logisticLoss(margin: number, label: number): number {
  return Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin))) - label * margin;
}
