import { barChart, type BarSeries } from './bar-chart.ts';
import { formatValue, type Chart, type ChartFrame, type Mark } from './chart-frame.ts';

export interface HistogramSpec extends ChartFrame {
  /** What is counted. */
  readonly of: string;
  /** Rising edges of the bins; bin i holds values from `edges[i]`, below `edges[i + 1]`, the last one its end too. */
  readonly edges: readonly number[];
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
  /** Shares of all values of a series instead of counts. */
  readonly shares?: boolean;
  readonly marks?: readonly Mark[];
}

/** Counts of values by bin; what lies outside the edges is left out. Time O(values x log bins). */
export function histogram(spec: HistogramSpec): Chart {
  const { edges, shares = false } = spec;
  const bins = edges.slice(1).map((end, i) => `${formatValue(edges[i])} to ${formatValue(end)}`);
  const series = spec.series.map(({ name, values }): BarSeries => {
    const counts = countByBin(edges, values);
    return { name, values: shares ? counts.map((n) => n / Math.max(1, values.length)) : counts };
  });
  return barChart({
    ...spec,
    categories: bins,
    value: { name: shares ? 'share' : 'count', format: shares ? 'percent' : 'number' },
    series,
  });
}

/** How many values each bin holds. */
export function countByBin(edges: readonly number[], values: readonly number[]): number[] {
  const counts = Array.from({ length: Math.max(0, edges.length - 1) }, () => 0);
  for (const value of values) {
    let [low, high] = [0, counts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edges[middle + 1] <= value) low = middle + 1;
      else high = middle;
    }
    const bin = value === edges.at(-1) ? counts.length - 1 : low;
    if (bin >= 0 && bin < counts.length && value >= edges[0]) counts[bin]++;
  }
  return counts;
}
