import { Command, InvalidArgumentError, Option } from 'commander';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { AppContext } from '../../app/context.ts';
import { seedWorld } from '../../app/seed-world.ts';
import { demandQuality, TRANSACTIONS_FILE, writeTransactions } from '../../app/write-transactions.ts';
import { writeWorldInThread } from '../../app/world-thread.ts';
import { writeTruth } from '../../app/write-world.ts';
import type { QualityReport } from '../../features/transaction-table/quality.ts';
import { LEVEL_NAMES, type LevelName } from '../../generator/level.ts';
import { MAX_USERS } from '../../generator/options.ts';
import { parseMix } from '../../generator/mix.ts';
import { WORLD_DEFAULTS, type WorldOptions } from '../../generator/options.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { formatInstant } from '../../kernel/time.ts';
import { confirmDestructive } from '../confirm.ts';
import { printJson, type Io } from '../io.ts';
import { qualityText } from '../quality-text.ts';
import { instant, names, share, wholeNumber } from '../parse.ts';
import { progressLine, type ProgressLine } from '../progress.ts';
import { shownUrl, storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';
import { stderrLogger } from '../stderr-logger.ts';

interface Flags extends StoreFlags {
  readonly users: number;
  readonly fraudRate: number;
  readonly seed?: number;
  readonly level: LevelName;
  readonly start: number;
  readonly days: number;
  readonly batchSize: number;
  readonly dropTables?: boolean;
  readonly yes?: boolean;
  readonly truth?: string;
  readonly out?: string;
  readonly tables?: readonly SeedTable[] | true;
  readonly mix?: string;
  readonly legacy?: boolean;
  readonly verbose?: boolean;
  readonly jsonLogs?: boolean;
}

export function seedCommand(app: AppContext, io: Io): Command {
  return withWorld(withStore(new Command('seed').summary('generate a world with planted fraud')))
    .description(
      'Generates a world of users, devices, accounts and payments, with planted rings, fraud by one person and innocent look-alikes.\nThe same options and seed give the same bytes.',
    )
    .option('-b, --batch-size <n>', 'events written at once', wholeNumber(1, 100_000), 500)
    .option('--truth <file>', 'write the ground truth there (never into the store)')
    .option('--out <folder>', 'write events.ndjson and truth.json there instead of filling a store')
    .addOption(
      new Option(
        '--tables [names]',
        'with --out: also write as CSV, records (with evaluation metadata and feature snapshots), transactions, or both',
      ).argParser(seedTables),
    )
    .option('--drop-tables', 'first remove the store and everything in it')
    .option('--yes', 'do not ask before removing')
    .option('-v, --verbose', 'log every step on stderr')
    .option('--json-logs', 'log on stderr as JSON, one object a line')
    .action(async (flags: Flags, command: Command) => {
      if (flags.tables && flags.out === undefined)
        throw new RingfenceError('USAGE', '--tables: needs --out; from a store, `ringfence export records`');
      const options = worldOptions(flags, command.getOptionValueSource('fraudRate') === 'cli');
      const line =
        flags.verbose || flags.jsonLogs
          ? logLine(app, io, flags)
          : progressLine(io, () => app.clock.elapsed());
      const report = await fillAndCheck(app, io, flags, options, line).finally(line.done);
      if (flags.json) printJson(io, report);
      else io.out(reportText(report) + tableText(report, flags));
      if (report.transactions) demandQuality(report.transactions);
    });
}

const SEED_TABLES = ['records', 'transactions'] as const;
type SeedTable = (typeof SEED_TABLES)[number];

function seedTables(text: string): SeedTable[] {
  return names(text).map((name) => {
    const known = SEED_TABLES.find((one) => one === name);
    if (known === undefined)
      throw new InvalidArgumentError(`It takes ${SEED_TABLES.join(' or ')}, or both with a comma.`);
    return known;
  });
}

/** All of them when the option names none. */
function wants(flags: Flags, name: SeedTable): boolean {
  return flags.tables === true || (flags.tables?.includes(name) ?? false);
}

/** Fills a store or a folder; a world with a mix, or whose table is asked for, has its transactions checked. */
async function fillAndCheck(
  app: AppContext,
  io: Io,
  flags: Flags,
  options: WorldOptions,
  line: ProgressLine,
): Promise<SeedOutcome> {
  const report = await (flags.out === undefined ? intoStore : intoFolder)(app, io, flags, options, line);
  const isWritten = wants(flags, 'transactions');
  if (options.mix === undefined && !isWritten) return report;
  const transactions = await writeTransactions(options, isWritten ? flags.out : undefined, line.report);
  return { ...report, transactions };
}

function tableText({ transactions }: SeedOutcome, flags: Flags): string {
  if (!transactions) return '';
  return qualityText(transactions, wants(flags, 'transactions') ? join(flags.out!, TRANSACTIONS_FILE) : null);
}

/** The options that say what world it is. */
function withWorld(command: Command): Command {
  const { users, fraudRate, level, start, days } = WORLD_DEFAULTS;
  return command
    .option('-u, --users <n>', 'how many users', wholeNumber(1, MAX_USERS), users)
    .option('-f, --fraud-rate <share>', 'share of users with fraud, in rings or alone', share, fraudRate)
    .option('-s, --seed <n>', 'random seed (default: a new one, printed)', wholeNumber(0, 2 ** 31 - 1))
    .addOption(
      new Option('--level <level>', 'how hard the rings are to tell')
        .choices([...LEVEL_NAMES])
        .default(level),
    )
    .addOption(
      new Option('--start <time>', 'first day').argParser(instant).default(start, formatInstant(start)),
    )
    .option('--days <n>', 'how many days', wholeNumber(1, 3650), days)
    .option(
      '--mix <classes>',
      'shares of transactions by class, as legit=75,fake-account=10,takeover=8,ring=7',
    )
    .option('--legacy', 'a flat world: one transaction per user, no rings');
}

function worldOptions(flags: Flags, hasRate: boolean): WorldOptions {
  const { users, fraudRate, level, start, days } = flags;
  const legacy = flags.legacy ? { legacy: true } : {};
  const mix = flags.mix === undefined ? {} : { mix: parseMix(flags.mix, hasRate ? fraudRate : undefined) };
  return { users, fraudRate, level, start, days, seed: flags.seed ?? randomInt(2 ** 31), ...legacy, ...mix };
}

/** Progress as log lines: each batch with `--verbose`, else each hundredth. */
function logLine(app: AppContext, io: Io, flags: Flags): ProgressLine {
  const logger = stderrLogger(io, app.clock, {
    json: flags.jsonLogs ?? false,
    from: flags.verbose ? 'debug' : 'info',
  });
  let calls = 0;
  return {
    report: (phase, events) => logger.log(calls++ % 100 === 0 ? 'info' : 'debug', phase, { events }),
    done: () => logger.log('info', 'done'),
  };
}

interface SeedOutcome {
  readonly seed: number;
  readonly into: string;
  readonly events: number;
  readonly rings: number;
  readonly loners: number;
  readonly lookalikes: number;
  readonly truth: string | null;
  readonly duplicates: number;
  /** The table of transactions: its rows by class, and how it stood the checks. */
  readonly transactions?: QualityReport;
}

async function intoStore(
  app: AppContext,
  io: Io,
  flags: Flags,
  options: WorldOptions,
  line: ProgressLine,
): Promise<SeedOutcome> {
  const url = storeUrl(flags, io);
  if (flags.dropTables) {
    await confirmDestructive(io, flags, `This removes ${shownUrl(url)} and everything in it.`);
    await app.dropStore(url);
  }
  const { batchSize } = flags;
  const report = await useStore(app, url, 'create', (store) =>
    seedWorld(store, options, { batchSize, clock: app.clock, progress: line.report }),
  );
  if (flags.truth !== undefined) await writeTruth(flags.truth, report.truth);
  const { events, truth, ingest } = report;
  return {
    seed: options.seed,
    into: shownUrl(url),
    events,
    rings: truth.rings.length,
    loners: truth.loners?.length ?? 0,
    lookalikes: truth.lookalikes.length,
    truth: flags.truth ?? null,
    duplicates: ingest.duplicates,
  };
}

async function intoFolder(
  _app: AppContext,
  _io: Io,
  flags: Flags,
  options: WorldOptions,
  line: ProgressLine,
): Promise<SeedOutcome> {
  const folder = flags.out!;
  const job = { folder, options, tables: wants(flags, 'records'), truthCopy: flags.truth ?? null };
  const { truthFile, ...counts } = await writeWorldInThread(job, line.report);
  return { seed: options.seed, into: folder, ...counts, truth: flags.truth ?? truthFile, duplicates: 0 };
}

function reportText(report: SeedOutcome): string {
  const again =
    report.duplicates > 0 ? `${report.duplicates.toLocaleString('en-US')} of them were there already.\n` : '';
  const truth =
    report.truth === null
      ? 'The truth was not written; --truth FILE writes it.\n'
      : `The truth is in ${report.truth}.\n`;
  return (
    `Seed ${report.seed}: ${report.events.toLocaleString('en-US')} events into ${report.into}, ` +
    `with ${report.rings} planted rings, ${report.loners} frauds by one person and ${report.lookalikes} groups of innocent look-alikes.\n${again}${truth}`
  );
}
