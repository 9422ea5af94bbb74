/**
 * What some features are worth: average precision with them and without, learned from one world and judged on another, as
 * in benchmarks/lift.ts.
 *
 *   node benchmarks/feature-worth.ts --feature community_users --feature community_density
 *     [--level typical] [--rate 0.01] [--users 5000] [--days 90] [--seed 801] [--pairs 3]
 *
 * The first pair of worlds has the seeds `seed` and `seed + 1`, the next one the two after. Intervals are of the gain of
 * transaction and graph features together, by bootstrap over people. Writes nothing.
 */
import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { namesOf } from '../src/app/train-model.ts';
import type { LevelName } from '../src/generator/level.ts';
import { averagePrecision } from '../src/risk/metrics/average-precision.ts';
import { takeColumns } from '../src/risk/models/feature-matrix.ts';
import { countPositive } from '../src/risk/models/training-set.ts';
import { rounded } from './environment.ts';
import { liftInterval, trainerOn, worldOf, type Cell } from './lift-worlds.ts';

const { values } = parseArgs({
  options: {
    feature: { type: 'string', multiple: true, default: [] },
    level: { type: 'string', default: 'typical' },
    rate: { type: 'string', default: '0.01' },
    users: { type: 'string', default: '5000' },
    days: { type: 'string', default: '90' },
    seed: { type: 'string', default: '801' },
    pairs: { type: 'string', default: '3' },
  },
});
const cell: Cell = {
  level: values.level as LevelName,
  rate: Number(values.rate),
  users: Number(values.users),
  days: Number(values.days),
};
for (let pair = 0; pair < Number(values.pairs); pair++) {
  const seed = Number(values.seed) + 2 * pair;
  stdout.write(`${JSON.stringify({ seeds: [seed, seed + 1], ...worth(seed) })}\n`);
}

function worth(seed: number): object {
  const train = trainerOn(worldOf(cell, seed));
  const scorers = (['graph', 'both'] as const).flatMap((group) => {
    const all = namesOf(group);
    const fewer = all.filter((name) => !values.feature.includes(name));
    return [all, fewer].map((names) => ({ names, scorer: train(names) }));
  });
  const judge = worldOf(cell, seed + 1);
  const margins = scorers.map(({ names, scorer }) => scorer.margins(takeColumns(judge.rows.matrix, names)));
  const [graph, graphWithout, both, bothWithout] = margins.map((scores) =>
    rounded(averagePrecision(scores, judge.labels)),
  );
  return {
    rows: judge.labels.length,
    frauds: countPositive(judge.labels),
    graph,
    graphWithout,
    both,
    bothWithout,
    gain: liftInterval(margins[3], margins[2], judge),
  };
}
