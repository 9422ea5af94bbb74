import type { LabelEvaluation } from '../app/evaluate-labels.ts';
import { formatInstant } from '../kernel/time.ts';
import { MOST_RATIO } from '../risk/evaluation/fairness.ts';
import { table } from './table.ts';

/** As JSON, with times as people write them. */
export function labelEvaluationView({ trainedAt, judged, ...rest }: LabelEvaluation) {
  const { from, to, ...counts } = judged;
  return {
    ...rest,
    trainedAt: formatInstant(trainedAt),
    judged: { from: formatInstant(from), to: formatInstant(to), ...counts },
  };
}

/** An evaluation by labels for people at a terminal. */
export function labelEvaluationText(report: LabelEvaluation): string {
  const { model, trainedAt, judged, ringsOnBothSides, calibration, notes } = report;
  const day = (at: number): string => formatInstant(at).slice(0, 10);
  return [
    `${model}, trained ${day(trainedAt)}, judged by ${judged.rows.toLocaleString('en-US')} transactions of ${day(judged.from)} to ` +
      `${day(judged.to)}, ${judged.frauds.toLocaleString('en-US')} of them fraud; ${ringsOnBothSides} rings on both sides.\n`,
    ablationTable(report),
    'Alerts by both + rules, from a risk on:\n',
    alertTable(report),
    'Risk of the model (both) beside what came of it:\n',
    calibrationTable(report),
    `Brier skill ${calibration.brierSkill.toFixed(3)}, calibration slope ${calibration.slope.toFixed(2)}.\n`,
    `False alerts by groups of people, from risk ${report.fairness.from} on (ratios from ${1 / MOST_RATIO} to ${MOST_RATIO} are wanted):\n`,
    fairnessTable(report),
    notes.map((note) => `${note}\n`).join(''),
  ].join('\n');
}

function ablationTable({ ablation }: LabelEvaluation): string {
  const lines = ablation.map(({ features, averagePrecision, f1, rocAuc, precisionAt }) => [
    features,
    averagePrecision.estimate.toFixed(4),
    `${averagePrecision.low.toFixed(3)} to ${averagePrecision.high.toFixed(3)}`,
    f1.toFixed(4),
    rocAuc.toFixed(4),
    ['10', '100'].map((k) => precisionAt[k]?.toFixed(2) ?? '-').join(' / '),
  ]);
  return table(['features', 'average precision', '95 %', 'F1', 'ROC AUC', 'precision at 10 / 100'], lines);
}

function alertTable({ alerts }: LabelEvaluation): string {
  const lines = alerts.map(
    ({ from, alertsPerDay, precision, recall, rings, ringsFound, memberOverlap, medianDays }) => [
      from,
      alertsPerDay.toFixed(2),
      precision.toFixed(3),
      recall.toFixed(3),
      `${ringsFound} of ${rings}`,
      memberOverlap === null ? '-' : memberOverlap.toFixed(2),
      medianDays === null ? '-' : medianDays.toFixed(1),
    ],
  );
  return table(
    ['risk', 'alerts a day', 'precision', 'recall', 'rings', 'of their members', 'days to the first'],
    lines,
  );
}

function calibrationTable({ calibration }: LabelEvaluation): string {
  const lines = calibration.bands.map(({ from, to, rows, observed, expected, ratio, ratio95 }) => [
    `${from * 100} to ${to * 100}`,
    rows,
    observed,
    expected.toFixed(1),
    ratio === null ? '-' : ratio.toFixed(2),
    ratio95 === null ? '-' : `${ratio95[0].toFixed(2)} to ${ratio95[1].toFixed(2)}`,
  ]);
  return table(['risk', 'transactions', 'frauds', 'expected', 'observed / expected', '95 %'], lines);
}

function fairnessTable({ fairness: { groups } }: LabelEvaluation): string {
  const end = (value: number | null): string => (value === null ? 'open' : value.toFixed(2));
  const lines = groups.map(({ trait, group, ...line }) => [
    trait,
    group,
    line.transactions,
    line.falseAlerts,
    line.peopleAlerted,
    line.falsePositiveRate === null ? '-' : `${(100 * line.falsePositiveRate).toFixed(3)} %`,
    line.ratio === null ? '-' : line.ratio.toFixed(2),
    line.ratio95.map(end).join(' to '),
    line.within,
  ]);
  return table(
    ['trait', 'group', 'innocent', 'alerts', 'people', 'rate', 'ratio to others', '95 %', 'within'],
    lines,
  );
}
