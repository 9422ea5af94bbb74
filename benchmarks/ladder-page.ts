import { barChart } from '../src/app/charts/bar-chart.ts';
import { GOALS as GOALS_OF_ALL } from '../src/rings/evaluation/goals.ts';
import type { Share } from '../src/rings/evaluation/wilson-bound.ts';
import { GOALS, poolRuns, type CellBudget, type LadderCell, type LadderResults } from './ladder-results.ts';

/** What a group may be blamed at most, with 95 % confidence. */
const BLAME_GOAL = GOALS_OF_ALL.blame.upper95;

/** docs/ladder.md: what detection with its defaults reaches, level by level, from the stored results alone. */
export function ladderPage(results: LadderResults): string {
  const cells = poolRuns(results.runs);
  const codes = [...new Set(cells.flatMap((cell) => cell.codes))];
  return [
    '# The ladder',
    `How many planted rings detection finds, and how many of those it finds are rings, by [level](worlds.md#levels) and by share of
users with fraud. The detectors that need not be named run with their defaults; a found ring counts by the
[ring match rule](algorithms/ring-match.md); counts of several worlds are added up. The seeds are not those that detectors
were tried on while they were built.

Written by \`node benchmarks/ladder.ts\` at commit ${results.commit.slice(0, 12)} on ${results.cpu}, Node ${results.node}; every
world is in \`benchmarks/results/ladder.json\`.${codes.length > 1 ? ' **The worlds below were not all run with the same code.**' : ''}`,
    '![Precision and recall over rings beside the goals](images/ladder.svg)',
    table(
      [
        'level',
        'fraud rate',
        'worlds x users',
        'rings',
        'found',
        'precision (95 %)',
        'goal',
        'recall (95 %)',
        'goal',
        'giants',
        'fragments',
      ],
      cells.map((cell) => [
        cell.level,
        percent(cell.rate),
        `${cell.worlds} x ${cell.users.toLocaleString('en-US')}`,
        String(cell.recall.whole),
        String(cell.precision.whole),
        shown(cell.precision),
        GOALS[cell.level].precision.toFixed(2),
        shown(cell.recall),
        GOALS[cell.level].recall.toFixed(2),
        String(cell.giants),
        String(cell.fragments),
      ]),
    ),
    ...alertsAndTimes(cells),
    '## Recall by kind of ring',
    byKind(cells, (cell) =>
      cell.kinds.map(({ kind, recall }) => [kind, `${recall.part} of ${recall.whole}`]),
    ),
    '## Found rings that are none',
    `By what most of their people are: a kind of look-alike, perpetrators (of rings that are matched otherwise, or of which too little
was found), or others.`,
    byKind(cells, (cell) => cell.falseRings.map(({ kind, rings }) => [kind, String(rings)])),
    '## Innocents blamed, by kind of look-alike',
    `People of a look-alike group who stand under suspicion in a found ring, of all of them, with the upper end of the 95 % interval
(Wilson); the goal is at most ${percent(BLAME_GOAL)} at that end. Kinds of which nobody was blamed in any world are left out where the
goal is met.`,
    byKind(cells, (cell) =>
      cell.blame
        .filter(({ rate }) => rate.part > 0 || (rate.whole > 0 && rate.high95 > BLAME_GOAL))
        .map(({ kind, rate }) => [kind, `${rate.part} of ${rate.whole} (≤ ${percent(rate.high95)})`]),
    ),
  ].join('\n\n');
}

/** What budgets of alerts and times to detection came to, of the cells whose runs have measured them. */
function alertsAndTimes(all: readonly LadderCell[]): string[] {
  const cells = all.filter(({ budgets, time }) => budgets !== null && time !== null);
  if (cells.length === 0) return [];
  return [
    '## Alerts and time',
    `Rings are alerts, the highest [risk](algorithms/ring-risk.md) first, and so many a day per 100,000 users are looked at
([the measures](algorithms/evaluation.md)). Goals: precision ${GOALS_OF_ALL.budget.precision[10].toFixed(2)} at 10 a day and ${GOALS_OF_ALL.budget.precision[30].toFixed(2)} at 30, ${percent(GOALS_OF_ALL.budget.lossShare)} of the rings' loss within
the budget, the median alert ${GOALS_OF_ALL.time.medianHours} hours after the third member's act, ${percent(GOALS_OF_ALL.time.preventable)} of the loss of the rings found still to come then, and
${percent(GOALS_OF_ALL.time.beforeLabel)} of them found before a label of theirs was known.`,
    table(
      [
        'level',
        'fraud rate',
        '10 a day: precision',
        'loss',
        '30 a day: precision',
        'loss',
        'all: loss',
        'innocents accused',
        'median hours',
        'preventable',
        'before a label',
      ],
      cells.map((cell) => [cell.level, percent(cell.rate), ...alertColumns(cell)]),
    ),
  ];
}

function alertColumns({ budgets, time }: LadderCell): string[] {
  const at = (perDay: number | null): CellBudget => budgets!.find((one) => one.perDay === perDay)!;
  const [ten, thirty, all] = [at(10), at(30), at(null)];
  return [
    ten.precision.share.toFixed(3),
    percent(ten.loss.share),
    thirty.precision.share.toFixed(3),
    percent(thirty.loss.share),
    percent(all.loss.share),
    String(all.innocents),
    time!.medianHours?.toFixed(1) ?? '–',
    percent(time!.preventable.share),
    percent(time!.beforeLabel.share),
  ];
}

/** Precision and recall of each cell as bars, their goals as points. */
export function ladderPlot(results: LadderResults): string {
  const cells = poolRuns(results.runs);
  return barChart({
    id: 'ladder',
    title: 'Precision and recall over rings beside the goals',
    description: cells
      .map(
        (cell) =>
          `${cellName(cell)}: precision ${cell.precision.share.toFixed(2)}, recall ${cell.recall.share.toFixed(2)}.`,
      )
      .join(' '),
    of: 'level and fraud rate',
    horizontal: true,
    height: 130 + 44 * cells.length,
    categories: cells.map(cellName),
    value: { name: 'share of rings', min: 0, max: 1, format: 'percent' },
    series: [
      { name: 'precision', values: cells.map(({ precision }) => precision.share) },
      { name: 'recall', values: cells.map(({ recall }) => recall.share) },
    ],
    points: [
      { name: 'goal for precision', values: cells.map(({ level }) => GOALS[level].precision) },
      { name: 'goal for recall', values: cells.map(({ level }) => GOALS[level].recall) },
    ],
  }).svg;
}

function cellName({ level, rate }: LadderCell): string {
  return `${level}, ${percent(rate)}`;
}

/** A table with a row for each kind and a column for each cell. */
function byKind(
  cells: readonly LadderCell[],
  rowsOf: (cell: LadderCell) => [kind: string, text: string][],
): string {
  const columns = cells.map((cell) => new Map(rowsOf(cell)));
  const kinds = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort();
  return table(
    ['', ...cells.map(cellName)],
    kinds.map((kind) => [kind, ...columns.map((column) => column.get(kind) ?? '–')]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (values: readonly string[]) => `| ${values.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

function shown({ share, low95, high95 }: Share): string {
  return `${share.toFixed(3)} (${low95.toFixed(2)} to ${high95.toFixed(2)})`;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
