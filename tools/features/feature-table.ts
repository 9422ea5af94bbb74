import type { FeatureDefinition } from '../../src/features/live/definition.ts';
import type { TransferFeature } from '../../src/features/transfers/feature.ts';

/** One table of docs/features.md: its column names, and the cells of each line. */
export interface FeatureTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The features that `evaluate amlsim` reads of a transfer. */
export function transferTable(features: readonly TransferFeature[]): FeatureTable {
  return {
    header: ['feature', 'group', 'unit', 'window', 'formula', 'missing when', 'knows', 'source'],
    rows: features.map(({ name, group, unit, window, formula, missing, reads, source }) => {
      const days = /^\d+$/.test(window) ? `${window} d` : window;
      return [`\`${name}\``, group, unit, days, formula, missing ?? '', reads, source];
    }),
  };
}

/** The features of payments and transfers that are computed event by event. */
export function liveTable(features: readonly FeatureDefinition[]): FeatureTable {
  return {
    header: ['feature', 'group', 'unit', 'window', 'formula', 'missing when', 'as of', 'source'],
    rows: features.map(({ name, group, unit, window, formula, missing, asOf, source, compatibilityOnly }) => [
      `\`${name}\`${compatibilityOnly ? ' *' : ''}`,
      group,
      unit,
      window,
      formula,
      missing ?? '',
      asOf,
      source,
    ]),
  };
}

/** A table in Markdown; `prettier` lines it up. */
export function markdownOf({ header, rows }: FeatureTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
