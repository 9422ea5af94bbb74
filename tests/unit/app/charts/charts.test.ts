import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barChart } from '../../../../src/app/charts/bar-chart.ts';
import type { Chart } from '../../../../src/app/charts/chart-frame.ts';
import { countByBin, histogram } from '../../../../src/app/charts/histogram.ts';
import { lineChart } from '../../../../src/app/charts/line-chart.ts';
import { scatterChart } from '../../../../src/app/charts/scatter-chart.ts';
import { elements, readMarkup } from '../../../support/check-markup.ts';

const frame = (id: string) => ({ id, title: `The "<title>" & of ${id}`, description: `What ${id} shows` });
const axes = { x: { name: 'hours' }, y: { name: 'share', format: 'percent' as const, min: 0, max: 1 } };
const points = [
  [0, 0],
  [1, 0.25],
  [4, 1],
] as const;

const CHARTS: Readonly<Record<string, () => Chart>> = {
  line: () =>
    lineChart({
      ...frame('line'),
      ...axes,
      series: [
        { name: 'one <a>', points },
        { name: 'two', points },
      ],
    }),
  step: () =>
    lineChart({
      ...frame('step'),
      ...axes,
      series: [{ name: 'found', points, shape: 'step' }],
      marks: [{ axis: 'x', value: 2, label: 'goal & more' }],
    }),
  scatter: () => scatterChart({ ...frame('scatter'), ...axes, series: [{ name: 'rings', points }] }),
  bar: () =>
    barChart({
      ...frame('bar'),
      of: 'kind',
      categories: ['b', 'a'],
      value: { name: 'share', format: 'percent' },
      series: [{ name: 'blamed', values: [0.5, null] }],
      points: [{ name: 'bound', values: [0.75, 0.1234] }],
      horizontal: true,
    }),
  histogram: () =>
    histogram({
      ...frame('histogram'),
      of: 'size',
      edges: [0, 1, 10],
      series: [{ name: 'rings', values: [0, 0, 3] }],
    }),
};

describe.each(Object.entries(CHARTS))('a %s chart', (name, draw) => {
  const svg = readMarkup(draw().svg).children[0];

  test('is the same text each time, whatever was drawn before', () => {
    const first = draw().svg;
    for (const other of Object.values(CHARTS)) other();
    expect(draw().svg).toBe(first);
  });

  test('is one well-formed drawing with a name and a description', () => {
    expect([svg.name, svg.attributes.get('role')]).toEqual(['svg', 'img']);
    expect(svg.attributes.get('aria-labelledby')).toBe(`${name}-title ${name}-desc`);
    const [title, desc] = [elements(svg, 'title')[0], elements(svg, 'desc')[0]];
    expect([title.attributes.get('id'), title.text]).toEqual([
      `${name}-title`,
      `The &quot;&lt;title&gt;&quot; &amp; of ${name}`,
    ]);
    expect([desc.attributes.get('id'), desc.text]).toEqual([`${name}-desc`, `What ${name} shows`]);
  });

  test('loads nothing, runs nothing, and names its parts by its own id', () => {
    const { svg: text } = draw();
    expect(text).not.toMatch(/<script|href|@import|\bon\w+=|ecmeta/);
    expect(text.match(/https?:\/\/[^"]+/g)).toEqual(['http://www.w3.org/2000/svg']);
    for (const [, id] of text.matchAll(/ id="([^"]+)"/g)) expect(id.startsWith(`${name}-`)).toBe(true);
    for (const [, id] of text.matchAll(/url\(#([^)]+)\)/g)) expect(text).toContain(` id="${id}"`);
  });

  test('has colours for a light and a dark ground, and no others', () => {
    const { svg: text } = draw();
    expect(text).toContain('prefers-color-scheme: dark');
    const used = [...text.matchAll(/ (?:fill|stroke)="([^"]+)"/g)].map(([, value]) => value);
    // What clips shows nothing of its own.
    const fixed = new Set(used.filter((value) => !value.startsWith('var(--chart-') && value !== 'none'));
    expect([...fixed].filter((value) => value !== '#000')).toEqual([]);
  });
});

describe('the table beside a chart', () => {
  test('has a row for each point', () => {
    expect(CHARTS.line().table).toEqual({
      header: ['series', 'hours', 'share'],
      rows: ['one <a>', 'two'].flatMap((name) => [
        [name, '0', '0%'],
        [name, '1', '25%'],
        [name, '4', '100%'],
      ]),
    });
  });

  test('has a row for each category, with what is not there as none', () => {
    expect(CHARTS.bar().table).toEqual({
      header: ['kind', 'blamed', 'bound'],
      rows: [
        ['b', '50%', '75%'],
        ['a', 'none', '12.3%'],
      ],
    });
    expect(CHARTS.histogram().table.rows).toEqual([
      ['0 to 1', '2'],
      ['1 to 10', '1'],
    ]);
  });
});

test('a bin holds its lower edge, the last its upper one too', () => {
  const edges = fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(edges, fc.array(fc.integer({ min: -2, max: 14 }), { maxLength: 20 }), (unsorted, values) => {
      const sorted = unsorted.toSorted((a, b) => a - b);
      const expected = sorted.slice(1).map((end, i) => {
        const last = i === sorted.length - 2;
        return values.filter((value) => value >= sorted[i] && (value < end || (last && value === end)))
          .length;
      });
      expect(countByBin(sorted, values)).toEqual(expected);
    }),
  );
});
