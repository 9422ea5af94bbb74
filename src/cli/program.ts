import { Command, CommanderError } from 'commander';
import type { AppContext } from '../app/context.ts';
import { RingfenceError } from '../kernel/errors.ts';
import { backtestCommand } from './commands/backtest.ts';
import { cyclesCommand } from './commands/cycles.ts';
import { demoCommand } from './commands/demo.ts';
import { detectCommand } from './commands/detect.ts';
import { detectorsCommand } from './commands/detectors.ts';
import { doctorCommand } from './commands/doctor.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { exportCommand } from './commands/export.ts';
import { featuresCommand } from './commands/features.ts';
import { importCommand } from './commands/import.ts';
import { initDbCommand } from './commands/init-db.ts';
import { keysCommand } from './commands/keys.ts';
import { modelsCommand } from './commands/models.ts';
import { ringCommand } from './commands/ring.ts';
import { ringsCommand } from './commands/rings.ts';
import { rulesCommand } from './commands/rules.ts';
import { scoreCommand } from './commands/score.ts';
import { seedCommand } from './commands/seed.ts';
import { serveCommand } from './commands/serve.ts';
import { statsCommand } from './commands/stats.ts';
import { trainCommand } from './commands/train.ts';
import type { Io } from './io.ts';

const COMMANDS = [
  demoCommand,
  initDbCommand,
  seedCommand,
  importCommand,
  detectCommand,
  ringsCommand,
  ringCommand,
  evaluateCommand,
  backtestCommand,
  trainCommand,
  modelsCommand,
  scoreCommand,
  rulesCommand,
  statsCommand,
  featuresCommand,
  exportCommand,
  cyclesCommand,
  serveCommand,
  keysCommand,
  detectorsCommand,
  doctorCommand,
] as const;

/**
 * Runs one command line.
 * @param args without the program's own name
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage
 */
export async function runCommand(args: readonly string[], app: AppContext, io: Io): Promise<number> {
  const program = buildProgram(app, io);
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return report(error, args.includes('--json'), io);
  }
}

function buildProgram(app: AppContext, io: Io): Command {
  const program = new Command('ringfence')
    .description('Finds fraud rings: users, devices, accounts and IP addresses that act together.')
    .version(app.version)
    .addHelpText('after', '\nStart with `ringfence demo`. Each command explains itself with --help.');
  for (const make of COMMANDS) program.addCommand(make(app, io));
  for (const command of [program, ...program.commands.flatMap((made) => [made, ...made.commands])]) {
    command
      .exitOverride()
      .configureOutput({ writeOut: io.out, writeErr: io.err })
      .showHelpAfterError('(--help says what it takes)');
  }
  return program;
}

/** The one place where errors of the command line are told: what, where, the way out; no stack for what users can mend. */
function report(error: unknown, json: boolean, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const known =
    error instanceof RingfenceError ? error : new RingfenceError('INTERNAL', String(error), {}, error);
  const { code, message, facts, entry } = known;
  if (json) io.err(`${JSON.stringify({ error: { code, message, wayOut: entry.wayOut, ...facts } })}\n`);
  else io.err(`${message}\n${entry.wayOut} [${code}]\n`);
  if (code === 'INTERNAL' && error instanceof Error) io.err(`${error.stack}\n`);
  return entry.exit;
}
