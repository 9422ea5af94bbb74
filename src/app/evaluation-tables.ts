import { formatInstant } from '../kernel/time.ts';
import type { EvaluationReport } from '../rings/evaluation/evaluate.ts';
import { GOALS } from '../rings/evaluation/goals.ts';
import type { Share } from '../rings/evaluation/wilson-bound.ts';
import { formatValue } from './charts/chart-frame.ts';

/** Figures as a reader sees them, for a page or a terminal. */
export interface EvaluationTable {
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export const percent = (share: number | null): string => formatValue(share, 'percent');
export const figureOf = (value: number | null): string => formatValue(value);
export const counted = ({ part, whole }: Share): string =>
  `${part.toLocaleString('en-US')} of ${whole.toLocaleString('en-US')}`;
export const interval = ({ low95, high95 }: Pick<Share, 'low95' | 'high95'>): string => ends([low95, high95]);
const ends = ([low, high]: readonly [number, number]): string => `${percent(low)} to ${percent(high)}`;
const instant = (at: number | null): string => (at === null ? 'none' : formatInstant(at));

export function summaryTable(report: EvaluationReport): EvaluationTable {
  const { goal, time, matched } = report;
  const goalOf = (what: 'precision' | 'recall'): string => (goal ? percent(goal[what]) : '');
  const rings = (all: number): string => `${matched.length} of ${all}`;
  const { medianHours, preventable, beforeLabel } = GOALS.time;
  return {
    caption: 'Figures beside their goals',
    header: ['figure', 'value', '95 % interval', 'counts', 'goal'],
    rows: [
      [
        'precision over rings',
        percent(report.precision),
        ends(report.precision95),
        rings(report.foundRings),
        goalOf('precision'),
      ],
      [
        'recall over rings',
        percent(report.recall),
        ends(report.recall95),
        rings(report.trueRings),
        goalOf('recall'),
      ],
      [
        'median hours to detection',
        figureOf(time.medianHours),
        '',
        `${time.found} of ${time.timed}`,
        `at most ${medianHours}`,
      ],
      ['loss still preventable then', percent(time.preventable), '', '', `at least ${percent(preventable)}`],
      [
        'found before a label was known',
        percent(time.beforeLabel.share),
        interval(time.beforeLabel),
        counted(time.beforeLabel),
        `at least ${percent(beforeLabel)}`,
      ],
    ],
  };
}

export function sizesTable({ sizes }: EvaluationReport): EvaluationTable {
  return {
    caption: 'By size: suspects of found rings, perpetrators of true ones',
    header: ['size', 'found', 'precision', '95 % interval', 'true', 'recall', '95 % interval of recall'],
    rows: sizes.map(({ band, precision, recall }) => [
      band,
      precision.whole,
      percent(precision.whole === 0 ? null : precision.share),
      interval(precision),
      recall.whole,
      percent(recall.whole === 0 ? null : recall.share),
      interval(recall),
    ]),
  };
}

export function missedTable({ missed }: EvaluationReport): EvaluationTable {
  return {
    caption: 'True rings missed',
    header: ['true ring', 'kind', 'perpetrators', 'nearest found ring', 'Jaccard', 'purity'],
    rows: missed.map(({ truth, kind, perpetrators, nearest }) => [
      truth,
      kind,
      perpetrators,
      nearest?.ring ?? 'none',
      figureOf(nearest?.jaccard ?? null),
      figureOf(nearest?.purity ?? null),
    ]),
  };
}

export function falseRingsTable({ falseRings }: EvaluationReport): EvaluationTable {
  return {
    caption: 'Found rings that match none',
    header: ['found ring', 'suspects', 'perpetrators', 'innocent look-alikes by kind'],
    rows: falseRings.map(({ ring, blamed, perpetrators, lookalikes }) => [
      ring,
      blamed,
      perpetrators,
      lookalikes.map((kind) => `${kind.blamed} ${kind.kind}`).join(', ') || 'none',
    ]),
  };
}

export function giantsTable({ giants, fragments }: EvaluationReport): EvaluationTable {
  return {
    caption: 'Giants and true rings in pieces',
    header: ['ring', 'covers, or lies in'],
    rows: [
      ...giants.map(({ ring, truths }) => [ring, `covers ${truths.join(', ')}`]),
      ...fragments.map(({ truth, rings }) => [truth, `lies in ${rings.join(', ')}`]),
    ],
  };
}

export function confusionTable({ roles: { confusion } }: EvaluationReport): EvaluationTable {
  const columns = [...new Set(confusion.flatMap(({ found }) => Object.keys(found)))];
  return {
    caption: 'Members of matched rings: true role by found role',
    header: ['true role', 'members', ...columns.map((role) => `found: ${role}`)],
    rows: confusion.map(({ role, members, found }) => [
      role,
      members,
      ...columns.map((column) => found[column] ?? 0),
    ]),
  };
}

export function wrongSuspectsTable({ roles: { wrongSuspects } }: EvaluationReport): EvaluationTable {
  return {
    caption: 'Innocents of true rings in a suspect role of any found ring',
    header: ['true role', 'accused', 'share', '95 % interval'],
    rows: wrongSuspects.map(({ role, members }) => [
      role,
      counted(members),
      percent(members.share),
      interval(members),
    ]),
  };
}

export function blameTable({ lookalikes, everybody }: EvaluationReport): EvaluationTable {
  return {
    caption: 'By findings in rings, and by any finding',
    header: [
      'kind',
      'innocents',
      'blamed',
      'share',
      'upper 95 %',
      'in any finding',
      'share',
      'detectors in rings',
    ],
    rows: [...lookalikes, everybody].map((rate) => [
      rate.kind,
      rate.innocents,
      rate.blamed,
      percent(rate.rate),
      percent(rate.upper95),
      rate.flagged,
      percent(rate.flaggedRate),
      rate.detectors.map(({ detector, blamed }) => `${detector} ${blamed}`).join(', '),
    ]),
  };
}

export function budgetTable({ budget }: EvaluationReport): EvaluationTable {
  return {
    caption: 'By ring alerts a day per 100,000 users',
    header: [
      'budget',
      'alerts',
      'a day',
      'precision',
      '95 % interval',
      'recall',
      'loss',
      'innocents',
      'a month',
    ],
    rows: budget.map((row) => [
      row.perDay === null ? 'all' : String(row.perDay),
      row.alerts,
      figureOf(row.alertsPerDay),
      percent(row.alerts === 0 ? null : row.precision.share),
      interval(row.precision),
      percent(row.recall.share),
      percent(row.lossShare),
      row.innocents,
      figureOf(row.innocentsPer10kUsers30Days),
    ]),
  };
}

export function timeTable({ time }: EvaluationReport): EvaluationTable {
  const share = (of: Share): string => `${percent(of.share)} (${counted(of)})`;
  return {
    caption: 'Over rings',
    header: ['figure', 'value'],
    rows: [
      ['median hours', figureOf(time.medianHours)],
      ['nine of ten within hours', figureOf(time.p90Hours)],
      ['within 24 hours, of all whose third act is known', share(time.within24Hours)],
      ['loss still preventable, of rings found', percent(time.preventable)],
      ['loss still preventable, of all rings', percent(time.preventableOfAll)],
      ['before a label, of rings found', share(time.beforeLabel)],
      ['before a label, of all rings', share(time.beforeLabelOfAll)],
    ],
  };
}

export function ringTimesTable({ time, loss }: EvaluationReport): EvaluationTable {
  const money = `${loss.currency ?? 'money'}, minor units`;
  return {
    caption: 'True rings in time',
    header: [
      'true ring',
      'found ring',
      'third act',
      'found with three',
      'hours',
      'first label known',
      `loss (${money})`,
      'preventable',
    ],
    rows: time.rings.map((ring) => [
      ring.truth,
      ring.ring ?? 'missed',
      instant(ring.thirdActAt),
      instant(ring.foundAt),
      figureOf(ring.hours),
      instant(ring.labelKnownAt),
      ring.loss,
      ring.preventable,
    ]),
  };
}
