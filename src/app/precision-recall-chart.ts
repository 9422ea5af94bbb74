import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RingfenceError } from '../kernel/errors.ts';
import type { Chart } from './charts/chart-frame.ts';
import { lineChart } from './charts/line-chart.ts';
import type { LabelEvaluation } from './evaluate-labels.ts';

/** Precision by recall of each line of the ablation; recall only rises along a curve. */
export function precisionRecallChart({
  ablation,
  judged,
}: Pick<LabelEvaluation, 'ablation' | 'judged'>): Chart {
  const share = judged.frauds / judged.rows;
  return lineChart({
    id: 'chart-precision-recall',
    title: 'Precision by recall',
    description:
      'For each share of the frauds that is found, the share of frauds among the transactions that have to be called for it: ' +
      'by transaction features, by graph features, by both, and by both with the rules.',
    x: { name: 'recall', format: 'percent', min: 0, max: 1 },
    y: { name: 'precision', format: 'percent', min: 0, max: 1 },
    series: ablation.map(({ features, averagePrecision, curve }) => ({
      name: `${features} (${averagePrecision.estimate.toFixed(3)})`,
      points: curve.map(({ recall, precision }) => [recall, precision] as const),
    })),
    marks: [{ axis: 'y', value: share, label: 'share of frauds' }],
  });
}

/** Writes the curves as SVG, the folder too. @throws RingfenceError FILE_UNREADABLE */
export async function writePrecisionRecall(file: string, report: LabelEvaluation): Promise<void> {
  const { svg } = precisionRecallChart(report);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, svg);
  } catch (cause) {
    throw new RingfenceError('FILE_UNREADABLE', `${file}: cannot be written`, { file }, cause);
  }
}
