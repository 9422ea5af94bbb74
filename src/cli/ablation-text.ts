import type { AmlsimReport, AmlsimRequest } from '../app/evaluate-amlsim.ts';
import { REVIEW_DAYS } from '../features/transfers/known-until.ts';
import { table } from './table.ts';

const KNOWN = {
  transfer: 'known: what came up to the transaction itself, in event order',
  review: `known: up to ${REVIEW_DAYS} days after the transaction, within its part (--known transfer: nothing later)`,
} as const;

/** An ablation for people at a terminal. */
export function ablationText(
  { rows, ringsOnBothSides, ablation }: AmlsimReport,
  { split, asOf }: Pick<AmlsimRequest, 'split' | 'asOf'>,
): string {
  const lines = ablation.map(({ features, f1, averagePrecision, threshold }) => [
    features,
    f1.toFixed(4),
    averagePrecision.toFixed(4),
    threshold.toFixed(4),
  ]);
  return [
    `${rows.toLocaleString('en-US')} transactions, split ${split.join('/')} in time; ` +
      `${ringsOnBothSides} rings have transactions in the training and in the last part`,
    `${KNOWN[asOf]}\n`,
    table(['features', 'F1', 'average precision', 'threshold'], lines),
    'Threshold chosen on the middle part, figures of the last (docs/features.md).\n',
  ].join('\n');
}
