import type { EvaluationReport } from '../rings/evaluation/evaluate.ts';
import { budgetPrecisionGoal, GOALS } from '../rings/evaluation/goals.ts';
import { barChart } from './charts/bar-chart.ts';
import type { Chart } from './charts/chart-frame.ts';
import { lineChart } from './charts/line-chart.ts';

/** Share of true rings found by kind, with the bounds of its interval. */
export function kindsChart({ kinds, goal }: EvaluationReport): Chart {
  return barChart({
    id: 'chart-kinds',
    title: 'Recall by kind of ring',
    description: 'For each kind of true ring the share that a found ring matches, with its 95 % interval.',
    of: 'kind of true ring',
    categories: kinds.map(({ kind }) => kind),
    value: { name: 'share found', format: 'percent', min: 0, max: 1 },
    series: [{ name: 'found', values: kinds.map(({ recall }) => recall) }],
    points: [
      { name: 'lower 95 %', values: kinds.map(({ recall95 }) => recall95[0]) },
      { name: 'upper 95 %', values: kinds.map(({ recall95 }) => recall95[1]) },
    ],
    marks: goal ? [{ axis: 'x', value: goal.recall, label: `goal for ${goal.level}` }] : [],
    horizontal: true,
  });
}

/** Share of innocents blamed by kind of look-alike; kinds without innocents are left out. */
export function blameChart({ lookalikes, everybody }: EvaluationReport): Chart {
  const rates = [...lookalikes.filter(({ innocents }) => innocents > 0), everybody];
  return barChart({
    id: 'chart-blame',
    title: 'Innocents blamed by kind of look-alike',
    description:
      'For each kind of innocent look-alike the share that some found ring puts into a suspect role, and the upper end of its 95 % interval.',
    of: 'kind of look-alike',
    categories: rates.map(({ kind }) => kind),
    value: { name: 'share blamed', format: 'percent', min: 0 },
    series: [{ name: 'blamed', values: rates.map(({ rate }) => rate) }],
    points: [{ name: 'upper 95 %', values: rates.map(({ upper95 }) => upper95) }],
    marks: [{ axis: 'x', value: GOALS.blame.upper95, label: 'goal 0.5 %' }],
    horizontal: true,
  });
}

/** Precision, recall and loss by budget; the last is everything there is. */
export function budgetChart({ budget }: EvaluationReport): Chart {
  const goals = budget.map(({ perDay }) => budgetPrecisionGoal(perDay));
  return barChart({
    id: 'chart-budget',
    title: 'What a budget of ring alerts buys',
    description:
      'For 1, 3, 10, 30, 100 and any number of ring alerts a day per 100,000 users: precision, recall and the share of the loss of all true rings that is among them; points are the goals for precision.',
    of: 'ring alerts a day per 100,000 users',
    categories: budget.map(({ perDay }) => (perDay === null ? 'all' : String(perDay))),
    value: { name: 'share', format: 'percent', min: 0, max: 1 },
    series: [
      { name: 'precision', values: budget.map(({ precision }) => precision.share) },
      { name: 'recall', values: budget.map(({ recall }) => recall.share) },
      { name: 'loss', values: budget.map(({ lossShare }) => lossShare) },
    ],
    points: [{ name: 'goal for precision', values: goals }],
  });
}

/** Empirical distribution function of the hours to detection, over all true rings whose third act is known. */
export function timeChart({ time }: EvaluationReport): Chart {
  const hours = time.rings.flatMap((ring) => ring.hours ?? []).sort((a, b) => a - b);
  const points = hours.flatMap((hour, i): (readonly [number, number])[] =>
    hours[i + 1] === hour ? [] : [[hour, (i + 1) / time.timed]],
  );
  const start: readonly [number, number] = [Math.min(0, hours[0] ?? 0), 0];
  return lineChart({
    id: 'chart-time',
    title: 'Time to detection',
    description:
      'Share of the true rings that are found, with three of their members, at most so many hours after the third member acted. Rings never found keep the curve below 100 %.',
    x: { name: "hours after the third member's act" },
    y: { name: 'share of true rings', format: 'percent', min: 0, max: 1 },
    series: [{ name: 'found', points: [start, ...points], shape: 'step' }],
    marks: [
      { axis: 'x', value: GOALS.time.medianHours, label: 'goal 24 h' },
      { axis: 'y', value: 0.5, label: 'median' },
    ],
  });
}
