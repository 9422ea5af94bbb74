import { rngFor } from '../../kernel/rng.ts';
import { quantile } from './quantile.ts';

export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Samples on which the measure was a number; one without label 1, say, may have none. */
  readonly samples: number;
}

export interface BootstrapOptions {
  readonly samples: number;
  /** How sure, such as 0.95. */
  readonly level: number;
  readonly seed: number;
  /** By row, what is drawn together (a ring, a user): rows of one group stand or fall together. null: every row by itself. */
  readonly groups: ArrayLike<number> | null;
}

export const BOOTSTRAP_DEFAULTS: BootstrapOptions = { samples: 1_000, level: 0.95, seed: 1, groups: null };

/**
 * Percentile interval of a measure by the bootstrap (Efron 1979): rows are drawn with putting back and the measure taken
 * again. With groups whole groups are drawn (cluster bootstrap; Field and Welsh 2007): rows of one ring are no independent
 * evidence, and an interval by rows would be too narrow. Time: samples x that of the measure. NaN when no sample has one.
 */
export function bootstrapInterval(
  rows: number,
  measure: (rows: Uint32Array) => number,
  given: Partial<BootstrapOptions> = {},
): Interval {
  const { samples, level, seed, groups } = { ...BOOTSTRAP_DEFAULTS, ...given };
  const clusters = groups === null ? null : rowsByGroup(groups);
  const rng = rngFor(seed, 'bootstrap');
  const values: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    const drawn =
      clusters === null
        ? Uint32Array.from({ length: rows }, () => rng.int(0, rows - 1))
        : Uint32Array.from(clusters.flatMap(() => rng.pick(clusters)));
    const value = measure(drawn);
    if (!Number.isNaN(value)) values.push(value);
  }
  const sorted = Float64Array.from(values).sort();
  return {
    estimate: measure(Uint32Array.from({ length: rows }, (_, i) => i)),
    low: quantile(sorted, (1 - level) / 2),
    high: quantile(sorted, (1 + level) / 2),
    samples: values.length,
  };
}

function rowsByGroup(groups: ArrayLike<number>): number[][] {
  const rows = new Map<number, number[]>();
  for (let row = 0; row < groups.length; row++) {
    const list = rows.get(groups[row]);
    if (list === undefined) rows.set(groups[row], [row]);
    else list.push(row);
  }
  return [...rows.values()];
}
