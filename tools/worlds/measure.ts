/**
 * Measures generated worlds and writes docs/data/worlds-measured.json, docs/worlds-measured.md and its plots.
 *
 *   node tools/worlds/measure.ts [--level typical]… [--users 20000] [--rate 0.05] [--seed 2025] [--days 90]
 *
 * Levels that are not named keep what is stored; without --level all are measured. `--page` only writes the page and
 * the plots again from what is stored. Exits with 1 when a target is left (the files are written all the same).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stderr } from 'node:process';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { LEVEL_NAMES, type LevelName } from '../../src/generator/level.ts';
import { WORLD_DEFAULTS } from '../../src/generator/world.ts';
import { complaint, judge } from './judge.ts';
import { measureWorld } from './measure-world.ts';
import { worldPage, type MeasuredWorlds } from './world-page.ts';
import { PLOTS } from './world-plots.ts';

const DOCS = join(import.meta.dirname, '../../docs');
const DATA = join(DOCS, 'data/worlds-measured.json');

async function write(file: string, text: string): Promise<void> {
  const config = await resolveConfig(file);
  writeFileSync(file, await format(text, { ...config, filepath: file }));
}

function readStored(): MeasuredWorlds {
  try {
    return JSON.parse(readFileSync(DATA, 'utf8')) as MeasuredWorlds;
  } catch {
    return { worlds: {} };
  }
}

const { values } = parseArgs({
  options: {
    level: { type: 'string', multiple: true, default: [...LEVEL_NAMES] },
    users: { type: 'string', default: '20000' },
    rate: { type: 'string', default: '0.05' },
    seed: { type: 'string', default: '2025' },
    days: { type: 'string', default: '90' },
    page: { type: 'boolean', default: false },
  },
});
const worlds = { ...readStored().worlds };
let drifted = 0;
for (const level of values.page ? [] : (values.level as LevelName[])) {
  stderr.write(`measuring ${level}\n`);
  const [users, fraudRate, seed, days] = [values.users, values.rate, values.seed, values.days].map(Number);
  worlds[level] = measureWorld({ ...WORLD_DEFAULTS, level, users, fraudRate, seed, days });
  for (const judgement of judge(worlds[level]).filter(({ verdict }) => verdict !== 'met')) {
    if (judgement.verdict === 'drifted') drifted++;
    stderr.write(`  ${judgement.verdict} ${complaint(judgement)}\n`);
  }
}
const stored: MeasuredWorlds = {
  worlds: Object.fromEntries(LEVEL_NAMES.flatMap((level) => (worlds[level] ? [[level, worlds[level]]] : []))),
};
for (const folder of ['data', 'images']) mkdirSync(join(DOCS, folder), { recursive: true });
await write(DATA, JSON.stringify(stored));
await write(join(DOCS, 'worlds-measured.md'), worldPage(stored));
for (const plot of PLOTS)
  writeFileSync(join(DOCS, `images/worlds-${plot.name}.svg`), plot.draw(stored.worlds));
process.exitCode = drifted > 0 ? 1 : 0;
