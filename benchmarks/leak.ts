/**
 * Prints, for each level, how far fraud can be told without a graph: the best single columns and a small tree, beside
 * what the graph finds, by average precision over users.
 *
 *   node benchmarks/leak.ts [--level hard]… [--users 8000] [--rate 0.05] [--seeds 101,102]
 */
import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { LEVEL_NAMES, type LevelName } from '../src/generator/level.ts';
import { WORLD_DEFAULTS } from '../src/generator/world.ts';
import { findLeaks, leakLine } from '../tests/support/leak.ts';

const { values } = parseArgs({
  options: {
    level: { type: 'string', multiple: true, default: [...LEVEL_NAMES] },
    users: { type: 'string', default: '8000' },
    rate: { type: 'string', default: '0.05' },
    seeds: { type: 'string', default: '101' },
  },
});
for (const level of values.level as LevelName[])
  for (const seed of values.seeds.split(',').map(Number)) {
    const { rings, all } = findLeaks({
      ...WORLD_DEFAULTS,
      level,
      seed,
      users: Number(values.users),
      fraudRate: Number(values.rate),
    });
    stdout.write(`${leakLine(`${level}, seed ${seed}, ring members`, rings)}\n`);
    stdout.write(`${leakLine(`${level}, seed ${seed}, all fraud`, all)}\n`);
  }
