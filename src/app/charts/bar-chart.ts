import { formatValue, type Axis, type Chart, type ChartFrame, type Mark } from './chart-frame.ts';
import { categoryAxis, GRID, LEGEND, markLines, renderSvg, valueAxis } from './render-svg.ts';
import { colour } from './chart-colours.ts';

export interface BarSpec extends ChartFrame {
  /** What the bars are of. */
  readonly of: string;
  readonly categories: readonly string[];
  readonly value: Axis;
  /** Bars side by side; values in the order of the categories, null for none. */
  readonly series: readonly BarSeries[];
  /** Single points beside the bars: bounds, goals. */
  readonly points?: readonly BarSeries[];
  /** Bars to the right, a row for each category: for long names. */
  readonly horizontal?: boolean;
  readonly stacked?: boolean;
  /** Across the values: `x` of horizontal bars, else `y`. */
  readonly marks?: readonly Mark[];
}

export interface BarSeries {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

const POINT_SYMBOLS = ['diamond', 'triangle', 'circle'];

/** Room for the names of rows: about seven pixels a letter, within reason. */
function roomFor(names: readonly string[]): number {
  return Math.min(260, 48 + 7 * Math.max(0, ...names.map(({ length }) => length)));
}

/** Bars by category. Horizontal ones without a height get 30 pixels a row. */
export function barChart(spec: BarSpec): Chart {
  const { categories, horizontal = false, series, points = [] } = spec;
  const height = spec.height ?? (horizontal ? 130 + 30 * categories.length : undefined);
  const names = categoryAxis(horizontal ? '' : spec.of, categories, horizontal);
  const values = valueAxis(spec.value, !horizontal);
  const options = {
    grid: horizontal ? { ...GRID, left: roomFor(categories) } : GRID,
    legend: { ...LEGEND, show: series.length + points.length > 1 },
    xAxis: horizontal ? values : names,
    yAxis: horizontal ? names : values,
    series: [...bars(spec), ...points.map(pointSeries)],
  };
  return { frame: spec, svg: renderSvg({ ...spec, height }, options), table: barTable(spec) };
}

function bars({ series, stacked, marks, horizontal }: BarSpec): Record<string, unknown>[] {
  return series.map(({ name, values }, i) => ({
    type: 'bar',
    name,
    data: [...values],
    stack: stacked ? 'all' : undefined,
    barMaxWidth: 42,
    silent: true,
    emphasis: { disabled: true },
    ...(i === 0 ? { markLine: markLines(marks, horizontal ? 'start' : 'end') } : {}),
  }));
}

function pointSeries({ name, values }: BarSeries, i: number): Record<string, unknown> {
  return {
    type: 'scatter',
    name,
    data: [...values],
    symbol: POINT_SYMBOLS[i % POINT_SYMBOLS.length],
    symbolSize: 9,
    itemStyle: { color: colour(i === 0 ? 'series2' : 'series3') },
    silent: true,
    emphasis: { disabled: true },
  };
}

function barTable({ of, categories, value, series, points = [] }: BarSpec): Chart['table'] {
  const columns = [...series, ...points];
  return {
    header: [of, ...columns.map(({ name }) => name)],
    rows: categories.map((category, i) => [
      category,
      ...columns.map(({ values }) => formatValue(values[i] ?? null, value.format)),
    ]),
  };
}
