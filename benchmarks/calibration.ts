/**
 * How far risks can be taken at their word, over several worlds: each world's model is trained at 70 % of its time on the
 * labels known then and judged by what came after, as `ringfence evaluate` does; the judged transactions of all worlds are
 * put together at the end, because one world has a dozen rings to judge by and its bands are a matter of luck.
 *
 *   node benchmarks/calibration.ts [--seed 821] [--worlds 6] [--level typical] [--rate 0.05] [--users 6000] [--days 90]
 *
 * Boosted trees on all features, before rules. Worlds have the seeds from `seed` on. A line a world and one of all: slope
 * and intercept (Cox), Brier skill, and by band of risk the frauds observed, expected, their ratio and its 95 % interval by
 * a bootstrap of whole rings. Writes nothing; 1 to 2 minutes a world.
 */
import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { foldGroups, namesOf, setOf } from '../src/app/train-model.ts';
import type { LevelName } from '../src/generator/level.ts';
import { calibrationReport } from '../src/risk/evaluation/calibration-report.ts';
import { takeColumns } from '../src/risk/models/feature-matrix.ts';
import { fitScorer } from '../src/risk/training/fit-scorer.ts';
import { personOf, splitByLabels, SPLIT_DEFAULTS, TRAIN_SHARE } from '../src/risk/training/label-split.ts';
import { rounded } from './environment.ts';
import { worldOf, type Cell } from './lift-worlds.ts';

/** What a model said of the transactions of one world, and what came of them. */
interface Judged {
  readonly probabilities: Float64Array;
  readonly labels: Uint8Array;
  /** The ring of each, else the fraudster; null for others. */
  readonly groups: readonly (string | null)[];
}

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '821' },
    worlds: { type: 'string', default: '6' },
    level: { type: 'string', default: 'typical' },
    rate: { type: 'string', default: '0.05' },
    users: { type: 'string', default: '6000' },
    days: { type: 'string', default: '90' },
  },
});
const cell: Cell = {
  level: values.level as LevelName,
  rate: Number(values.rate),
  users: Number(values.users),
  days: Number(values.days),
};
const all: Judged[] = [];
for (let seed = Number(values.seed); all.length < Number(values.worlds); seed++) {
  const judged = judge(seed);
  all.push(judged);
  show(`seed ${seed}`, judged);
}
show('all', {
  probabilities: Float64Array.from(all.flatMap(({ probabilities }) => [...probabilities])),
  labels: Uint8Array.from(all.flatMap(({ labels }) => [...labels])),
  groups: all.flatMap(({ groups }, world) =>
    groups.map((group) => (group === null ? null : `${world} ${group}`)),
  ),
});

function judge(seed: number): Judged {
  const { rows } = worldOf(cell, seed);
  const trainedAt = Math.floor(rows.at[0] + (rows.end - rows.at[0]) * TRAIN_SHARE);
  const split = splitByLabels(rows, rows.outcomes, { ...SPLIT_DEFAULTS, trainedAt, judgedAt: rows.end });
  const columns = takeColumns(rows.matrix, namesOf('both'));
  const [fit, choose, late] = [split.fit, split.choose, split.judge!].map((part) => setOf(columns, part));
  const scorer = fitScorer({ model: 'gbdt', ...foldGroups(rows, split) }, fit, choose);
  return {
    probabilities: scorer.margins(late.matrix).map((margin) => scorer.riskOf(margin) / 100),
    labels: late.labels,
    groups: Array.from(
      split.judge!.rows,
      (row, i) => rows.rings[row] ?? (late.labels[i] === 1 ? personOf(rows.of[row]) : null),
    ),
  };
}

function show(name: string, judged: Judged): void {
  const { slope, intercept, brierSkill, bands } = calibrationReport(judged.probabilities, judged);
  const line = {
    slope: rounded(slope),
    intercept: rounded(intercept),
    brierSkill: rounded(brierSkill),
    bands: bands.map(({ from, rows, observed, expected, ratio, ratio95 }) => ({
      from,
      rows,
      observed,
      expected: rounded(expected),
      ratio: ratio === null ? null : rounded(ratio),
      ratio95: ratio95?.map(rounded) ?? null,
    })),
  };
  stdout.write(`${name}: ${JSON.stringify(line)}\n`);
}
