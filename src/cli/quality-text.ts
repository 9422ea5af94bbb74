import type { QualityReport } from '../features/transaction-table/quality.ts';
import { table } from './table.ts';

/** What a table of transactions holds and how it stood the checks, for a terminal. */
export function qualityText({ rows, classes, checks }: QualityReport, file: string | null): string {
  const counted = Object.entries(classes).map(
    ([name, count]) => `${name} ${count.toLocaleString('en-US')} (${((100 * count) / rows).toFixed(1)} %)`,
  );
  const where = file === null ? '' : ` in ${file}`;
  return (
    `\n${rows.toLocaleString('en-US')} transactions${where}: ${counted.join(', ')}.\n\n` +
    table(
      ['check', 'found', 'wanted', 'met'],
      checks.map(({ check, found, wanted, isMet }) => [check, found, wanted, isMet ? 'yes' : 'NO']),
    )
  );
}
