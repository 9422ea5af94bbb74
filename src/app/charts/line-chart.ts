import { formatValue, type Axis, type Chart, type ChartFrame, type Mark } from './chart-frame.ts';
import { GRID, LEGEND, markLines, renderSvg, valueAxis } from './render-svg.ts';

export interface LineSpec extends ChartFrame {
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly LineSeries[];
  readonly marks?: readonly Mark[];
}

export interface LineSeries {
  readonly name: string;
  /** x rising. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** `straight` from point to point unless told; a `step` holds its value until the next x, as a distribution does. */
  readonly shape?: 'straight' | 'step';
}

const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'];
const DASHES = ['solid', 'dashed', 'dotted', [8, 3, 2, 3]];
/** More points than this are drawn without symbols. */
const MOST_SYMBOLS = 40;

/** Lines over a common x: trends, and with steps distribution functions. */
export function lineChart(spec: LineSpec): Chart {
  const svg = renderSvg(spec, {
    grid: GRID,
    legend: { ...LEGEND, show: spec.series.length > 1 },
    xAxis: valueAxis(spec.x, false),
    yAxis: valueAxis(spec.y, true),
    series: spec.series.map(({ name, points, shape }, i) => ({
      type: 'line',
      name,
      data: points.map((point) => [...point]),
      step: shape === 'step' ? 'end' : false,
      symbol: SYMBOLS[i % SYMBOLS.length],
      showSymbol: points.length <= MOST_SYMBOLS,
      symbolSize: 6,
      lineStyle: { width: 2, type: DASHES[i % DASHES.length] },
      silent: true,
      emphasis: { disabled: true },
      ...(i === 0 ? { markLine: markLines(spec.marks) } : {}),
    })),
  });
  return { frame: spec, svg, table: pointTable(spec) };
}

/** One row per point, in the order of the series. */
export function pointTable({ x, y, series }: Pick<LineSpec, 'x' | 'y' | 'series'>): Chart['table'] {
  return {
    header: ['series', x.name, y.name],
    rows: series.flatMap(({ name, points }) =>
      points.map(([a, b]) => [name, formatValue(a, x.format), formatValue(b, y.format)]),
    ),
  };
}
