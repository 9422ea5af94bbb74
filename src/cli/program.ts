import { Command, CommanderError } from 'commander';
import type { AppContext } from '../app/context.ts';
import { RingfenceError } from '../kernel/errors.ts';
import type { Io } from './io.ts';

type CommandMaker = (app: AppContext, io: Io) => Command;

/** Loaded when asked for: all of them are 1,500 modules, most are a few hundred. */
const COMMANDS: Readonly<Record<string, () => Promise<CommandMaker>>> = {
  demo: async () => (await import('./commands/demo.ts')).demoCommand,
  'init-db': async () => (await import('./commands/init-db.ts')).initDbCommand,
  seed: async () => (await import('./commands/seed.ts')).seedCommand,
  import: async () => (await import('./commands/import.ts')).importCommand,
  detect: async () => (await import('./commands/detect.ts')).detectCommand,
  rings: async () => (await import('./commands/rings.ts')).ringsCommand,
  ring: async () => (await import('./commands/ring.ts')).ringCommand,
  evaluate: async () => (await import('./commands/evaluate.ts')).evaluateCommand,
  backtest: async () => (await import('./commands/backtest.ts')).backtestCommand,
  train: async () => (await import('./commands/train.ts')).trainCommand,
  models: async () => (await import('./commands/models.ts')).modelsCommand,
  score: async () => (await import('./commands/score.ts')).scoreCommand,
  rules: async () => (await import('./commands/rules.ts')).rulesCommand,
  stats: async () => (await import('./commands/stats.ts')).statsCommand,
  features: async () => (await import('./commands/features.ts')).featuresCommand,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  cycles: async () => (await import('./commands/cycles.ts')).cyclesCommand,
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  keys: async () => (await import('./commands/keys.ts')).keysCommand,
  detectors: async () => (await import('./commands/detectors.ts')).detectorsCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
};

/**
 * Runs one command line.
 * @param args without the program's own name
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage
 */
export async function runCommand(args: readonly string[], app: AppContext, io: Io): Promise<number> {
  try {
    const program = await buildProgram(args, app, io);
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return report(error, args.includes('--json'), io);
  }
}

/** With the command that is named first, or with all where none is: for help, and to say what is meant. */
async function buildProgram(args: readonly string[], app: AppContext, io: Io): Promise<Command> {
  const named = args.length > 0 && Object.hasOwn(COMMANDS, args[0]) ? [args[0]] : Object.keys(COMMANDS);
  const makers = await Promise.all(named.map((name) => COMMANDS[name]()));
  const program = new Command('ringfence')
    .description('Finds fraud rings: users, devices, accounts and IP addresses that act together.')
    .version(app.version)
    .addHelpText('after', '\nStart with `ringfence demo`. Each command explains itself with --help.');
  for (const make of makers) program.addCommand(make(app, io));
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
