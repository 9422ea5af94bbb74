/**
 * The ladder: what detection with its defaults reaches on worlds of each level and fraud rate.
 *
 *   node benchmarks/ladder.ts [--level typical]… [--rate 0.05]… [--seeds 101-110] [--users N] [--again] [--page]
 *
 * Writes benchmarks/results/ladder.json after each world, and docs/ladder.md with its plot at the end. Each world runs in a
 * process of its own, one after the other. A world that is there already for the same code, users and seed is not run
 * again unless `--again` is given, so a run that was cut off goes on where it stopped. `--page` only writes the page.
 * `--out FOLDER` writes to another folder (ladder.json, ladder.md, ladder.svg).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { argv, execPath, resourceUsage, stderr, stdout, version } from 'node:process';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { detectRings } from '../src/app/detect-rings.ts';
import { evaluateFound } from '../src/app/evaluate-rings.ts';
import { seedWorld } from '../src/app/seed-world.ts';
import { LEVEL_NAMES, type LevelName } from '../src/generator/level.ts';
import { WORLD_DEFAULTS } from '../src/generator/world.ts';
import { systemClock as clock } from '../src/kernel/clock.ts';
import { silentLogger as logger } from '../src/kernel/logger.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';
import { ladderPage, ladderPlot } from './ladder-page.ts';
import { alertsOf, falseKind, timesOf, type LadderResults, type LadderRun } from './ladder-results.ts';

const ROOT = join(import.meta.dirname, '..');
const RATES = ['0.05', '0.01', '0.002'];
type Cell = Pick<LadderRun, 'level' | 'rate' | 'seed' | 'users' | 'code'>;

/** Enough for some ten rings a world: the rarer fraud, the larger. */
function usersFor(rate: number): number {
  return rate >= 0.03 ? 5_000 : rate >= 0.005 ? 10_000 : 20_000;
}

/** `101-110`, `7` or `1,5,9`. */
function seedsOf(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (!match) throw new Error(`--seeds: "${part}" is neither a number nor a range such as 101-110`);
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

/** Seeds a world into a store in memory, detects and compares. */
async function runWorld(cell: Cell): Promise<LadderRun> {
  const store = await openSqliteStore({ path: ':memory:', url: 'memory:', mode: 'create', clock, logger });
  await store.acquireLease();
  const started = clock.elapsed();
  const { level, rate, seed, users } = cell;
  const world = { ...WORLD_DEFAULTS, level, users, seed, fraudRate: rate };
  const { events, truth } = await seedWorld(store, world, { batchSize: 5_000, clock });
  const found = await detectRings(store, { asOf: null, save: false }, clock);
  const loners = (truth.loners ?? []).map(({ user }) => user.id);
  const report = await evaluateFound(store, found, { truth, loners, level });
  await store.close();
  return {
    ...cell,
    events,
    seconds: Number(((clock.elapsed() - started) / 1000).toFixed(1)),
    peakMegabytes: Math.round(resourceUsage().maxRSS / 1024),
    foundRings: report.foundRings,
    trueRings: report.trueRings,
    matched: report.matched.length,
    giants: report.giants.length,
    fragments: report.fragments.length,
    kinds: report.kinds.map(({ kind, rings, matched }) => ({ kind, rings, matched })),
    lookalikes: report.lookalikes.map(({ kind, blamed, innocents }) => ({ kind, blamed, innocents })),
    falseRings: Object.fromEntries(
      [...Map.groupBy(report.falseRings, falseKind)]
        .map(([kind, rings]) => [kind, rings.length] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    alerts: alertsOf(report),
    times: timesOf(report),
  };
}

function git(...args: string[]): string {
  try {
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

function readResults(file: string): readonly LadderRun[] {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as LadderResults).runs;
  } catch {
    return [];
  }
}

async function write(file: string, text: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const config = await resolveConfig(join(ROOT, 'any.json'));
  const formatted = file.endsWith('.svg') ? text : await format(text, { ...config, filepath: file });
  // A reader, or a run that is cut off, never sees half a file.
  writeFileSync(`${file}.tmp`, formatted);
  renameSync(`${file}.tmp`, file);
}

function isSame(a: Cell, b: Cell): boolean {
  return a.level === b.level && a.rate === b.rate && a.seed === b.seed;
}

async function climb(): Promise<void> {
  const { values } = parseArgs({
    options: {
      level: { type: 'string', multiple: true, default: [...LEVEL_NAMES] },
      rate: { type: 'string', multiple: true, default: RATES },
      seeds: { type: 'string', default: '101-110' },
      users: { type: 'string' },
      again: { type: 'boolean', default: false },
      page: { type: 'boolean', default: false },
      out: { type: 'string' },
    },
  });
  const { out } = values;
  const files = out
    ? { json: join(out, 'ladder.json'), page: join(out, 'ladder.md'), plot: join(out, 'ladder.svg') }
    : {
        json: join(ROOT, 'benchmarks/results/ladder.json'),
        page: join(ROOT, 'docs/ladder.md'),
        plot: join(ROOT, 'docs/images/ladder.svg'),
      };
  const code = git('rev-parse', 'HEAD:src') + (git('status', '--porcelain', 'src') === '' ? '' : '-changed');
  const cells = (values.level as LevelName[]).flatMap((level) =>
    values.rate.map(Number).flatMap((rate) =>
      seedsOf(values.seeds).map((seed): Cell => {
        return { level, rate, seed, users: Number(values.users ?? usersFor(rate)), code };
      }),
    ),
  );
  let runs = readResults(files.json);
  const machine = {
    commit: git('rev-parse', 'HEAD'),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    node: version,
  };
  for (const [done, cell] of (values.page ? [] : cells).entries()) {
    const kept = runs.find((run) => isSame(run, cell));
    if (kept && kept.code === code && kept.users === cell.users && !values.again) continue;
    const text = execFileSync(execPath, [import.meta.filename, 'world', JSON.stringify(cell)], {
      encoding: 'utf8',
    });
    const run = JSON.parse(text) as LadderRun;
    runs = [...runs.filter((other) => !isSame(other, cell)), run];
    await write(files.json, JSON.stringify({ ...machine, runs } satisfies LadderResults));
    stderr.write(
      `${done + 1}/${cells.length} ${cell.level} ${cell.rate} seed ${cell.seed}: ${run.matched} matched of ` +
        `${run.foundRings} found and ${run.trueRings} true rings, ${run.seconds} s, ${run.peakMegabytes} MB\n`,
    );
  }
  const results = JSON.parse(readFileSync(files.json, 'utf8')) as LadderResults;
  await write(files.page, ladderPage(results));
  await write(files.plot, ladderPlot(results));
}

if (argv[2] === 'world') stdout.write(JSON.stringify(await runWorld(JSON.parse(argv[3]) as Cell)));
else await climb();
