import { barChart, type BarSeries } from '../../src/app/charts/bar-chart.ts';
import { lineChart } from '../../src/app/charts/line-chart.ts';
import type { LevelName } from '../../src/generator/level.ts';
import { typical } from '../../src/generator/levels/typical.ts';
import type { MeasuredWorld } from './measure-world.ts';
import type { Histogram } from './reading.ts';
import { DEVICE_SHARES, RING_SIZES, seenHouseholds } from './targets.ts';
import type { MeasuredWorlds } from './world-page.ts';

/** A picture of the page: drawn from what is stored, so that the same figures give the same bytes. */
export interface Plot {
  readonly name: string;
  readonly title: string;
  /** The group of targets that it stands under. */
  readonly group: string;
  draw(worlds: MeasuredWorlds['worlds']): string;
}

interface BarPlot {
  readonly name: string;
  readonly title: string;
  readonly group: string;
  /** Which histogram; its labels are the categories. */
  readonly of: string;
  readonly axis: string;
  readonly value: string;
  readonly type?: 'log';
  readonly horizontal?: boolean;
  readonly plain?: boolean;
  /** What values are multiplied by: a bar on a logarithmic axis starts at 1. */
  readonly scale?: number;
  /** Values that are meant, in the order of the labels. */
  readonly target?: readonly (number | null)[];
}

/** Bars of one histogram, a colour for each level, and the target as points. */
function bars(plot: BarPlot): Plot {
  const { name, title, group, type, horizontal, scale = 1 } = plot;
  return {
    name,
    title,
    group,
    draw(worlds) {
      const shown = levelsOf(worlds);
      const most = (label: string) =>
        Math.max(...shown.map(([, world]) => valueAt(histogramOf(world, plot.of), label)));
      const found = [...new Set(shown.flatMap(([, world]) => histogramOf(world, plot.of).labels))];
      const labels = horizontal ? found.sort((a, b) => most(b) - most(a)) : found;
      const series = shown.map(([level, world]): BarSeries => {
        const histogram = histogramOf(world, plot.of);
        // A bar of nothing has no place on a logarithmic axis.
        return {
          name: level,
          values: labels.map((label) => scale * valueAt(histogram, label) || (type ? null : 0)),
        };
      });
      return barChart({
        id: `worlds-${name}`,
        title,
        description: `${plot.value} by ${plot.axis}, for each level${plot.target ? ', beside the target of typical worlds' : ''}.`,
        of: plot.axis,
        categories: labels,
        value: { name: plot.value, type, min: type ? 1 : 0, format: plot.plain ? 'number' : 'percent' },
        series,
        points: plot.target
          ? [{ name: 'target', values: plot.target.map((value) => value && scale * value) }]
          : [],
        horizontal,
      }).svg;
    },
  };
}

interface LinePlot extends Pick<BarPlot, 'name' | 'title' | 'group' | 'of' | 'axis' | 'value'> {
  readonly target: (place: number) => number;
}

/** One line for each level over the places of a histogram, and a line for the target. */
function lines({ name, title, group, of, axis, value, target }: LinePlot): Plot {
  return {
    name,
    title,
    group,
    draw(worlds) {
      const shown = levelsOf(worlds);
      const places = histogramOf(shown[0][1], of).values.length;
      const series = shown.map(([level, world]) => ({
        name: level as string,
        points: histogramOf(world, of).values.map((y, x) => [x, y] as const),
      }));
      const meant = Array.from({ length: places }, (_, x) => [x, target(x)] as const);
      return lineChart({
        id: `worlds-${name}`,
        title,
        description: `${value} by ${axis}, for each level, beside the target.`,
        x: { name: axis, min: 0, max: places - 1 },
        y: { name: value, min: 0, format: 'percent' },
        series: [...series, { name: 'target', points: meant }],
      }).svg;
    },
  };
}

