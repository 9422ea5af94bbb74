import type { Axis, Chart, ChartFrame, Mark } from './chart-frame.ts';
import { pointTable, type LineSeries } from './line-chart.ts';
import { GRID, LEGEND, markLines, renderSvg, valueAxis } from './render-svg.ts';

export interface ScatterSpec extends ChartFrame {
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Omit<LineSeries, 'shape'>[];
  readonly marks?: readonly Mark[];
}

const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'];

/** Points by two measures. */
export function scatterChart(spec: ScatterSpec): Chart {
  const svg = renderSvg(spec, {
    grid: GRID,
    legend: { ...LEGEND, show: spec.series.length > 1 },
    xAxis: valueAxis(spec.x, false),
    yAxis: valueAxis(spec.y, true),
    series: spec.series.map(({ name, points }, i) => ({
      type: 'scatter',
      name,
      data: points.map((point) => [...point]),
      symbol: SYMBOLS[i % SYMBOLS.length],
      symbolSize: 7,
      itemStyle: { opacity: 0.7 },
      silent: true,
      emphasis: { disabled: true },
      ...(i === 0 ? { markLine: markLines(spec.marks) } : {}),
    })),
  });
  return { frame: spec, svg, table: pointTable(spec) };
}
