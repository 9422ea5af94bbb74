/**
 * How much graph features add to telling fraudulent transactions, by level of worlds and share of fraudulent users:
 *
 *   node benchmarks/lift.ts [--level typical]… [--rate 0.01]… [--users 5000] [--days 90] [--page] [--short]
 *
 * Boosted trees learn from one world and are judged on another with its own people and rings, by its truth: a transaction
 * is fraud when a perpetrator of a ring makes it, or it is an act of a loner. Average precision with transaction
 * features, graph features and both; lift is both less transaction. Each cell is a process of its own, kept in
 * benchmarks/results/lift.json, which docs/lift.md and its plot are written from. `--short` measures one small cell, typical
 * worlds of 3,000 users with 5 % fraudsters, into lift-short.json, in minutes.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, cpuUsage, execPath, resourceUsage, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { namesOf } from '../src/app/train-model.ts';
import { LEVEL_NAMES, type LevelName } from '../src/generator/level.ts';
import { averagePrecision } from '../src/risk/metrics/average-precision.ts';
import { takeColumns } from '../src/risk/models/feature-matrix.ts';
import { countPositive } from '../src/risk/models/training-set.ts';
import { environment, readResult, rounded, writeResult } from './environment.ts';
import { liftPage, liftPlot, type LiftCell, type LiftResults } from './lift-page.ts';
import { liftInterval, trainerOn, worldOf, type Cell } from './lift-worlds.ts';

const RATES = ['0.05', '0.01', '0.002'];
const SEEDS = { learn: 301, judge: 302 };
const SHORT: Cell = { level: 'typical', rate: 0.05, users: 3_000, days: 60 };

function runCell(cell: Cell): LiftCell {
  const started = cpuUsage();
  const learn = worldOf(cell, SEEDS.learn);
  const train = trainerOn(learn);
  const scorers = (['transaction', 'graph', 'both'] as const).map((group) => {
    const names = namesOf(group);
    return { group, names, scorer: train(names) };
  });
  const judge = worldOf(cell, SEEDS.judge);
  const scores = scorers.map(({ names, scorer }) => scorer.margins(takeColumns(judge.rows.matrix, names)));
  const [transaction, graph, both] = scores.map((margins) => averagePrecision(margins, judge.labels));
  const { user, system } = cpuUsage(started);
  return {
    ...cell,
    rows: judge.rows.at.length,
    frauds: countPositive(judge.labels),
    transaction: rounded(transaction),
    graph: rounded(graph),
    both: rounded(both),
    lift: liftInterval(scores[0], scores[2], judge),
    processorSeconds: Math.round((user + system) / 1e6),
    peakMegabytes: Math.round(resourceUsage().maxRSS / 1024),
  };
}

function known(): readonly LiftCell[] {
  try {
    return readResult<LiftResults>('lift').cells;
  } catch {
    return [];
  }
}

/** In a process of its own. */
function measured(cell: Cell): LiftCell {
  const args = ['--max-old-space-size=3000', import.meta.filename, 'cell', JSON.stringify(cell)];
  return JSON.parse(execFileSync(execPath, args, { encoding: 'utf8' })) as LiftCell;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      level: { type: 'string', multiple: true, default: [...LEVEL_NAMES] },
      rate: { type: 'string', multiple: true, default: RATES },
      users: { type: 'string', default: '5000' },
      days: { type: 'string', default: '90' },
      page: { type: 'boolean', default: false },
      short: { type: 'boolean', default: false },
    },
  });
  if (values.short) {
    const cells = [measured(SHORT)];
    writeResult('lift-short', { environment: environment(), seeds: SEEDS, cells } satisfies LiftResults);
    stdout.write(`${JSON.stringify(cells[0], null, 2)}\n`);
    return;
  }
  let cells = known();
  const [users, days] = [Number(values.users), Number(values.days)];
  for (const rate of values.page ? [] : values.rate.map(Number))
    for (const level of values.level as LevelName[]) {
      const cell: Cell = { level, rate, users, days };
      const done = measured(cell);
      cells = [...cells.filter((other) => other.level !== level || other.rate !== rate), done];
      writeResult('lift', { environment: environment(), seeds: SEEDS, cells } satisfies LiftResults);
      stderr.write(`${level} ${rate}: ${JSON.stringify(done)}\n`);
    }
  const root = join(import.meta.dirname, '..');
  const results = readResult<LiftResults>('lift');
  const page = join(root, 'docs/lift.md');
  writeFileSync(page, await format(liftPage(results), { ...(await resolveConfig(page)), filepath: page }));
  writeFileSync(join(root, 'docs/images/lift.svg'), liftPlot(results));
}

if (argv[2] === 'cell') stdout.write(JSON.stringify(runCell(JSON.parse(argv[3]) as Cell)));
else await run();
