/** One measured figure. */
export interface Reading {
  readonly value: number;
  /** Of how many things a share is a share, or a mean a mean; absent where chance plays no part. */
  readonly sample?: number;
  /** Standard error of the value, where it rests on a sample. */
  readonly error?: number;
}

/** A distribution for a plot: one value for each label. */
export interface Histogram {
  readonly labels: readonly string[];
  readonly values: readonly number[];
}

/** What the meters found, by name. */
export interface Measured {
  readonly readings: Record<string, Reading>;
  readonly histograms: Record<string, Histogram>;
}

/** Four significant digits: enough to compare, and the same text on every machine. */
export function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : value;
}

/** A share of a sample, with its binomial standard error, which is not nothing for no hits (Agresti and Coull 1998). */
export function share(part: number, sample: number): Reading {
  if (sample === 0) return { value: 0, sample, error: 1 };
  const near = (part + 1) / (sample + 2);
  return {
    value: rounded(part / sample),
    sample,
    error: rounded(Math.sqrt((near * (1 - near)) / (sample + 2))),
  };
}

/** A mean with its standard error. */
export function mean(values: ArrayLike<number>): Reading {
  const sample = values.length;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < sample; i++) sum += values[i];
  const value = sample === 0 ? 0 : sum / sample;
  for (let i = 0; i < sample; i++) squares += (values[i] - value) ** 2;
  const error = sample < 2 ? Infinity : Math.sqrt(squares / (sample - 1) / sample);
  return { value: rounded(value), sample, error: rounded(error) };
}

/** A count of rare things, scaled; its standard error is that of a Poisson count, one at least. */
export function rate(count: number, scale: number): Reading {
  return {
    value: rounded(count * scale),
    sample: count,
    error: rounded(Math.sqrt(Math.max(1, count)) * scale),
  };
}

/** The value below which a share of the values lie (nearest rank); 0 for none. @param sorted rising */
export function quantile(sorted: ArrayLike<number>, part: number): number {
  if (sorted.length === 0) return 0;
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length) - 1))];
}

/** A quantile with a rough standard error, from the ranks one standard error away. */
export function quantileOf(values: ArrayLike<number>, part: number): Reading {
  const sorted = Float64Array.from(values).sort();
  const sample = sorted.length;
  const step = Math.sqrt((part * (1 - part)) / Math.max(1, sample));
  const spread = quantile(sorted, Math.min(1, part + step)) - quantile(sorted, Math.max(0, part - step));
  return { value: rounded(quantile(sorted, part)), sample, error: rounded(spread / 2) };
}

/** How many values fall into each band; a value belongs to the last band that starts at or below it. */
export function bandCounts(values: Iterable<number>, starts: readonly number[]): number[] {
  const counts = starts.map(() => 0);
  for (const value of values) {
    let band = starts.length - 1;
    while (band > 0 && value < starts[band]) band--;
    if (value >= starts[band]) counts[band]++;
  }
  return counts;
}
