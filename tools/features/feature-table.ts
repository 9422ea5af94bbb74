import type { TransferFeature } from '../../src/features/transfers/feature.ts';

export const HEADER = [
  'feature',
  'group',
  'unit',
  'window',
  'formula',
  'missing when',
  'knows',
  'source',
] as const;

/** The cells of a feature's line in docs/features.md. */
export function featureCells(feature: TransferFeature): string[] {
  const { name, group, unit, window, formula, missing, reads, source } = feature;
  const days = /^\d+$/.test(window) ? `${window} d` : window;
  return [`\`${name}\``, group, unit, days, formula, missing ?? '', reads, source];
}

/** A table in Markdown; `prettier` lines it up. */
export function featureTable(features: readonly TransferFeature[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(HEADER),
    line(HEADER.map(() => '---')),
    ...features.map((one) => line(featureCells(one))),
  ].join('\n');
}
