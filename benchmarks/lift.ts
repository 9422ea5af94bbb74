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
import { rowsOfLog, type LogRows } from '../src/app/risk-rows.ts';
import { runDetectors } from '../src/detectors/run.ts';
import { LEVEL_NAMES, type LevelName } from '../src/generator/level.ts';
import { WORLD_DEFAULTS } from '../src/generator/options.ts';
import { createWorld } from '../src/generator/world.ts';
import type { Event } from '../src/graph/model/event.ts';
import type { Truth } from '../src/graph/model/truth.ts';
import { rngFor } from '../src/kernel/rng.ts';
import { EventGraphBuilder } from '../src/projection/event-graph-builder.ts';
import { averagePrecision } from '../src/risk/metrics/average-precision.ts';
import { bootstrapInterval } from '../src/risk/metrics/bootstrap.ts';
import { takeColumns, takeRows } from '../src/risk/models/feature-matrix.ts';
import { countPositive, trainingSet, type TrainingSet } from '../src/risk/models/training-set.ts';
import { personOf } from '../src/risk/training/label-split.ts';
import { fitScorer } from '../src/risk/training/fit-scorer.ts';
import { RingHistory } from '../src/risk/training/ring-history.ts';
import { formRings } from '../src/rings/form-rings.ts';
import { environment, readResult, rounded, writeResult } from './environment.ts';
import { liftPage, liftPlot, type LiftCell, type LiftResults } from './lift-page.ts';

const RATES = ['0.05', '0.01', '0.002'];
const SEEDS = { learn: 301, judge: 302 };
/** Rows that are learned from, at most: all frauds and a sample of the others, weighed. */
const MOST_ROWS = 60_000;

interface Cell {
  readonly level: LevelName;
  readonly rate: number;
  readonly users: number;
  readonly days: number;
}

const SHORT: Cell = { level: 'typical', rate: 0.05, users: 3_000, days: 60 };

interface LabelledWorld {
  readonly rows: LogRows;
  readonly labels: Uint8Array;
  readonly people: readonly string[];
}

function worldOf({ level, rate, users, days }: Cell, seed: number): LabelledWorld {
  const world = createWorld({ ...WORLD_DEFAULTS, level, users, days, fraudRate: rate, seed });
  const log: Event[] = [];
  const builder = new EventGraphBuilder(true);
  for (const batch of world.events())
    for (const event of batch) {
      log.push(event);
      builder.add(event);
    }
  const graph = builder.finish(null);
  const { findings } = runDetectors(() => graph, {});
  const rows = rowsOfLog(log, new RingHistory(formRings(findings).rings, findings));
  return { rows, labels: labelsOf(world.truth, rows), people: rows.of.map(personOf) };
}

const INNOCENT = new Set(['victim', 'bystander', 'host', 'identifier']);

function labelsOf({ rings, loners = [] }: Truth, { of }: LogRows): Uint8Array {
  const guilty = rings.flatMap(({ members }) => members.filter(({ role }) => !INNOCENT.has(role)));
  const users = new Set(guilty.filter(({ type }) => type === 'User').map(({ id }) => id));
  const accounts = new Set(guilty.filter(({ type }) => type === 'Account').map(({ id }) => id));
  const acts = new Set(loners.flatMap(({ acts: keys }) => keys.map((key) => key.join('\0'))));
  return Uint8Array.from(of, ({ key, user, account }) =>
    Number((user !== null && users.has(user)) || accounts.has(account) || acts.has(key.join('\0'))),
  );
}

/** A quarter of the people stop early and calibrate; of the others at most {@link MOST_ROWS} rows are learned from. */
function learningSets({ rows, labels, people }: LabelledWorld): {
  fit: Int32Array;
  choose: Int32Array;
  weight: number;
} {
  const held = new Map<string, boolean>();
  const isHeld = (person: string): boolean => {
    const known = held.get(person) ?? rngFor(1, 'held', held.size).chance(0.25);
    held.set(person, known);
    return known;
  };
  const all = Array.from(rows.at.keys());
  const groupOf = (row: number): string => rows.rings[row] ?? people[row];
  const choose = all.filter((row) => isHeld(groupOf(row)));
  const rest = all.filter((row) => !isHeld(groupOf(row)));
  const share = Math.min(1, MOST_ROWS / rest.length);
  const rng = rngFor(1, 'drawn');
  const fit = rest.filter((row) => rng.unit() < share || labels[row] === 1);
  return { fit: Int32Array.from(fit), choose: Int32Array.from(choose), weight: 1 / share };
}

function runCell(cell: Cell): LiftCell {
  const started = cpuUsage();
  const learn = worldOf(cell, SEEDS.learn);
  const { fit, choose, weight } = learningSets(learn);
  const setOf = (names: string[], rows: Int32Array, weighed: boolean): TrainingSet => {
    const labels = Uint8Array.from(rows, (row) => learn.labels[row]);
    const weights =
      weighed && weight > 1 ? Float64Array.from(labels, (label) => (label === 1 ? 1 : weight)) : null;
    return trainingSet(takeRows(takeColumns(learn.rows.matrix, names), rows), labels, weights);
  };
  const scorers = (['transaction', 'graph', 'both'] as const).map((group) => {
    const names = namesOf(group);
    return {
      group,
      names,
      scorer: fitScorer({ model: 'gbdt' }, setOf(names, fit, true), setOf(names, choose, false)),
    };
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

/** By whole people: their transactions stand or fall together. */
function liftInterval(
  without: Float64Array,
  with_: Float64Array,
  { labels, people }: LabelledWorld,
): LiftCell['lift'] {
  const numbers = new Map<string, number>();
  const groups = Int32Array.from(people, (person) => {
    const number = numbers.get(person) ?? numbers.size;
    numbers.set(person, number);
    return number;
  });
  const measure = (rows: Uint32Array): number => {
    const drawn = Uint8Array.from(rows, (row) => labels[row]);
    const of = (scores: Float64Array): number =>
      averagePrecision(
        Float64Array.from(rows, (row) => scores[row]),
        drawn,
      );
    return of(with_) - of(without);
  };
  const { estimate, low, high } = bootstrapInterval(labels.length, measure, { samples: 60, groups });
  return { estimate: rounded(estimate), low: rounded(low), high: rounded(high) };
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
