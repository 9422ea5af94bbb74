import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { escapeMarkup, onlyXml } from '../markup.ts';
import { colour, colourSheet, SERIES_COLOURS } from './chart-colours.ts';
import { formatValue, type Axis, type ChartFrame, type Mark } from './chart-frame.ts';

use([BarChart, LineChart, ScatterChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);

const WIDTH = 720;
const HEIGHT = 320;
const FONT = 'system-ui, sans-serif';

/**
 * Draws a chart as SVG text without a browser (docs/adr/0008-charts.md): no script, nothing loaded, the same bytes for
 * the same options. It carries its own colours for light and dark, and its title and description for screen readers,
 * so it works inside a page and as a file of its own.
 */
export function renderSvg(frame: ChartFrame, options: EChartsCoreOption): string {
  const { width = WIDTH, height = HEIGHT } = frame;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({
    animation: false,
    color: [...SERIES_COLOURS],
    textStyle: { color: colour('ink'), fontFamily: FONT, fontSize: 12 },
    ...options,
  });
  const drawing = chart.renderToSVGString();
  chart.dispose();
  return describe(frame, tidy(drawing, frame.id), width, height);
}

/** Takes out what only a live chart needs; its names are numbered by how many charts were drawn before. */
function tidy(svg: string, id: string): string {
  return onlyXml(svg)
    .replace(/<style\s*><!\[CDATA\[[\s\S]*?\]\]>\s*<\/style>\s*/g, '')
    .replace(/ (?:ecmeta_\w+|class|pointer-events|xml:space)="[^"]*"/g, '')
    .replace(/( id="|url\(#)zr\d+-/g, `$1${id}-`)
    .replace(/^<svg[^>]*>\s*/, '')
    .replace(/\s*<\/svg>\s*$/, '');
}

function describe(frame: ChartFrame, drawing: string, width: number, height: number): string {
  const { id } = frame;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 ${width} ${height}" ` +
      `width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc">`,
    `<title id="${id}-title">${escapeMarkup(frame.title)}</title>`,
    `<desc id="${id}-desc">${escapeMarkup(frame.description)}</desc>`,
    `<style>${colourSheet('.chart')}</style>`,
    drawing,
    '</svg>',
  ].join('\n');
}

/** Room for the axis names and a legend below. */
export const GRID = { left: 72, right: 24, top: 32, bottom: 84 };

export const LEGEND = {
  bottom: 8,
  backgroundColor: colour('ground'),
  borderColor: colour('ground'),
  textStyle: { color: colour('ink') },
  inactiveColor: colour('axis'),
};

/** An axis of numbers. */
export function valueAxis(axis: Axis, vertical: boolean): Record<string, unknown> {
  return {
    type: axis.type ?? 'value',
    name: axis.name,
    min: axis.min,
    max: axis.max,
    ...axisLook(vertical ? 52 : 34),
    axisLabel: { color: colour('ink'), formatter: (value: number) => formatValue(value, axis.format) },
  };
}

/** An axis of names, the first at the top or left. */
export function categoryAxis(
  name: string,
  categories: readonly string[],
  vertical: boolean,
): Record<string, unknown> {
  return {
    type: 'category',
    name,
    data: [...categories],
    inverse: vertical,
    ...axisLook(34),
    splitLine: { show: false },
    axisLabel: { color: colour('ink'), interval: 0 },
  };
}

function axisLook(nameGap: number): Record<string, unknown> {
  return {
    nameLocation: 'middle',
    nameGap,
    nameTextStyle: { color: colour('ink') },
    axisLine: { show: true, onZero: false, lineStyle: { color: colour('axis') } },
    axisTick: { lineStyle: { color: colour('axis') } },
    splitLine: { lineStyle: { color: colour('grid') } },
  };
}

/** Marks as an option of a chart's first series. @param top which end of an upright line is at the top */
export function markLines(
  marks: readonly Mark[] = [],
  top: 'start' | 'end' = 'end',
): Record<string, unknown> {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: colour('mark'), type: 'dashed', width: 1.5 },
    data: marks.map(({ axis, value, label }) => ({
      [axis === 'x' ? 'xAxis' : 'yAxis']: value,
      name: label,
      label: {
        formatter: label,
        color: colour('mark'),
        position: axis === 'x' ? top : 'insideStartTop',
        textBorderWidth: 0,
      },
    })),
  };
}
