import { formatInstant } from '../kernel/time.ts';
import type { EvaluationReport } from '../rings/evaluation/evaluate.ts';
import { GOALS } from '../rings/evaluation/goals.ts';
import { blameChart, budgetChart, kindsChart, timeChart } from './evaluation-charts.ts';
import {
  blameTable,
  budgetTable,
  confusionTable,
  falseRingsTable,
  giantsTable,
  interval,
  missedTable,
  percent,
  ringTimesTable,
  sizesTable,
  summaryTable,
  timeTable,
  wrongSuspectsTable,
} from './evaluation-tables.ts';
import { figure, folded, htmlPage, htmlTable, paragraph, section } from './html-page.ts';

/** An evaluation as one HTML file: no script, nothing from elsewhere, each chart with its numbers as a table. */
export function evaluationPage(report: EvaluationReport): string {
  const { people, days, from, to } = report.world;
  const when = from === null || to === null ? '' : `, ${formatInstant(from)} to ${formatInstant(to)}`;
  return htmlPage(
    'Ringfence: found rings against the truth',
    [
      paragraph(
        `${people.toLocaleString('en-US')} people over ${days} days${when}. ` +
          'What each figure means stands in docs/algorithms/evaluation.md of Ringfence.',
      ),
      section('summary', 'Summary', htmlTable(summaryTable(report))),
      section('match', 'Ring match', match(report)),
      section('roles', 'Roles', roles(report)),
      section('blame', 'Blame of innocents', blame(report)),
      section('budget', 'Alert budget', budget(report)),
      section('time', 'Time to detection', time(report)),
    ].join('\n'),
  );
}

function match(report: EvaluationReport): string {
  const { missed, falseRings, giants, fragments, people } = report;
  return [
    paragraph(
      `Of the people blamed ${percent(people.precision)} are perpetrators; ` +
        `of the perpetrators ${percent(people.recall)} are blamed.`,
    ),
    figure(kindsChart(report)),
    htmlTable(sizesTable(report)),
    folded(`${missed.length} true rings missed`, htmlTable(missedTable(report))),
    folded(`${falseRings.length} found rings match none`, htmlTable(falseRingsTable(report))),
    folded(
      `${giants.length} giants, ${fragments.length} true rings in pieces`,
      htmlTable(giantsTable(report)),
    ),
  ].join('\n');
}

function roles(report: EvaluationReport): string {
  const { rings, pointed, hits, onePick, chance } = report.roles.organiser;
  return [
    htmlTable(confusionTable(report)),
    paragraph(
      `The found ring points at somebody (its organiser, else its most central members) in ${pointed} of ${rings} ` +
        `matched rings with a known organiser, and the organiser is among them in ${hits.part} ` +
        `(${percent(hits.share)}, 95 % interval ${interval(hits)}). Taking one of those at random is right in ` +
        `${percent(onePick)}, taking one of all suspects in ${percent(chance)}.`,
    ),
    htmlTable(wrongSuspectsTable(report)),
  ].join('\n');
}

function blame(report: EvaluationReport): string {
  return [
    figure(blameChart(report)),
    htmlTable(blameTable(report)),
    paragraph(
      `The upper end of the 95 % interval is Wilson's. The goal is ${percent(GOALS.blame.upper95)} for each kind, ` +
        'which takes 765 innocents of a kind with nobody blamed to show.',
      'note',
    ),
  ].join('\n');
}

function budget(report: EvaluationReport): string {
  const { total, currency, others, startUnknown } = report.loss;
  const { precision, lossShare, innocentsPer10kUsers30Days } = GOALS.budget;
  const left = others.map((other) => `${other.outflows} in ${other.currency}`).join(', ');
  return [
    figure(budgetChart(report)),
    htmlTable(budgetTable(report)),
    paragraph(
      'Alerts a day are per 100,000 users, innocents a month per 10,000 users and 30 days. ' +
        `Goals: precision ${percent(precision[10])} at 10 and ${percent(precision[30])} at 30 alerts a day, ` +
        `${percent(lossShare)} of the loss inside the budget, at most ${innocentsPer10kUsers30Days} innocents a month. ` +
        `The loss of all true rings is ${total.toLocaleString('en-US')} minor units of ${currency ?? 'no currency'}` +
        `${left === '' ? '' : `; outflows left out: ${left}`}` +
        `${startUnknown === 0 ? '' : `; of ${startUnknown} rings the start is not known, and all they spent counts`}.`,
      'note',
    ),
  ].join('\n');
}

function time(report: EvaluationReport): string {
  return [
    figure(timeChart(report)),
    htmlTable(timeTable(report)),
    folded('Each true ring', htmlTable(ringTimesTable(report))),
  ].join('\n');
}
