import type { LevelName } from '../../src/generator/level.ts';
import { bandOf, judge } from './judge.ts';
import type { MeasuredWorld } from './measure-world.ts';
import { TARGETS, type Band, type Target } from './targets.ts';
import { PLOTS } from './world-plots.ts';

/** What docs/data/worlds-measured.json holds: one world for each level that was measured. */
export interface MeasuredWorlds {
  readonly worlds: Partial<Record<LevelName, MeasuredWorld>>;
}

type Worlds = readonly (readonly [LevelName, MeasuredWorld])[];

/** The page of measured distributions as Markdown, from the stored measurements alone. */
export function worldPage(stored: MeasuredWorlds): string {
  const worlds = Object.entries(stored.worlds) as [LevelName, MeasuredWorld][];
  return [
    '# Worlds, measured',
    intro(worlds),
    ...TARGETS.map(({ name, title, rows }) =>
      [`## ${title}`, targetTable(rows, worlds), ...plotsOf(name)].join('\n\n'),
    ),
    '## Known misses',
    misses(worlds),
    '## Besides',
    besides(worlds),
  ].join('\n\n');
}

function intro(worlds: Worlds): string {
  const sizes = worlds.map(
    ([level, { options, events }]) =>
      `\`${level}\`: ${thousands(options.users)} users, ${options.days} days, fraud rate ${shown(options.fraudRate, 'share')}, seed ${options.seed}, ${thousands(events)} events`,
  );
  return `What the distributions of [generated worlds](worlds.md) are meant to be, and what they are. Written by
\`node tools/worlds/measure.ts --level typical\` from the event stream alone; the truth says only whose acts are fraud (they
count among nobody's habits) and which groups look alike. The figures are in [worlds-measured.json](data/worlds-measured.json).
A test measures smaller worlds again and fails when a figure leaves its accepted range.

Marks: M measured on a public data set, P public source, E expert estimate, S our own setting. A figure that rests on a sample
may be two standard errors outside the range. An asterisk: missed, see the end of the page. A dash: not a target of that level.

${sizes.map((line) => `- ${line}`).join('\n')}`;
}

/** The rows of a group of targets as a Markdown table, one column for each level. */
export function targetTable(rows: readonly Target[], worlds: Worlds): string {
  const verdicts = new Map(
    worlds.map(([level, world]) => [level, new Map(judge(world).map((one) => [one.target.id, one]))]),
  );
  const head = ['', 'target', '', 'accepted', ...worlds.map(([level]) => level)];
  const lines = rows.map((target) => [
    target.label,
    target.target,
    target.mark,
    shownBand(target.band, target.unit),
    ...worlds.map(([level, { readings }]) => {
      const value = readings[target.id]?.value;
      if (value === undefined || bandOf(target, level) === null) return '–';
      const verdict = verdicts.get(level)!.get(target.id)?.verdict ?? 'met';
      return (
        shown(value, target.unit) + (verdict === 'met' ? '' : verdict === 'missed' ? ' \\*' : ' **drifted**')
      );
    }),
  ]);
  return table(head, lines);
}

function plotsOf(group: string): string[] {
  return PLOTS.filter((plot) => plot.group === group).map(
    ({ name, title }) => `![${title}](images/worlds-${name}.svg)`,
  );
}

function misses(worlds: Worlds): string {
  const missed = new Set(
    worlds.flatMap(([, world]) =>
      judge(world).flatMap(({ verdict, target }) => (verdict === 'missed' ? [target] : [])),
    ),
  );
  const lines = [...missed].map((target) => `- ${target.label}: ${target.missed!.why}.`);
  const reasons = TARGETS.flatMap(({ rows }) => rows).map(({ label, why }) => `- ${label}: ${why}.`);
  return `${lines.join('\n')}\n\nWhy each range is as wide as it is:\n\n${[...new Set(reasons)].join('\n')}`;
}

function besides(worlds: Worlds): string {
  const listed = (prefix: string) =>
    [...new Set(worlds.flatMap(([, { readings }]) => Object.keys(readings)))].filter((id) =>
      id.startsWith(prefix),
    );
  const rows = (prefix: string) =>
    listed(prefix).map((id) => [
      id.slice(prefix.length),
      ...worlds.map(([, { readings }]) => (readings[id] ? shown(readings[id].value) : '–')),
    ]);
  const levels = worlds.map(([level]) => level);
  return [
    'Events per user and day, by kind:',
    table(['', ...levels], rows('eventsPerUserDay.')),
    'Look-alike groups per ring, by kind:',
    table(['', ...levels], rows('lookalikes.')),
    `Share of rings that no threshold on one feature raises without raising innocents too; a group has the value of its middle
member:`,
    table(['', ...levels], rows('overlap.')),
    'The same, where at least as many look-alike groups as rings are raised:',
    table(['', ...levels], rows('drowned.')),
  ].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

function shownBand([low, high]: Band, unit?: 'share'): string {
  return `${shown(low, unit)} to ${shown(high, unit)}`;
}

/** Three significant digits; a share as per cent. */
function shown(value: number, unit?: 'share'): string {
  if (unit === 'share') return `${Number((100 * value).toPrecision(3))} %`;
  return value >= 1000 ? thousands(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function thousands(value: number): string {
  return value.toLocaleString('en-US');
}
