import { Command, Option } from 'commander';
import type { AppContext } from '../../app/context.ts';
import { countCycles } from '../../app/count-cycles.ts';
import { printJson, type Io } from '../io.ts';
import { duration, wholeNumber } from '../parse.ts';
import { table } from '../table.ts';

interface Flags {
  readonly window: number;
  readonly maxLength?: number;
  readonly ties: 'strict' | 'allow';
  readonly json?: boolean;
}

export function cyclesCommand(app: AppContext, io: Io): Command {
  return new Command('cycles')
    .summary('count temporal cycles of an edge list')
    .description(
      'Counts the simple directed cycles of an edge list whose times rise strictly and lie inside a window.',
    )
    .argument('<file>', 'lines of `from to unixSeconds` (further columns are ignored), plain or .gz')
    .requiredOption('--window <duration>', 'longest time from first to last transfer, such as 7d', duration)
    .option('--max-length <n>', 'count only cycles of at most this many transfers', wholeNumber(2))
    .addOption(
      new Option('--ties <rule>', 'whether times may be equal')
        .choices(['strict', 'allow'])
        .default('strict'),
    )
    .option('--json', 'print one JSON document on stdout and nothing else')
    .action(async (file: string, flags: Flags) => {
      const result = await countCycles(file, {
        windowMs: flags.window,
        maxLength: flags.maxLength,
        ties: flags.ties,
        clock: app.clock,
      });
      if (flags.json) return printJson(io, result);
      const rows = Object.entries(result.byLength).map(([length, count]) => [Number(length), count]);
      io.out(
        `${result.edges.toLocaleString('en-US')} edges, ${result.total.toLocaleString('en-US')} cycles in ${result.seconds.toFixed(2)} s\n\n`,
      );
      io.out(table(['length', 'cycles'], rows));
      if (result.leftOut) {
        const { completingEdges, from, to } = result.leftOut;
        io.out(
          `\nCut short: cycles closed by ${completingEdges} transfers from ${from} to ${to} are not counted.\n`,
        );
      }
    });
}