/** At most three levels, so that the target keeps a colour of its own. */
function levelsOf(worlds: MeasuredWorlds['worlds']): [LevelName, MeasuredWorld][] {
  return (Object.entries(worlds) as [LevelName, MeasuredWorld][]).slice(0, 3);
}

function histogramOf({ histograms }: MeasuredWorld, name: string): Histogram {
  return histograms[name] ?? { labels: [], values: [] };
}

function valueAt({ labels, values }: Histogram, label: string): number {
  return values[labels.indexOf(label)] ?? 0;
}

const hourWeights = typical.life.hours.reduce((sum, weight) => sum + weight, 0);

/** Share of labels that come on a day after the act, by the log-normal of the level; the last place holds the rest. */
function labelledOn(day: number, last: number): number {
  const { delayMean, delaySigma } = typical.labels;
  const mu = Math.log(delayMean) - delaySigma ** 2 / 2;
  const by = (days: number) => (days <= 0 ? 0 : normalCdf((Math.log(days) - mu) / delaySigma));
  return (day === last ? 1 : by(day + 1)) - by(day);
}

/** Distribution function of the standard normal (Abramowitz and Stegun 26.2.17, off by less than 7.5e-8). */
function normalCdf(z: number): number {
  if (z < 0) return 1 - normalCdf(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const powers = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const tail = powers.reduce((sum, factor, i) => sum + factor * t ** (i + 1), 0);
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}

const LAST_DAY = 20;

export const PLOTS: readonly Plot[] = [
  bars({
    name: 'households',
    title: 'Customers at one postal address',
    group: 'people',
    of: 'households',
    axis: 'customers',
    value: 'share of addresses',
    target: seenHouseholds(typical),
  }),
  lines({
    name: 'hours',
    title: 'Visits by the hour on the visitor’s own clock',
    group: 'people',
    of: 'hours',
    axis: 'hour',
    value: 'share of visits',
    target: (hour) => typical.life.hours[hour] / hourWeights,
  }),
  bars({
    name: 'devices',
    title: 'Users per device in 90 days',
    group: 'devices',
    of: 'usersPerDevice',
    axis: 'users',
    value: 'devices in 100,000',
    scale: 100_000,
    plain: true,
    type: 'log',
    target: Object.values(DEVICE_SHARES),
  }),
  bars({
    name: 'addresses',
    title: 'Users per address in 30 days, median',
    group: 'addresses',
    of: 'usersPerAddress',
    axis: 'kind of address',
    value: 'users',
    type: 'log',
    plain: true,
  }),
  bars({
    name: 'addresses-p99',
    title: 'Users per address in 30 days, 99th percentile',
    group: 'addresses',
    of: 'usersPerAddressP99',
    axis: 'kind of address',
    value: 'users',
    type: 'log',
    plain: true,
  }),
  bars({
    name: 'counterparties',
    title: 'Counterparties in 90 days',
    group: 'money',
    of: 'counterparties',
    axis: 'counterparties',
    value: 'share of users',
  }),
  bars({
    name: 'ring-sizes',
    title: 'Sizes of rings',
    group: 'rings',
    of: 'ringSizes',
    axis: 'members',
    value: 'share of rings',
    target: Object.values(RING_SIZES),
  }),
  bars({
    name: 'lookalikes',
    title: 'Look-alike groups per ring',
    group: 'rings',
    of: 'lookalikes',
    axis: 'kind',
    value: 'groups per ring',
    plain: true,
    horizontal: true,
  }),
  bars({
    name: 'overlap',
    title: 'Rings that no threshold on one feature raises alone',
    group: 'rings',
    of: 'overlap',
    axis: 'feature',
    value: 'share of rings',
    horizontal: true,
  }),
  lines({
    name: 'label-delay',
    title: 'Days from the act to the label',
    group: 'rings',
    of: 'labelDelay',
    axis: 'days (20: or more)',
    value: 'share of labels',
    target: (day) => labelledOn(day, LAST_DAY),
  }),
];
