import { lineChart } from '../src/app/charts/line-chart.ts';
import type { LevelName } from '../src/generator/level.ts';
import type { Environment } from './environment.ts';

export interface LiftCell {
  readonly level: LevelName;
  /** Share of users who are fraudsters. */
  readonly rate: number;
  readonly users: number;
  readonly days: number;
  /** Transactions of the world that is judged on, and how many are fraud. */
  readonly rows: number;
  readonly frauds: number;
  /** Average precision by features. */
  readonly transaction: number;
  readonly graph: number;
  readonly both: number;
  /** Both less transaction, with the 95 % interval of a bootstrap by people. */
  readonly lift: { readonly estimate: number; readonly low: number; readonly high: number };
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
}

export interface LiftResults {
  readonly environment: Environment;
  readonly seeds: { readonly learn: number; readonly judge: number };
  readonly cells: readonly LiftCell[];
}

const ORDER: readonly LevelName[] = ['easy', 'typical', 'hard', 'adversarial'];
/** What graph features are to add on the typical level at 1 %. */
export const GOAL = { level: 'typical', rate: 0.01, lift: 0.15 } as const;

function inOrder(cells: readonly LiftCell[]): LiftCell[] {
  return cells.toSorted((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level) || b.rate - a.rate);
}

const percent = (rate: number): string => `${Number((100 * rate).toPrecision(3))} %`;

/** docs/lift.md, from the stored results alone. */
export function liftPage({ environment, seeds, cells }: LiftResults): string {
  const rows = inOrder(cells).map(
    ({ level, rate, users, days, rows: all, frauds, transaction, graph, both, lift }) =>
      [
        level,
        percent(rate),
        `${users.toLocaleString('en-US')} x ${days}`,
        all.toLocaleString('en-US'),
        frauds.toLocaleString('en-US'),
        transaction.toFixed(3),
        graph.toFixed(3),
        both.toFixed(3),
        `${lift.estimate.toFixed(3)} (${lift.low.toFixed(3)} to ${lift.high.toFixed(3)})`,
      ].join(' | '),
  );
  return [
    '# What graph features add',
    `Average precision of boosted trees over transactions, with transaction features only, graph features only, and both
([features](features.md)), by [level](worlds.md#levels) of worlds and by share of users who are fraudsters. The model learns from one
world (seed ${seeds.learn}) and is judged on another (seed ${seeds.judge}) with its own people and rings, by its truth: a transaction is fraud when
a perpetrator of a ring makes it, ordinary ones of theirs too, or when it is an act of a loner. Features are as of each transaction; rings
are those that [detection](ladder.md) with its defaults knew a day before. Lift is both less transaction; in brackets the 95 % interval
of a bootstrap by people (60 samples). The goal is ${GOAL.lift} on ${GOAL.level} at ${percent(GOAL.rate)}.`,
    '![Lift in average precision by graph features, by level and share of fraudsters](images/lift.svg)',
    [
      '| level | fraudsters | users x days | transactions | fraud | transaction | graph | both | lift (95 %) |',
      '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
      ...rows.map((row) => `| ${row} |`),
    ].join('\n'),
    `One world to learn from and one to judge on in each row: where 0.2 % are fraudsters that is some twenty people and a few
rings, and such rows say little. Labels are the truth here, complete and without delay, so that only the features differ; what late and
missing labels cost is what \`ringfence evaluate\` shows ([risk](risk.md)).`,
    `Written by \`node benchmarks/lift.ts\` at commit ${environment.commit.slice(0, 12)} on ${environment.cpu}, Node ${environment.node}; all figures are in
\`benchmarks/results/lift.json\`.`,
  ].join('\n\n');
}

export function liftPlot({ cells }: LiftResults): string {
  const rates = [...new Set(cells.map(({ rate }) => rate))].sort((a, b) => a - b);
  return lineChart({
    id: 'lift',
    title: 'Lift in average precision by graph features',
    description: inOrder(cells)
      .map(({ level, rate, lift }) => `${level} at ${percent(rate)}: ${lift.estimate.toFixed(3)}.`)
      .join(' '),
    x: { name: 'share of users who are fraudsters', type: 'log', format: 'percent', min: 0.001, max: 0.1 },
    y: { name: 'lift in average precision' },
    marks: [{ axis: 'y', value: GOAL.lift, label: `goal of ${GOAL.level} at ${percent(GOAL.rate)}` }],
    series: ORDER.map((level) => ({
      name: level,
      points: rates.flatMap((rate) => {
        const cell = cells.find((one) => one.level === level && one.rate === rate);
        return cell ? [[rate, cell.lift.estimate] as const] : [];
      }),
    })).filter(({ points }) => points.length > 0),
  }).svg;
}
