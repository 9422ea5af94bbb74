import type { EvaluationReport } from '../rings/evaluation/evaluate.ts';
import { GOALS } from '../rings/evaluation/goals.ts';
import { matchText } from './match-text.ts';
import { table } from './table.ts';

/** An evaluation for people at a terminal: the match, then what else matters in few lines; --json has all of it. */
export function evaluationText(report: EvaluationReport): string {
  return [
    matchText(report),
    intervalsText(report),
    rolesText(report),
    'Ring alerts by budget (a day per 100,000 users; innocents per 10,000 users and 30 days):',
    budgetText(report),
    timeText(report),
  ].join('\n');
}

function intervalsText({ precision95, recall95, goal }: EvaluationReport): string {
  const ends = ([low, high]: readonly [number, number]): string => `${percent(low)} to ${percent(high)}`;
  const wanted = goal
    ? `; goal for ${goal.level}: ${percent(goal.precision)} and ${percent(goal.recall)}`
    : '';
  return `95 % intervals: precision ${ends(precision95)}, recall ${ends(recall95)}${wanted}`;
}

function rolesText({ roles: { organiser, wrongSuspects }, everybody }: EvaluationReport): string {
  const { rings, pointed, hits, chance } = organiser;
  const accused = wrongSuspects.map(({ role, members }) => `${members.part} of ${members.whole} ${role}s`);
  return [
    `Innocents in all: ${everybody.blamed.toLocaleString('en-US')} of ${everybody.innocents.toLocaleString('en-US')} ` +
      `blamed, at most ${percent(everybody.upper95, 2)} (95 %)`,
    ...(accused.length > 0 ? [`Innocents of true rings blamed: ${accused.join(', ')}`] : []),
    `Organiser: ${hits.part} of ${rings} pointed out (${pointed} rings point at somebody; chance ${percent(chance)})\n`,
  ].join('\n');
}

function budgetText({ budget }: EvaluationReport): string {
  const { precision } = GOALS.budget;
  return table(
    ['budget', 'alerts', 'precision', 'goal', 'recall', 'loss', 'innocents'],
    budget.map((row) => [
      row.perDay === null ? 'all' : String(row.perDay),
      row.alerts,
      percent(row.alerts === 0 ? null : row.precision.share),
      row.perDay === 10 || row.perDay === 30 ? percent(precision[row.perDay]) : '',
      percent(row.recall.share),
      percent(row.lossShare),
      row.innocentsPer10kUsers30Days.toFixed(1),
    ]),
  );
}

function timeText({ time }: EvaluationReport): string {
  const { medianHours, preventable, beforeLabel } = GOALS.time;
  const hours = (value: number | null): string => (value === null ? 'none' : `${value.toFixed(1)} h`);
  return [
    `Time from the third member's act: median ${hours(time.medianHours)} (goal ${medianHours} h), nine of ten within ` +
      `${hours(time.p90Hours)}; ${time.within24Hours.part} of ${time.timed} rings found within 24 h`,
    `Loss still preventable then: ${percent(time.preventable)} of the rings found (goal ${percent(preventable)}), ` +
      `${percent(time.preventableOfAll)} of all`,
    `Found before a label was known: ${percent(time.found === 0 ? null : time.beforeLabel.share)} of the rings found ` +
      `(goal ${percent(beforeLabel)}), ${percent(time.beforeLabelOfAll.share)} of all\n`,
  ].join('\n');
}

function percent(share: number | null, digits = 1): string {
  return share === null ? 'none' : `${(100 * share).toFixed(digits)} %`;
}
