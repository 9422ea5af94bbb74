import { Argument, Command, Option } from 'commander';
import type { AppContext } from '../../app/context.ts';
import { importData } from '../../app/import-data.ts';
import { DEFAULT_MAX_BAD, formatMaxBad, type MaxBad } from '../../ingest/max-bad.ts';
import { DATASETS } from '../../ingest/datasets/registry.ts';
import { printJson, type Io } from '../io.ts';
import { maxBad, wholeNumber } from '../parse.ts';
import { progressLine } from '../progress.ts';
import { shownUrl, storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';

interface Flags extends StoreFlags {
  readonly source?: string;
  readonly mapping?: string;
  readonly maxBad: MaxBad;
  readonly quarantine: string;
  readonly batchSize: number;
}

export function importCommand(app: AppContext, io: Io): Command {
  const names = DATASETS.map((dataset) => dataset.name);
  const list = DATASETS.map((dataset) => `  ${dataset.name.padEnd(12)} ${dataset.summary}`).join('\n');
  return withStore(new Command('import').summary('import events or a known data set'))
    .description(
      'Imports files into the store, creating it if need be. Importing the same again changes nothing.',
    )
    .addArgument(new Argument('<format>', 'what the files are').choices(names))
    .argument('<paths...>', 'files or folders, plain or .gz, told apart by their headers; - is stdin')
    .option('--mapping <file>', 'for csv: how the tables become events (YAML, docs/importing.md)')
    .option('--source <name>', 'source of events that name none (default: default, or what the mapping says)')
    .addOption(
      new Option('--max-bad <n|share>', 'fail when more rows than this are bad: 1%, or a count')
        .argParser(maxBad)
        .default(DEFAULT_MAX_BAD, formatMaxBad(DEFAULT_MAX_BAD)),
    )
    .option('--quarantine <file>', 'where bad rows go, with line and reason', 'ringfence-quarantine.ndjson')
    .addOption(
      new Option('-b, --batch-size <n>', 'events written at once')
        .argParser(wholeNumber(1, 100_000))
        .default(5_000),
    )
    .addHelpText('after', `\nFormats:\n${list}\n`)
    .action(async (format: string, paths: string[], flags: Flags) => {
      const line = progressLine(io, () => app.clock.elapsed());
      const url = storeUrl(flags, io);
      const report = await useStore(app, url, 'create', (store) =>
        importData(store, { ...flags, format, paths, stdin: () => io.stdin() }, app.clock, line.report),
      ).finally(line.done);
      if (flags.json) return printJson(io, { store: shownUrl(url), ...report });
      const n = (value: number): string => value.toLocaleString('en-US');
      io.out(`${n(report.accepted)} events imported into ${shownUrl(url)} in ${report.seconds.toFixed(1)} s`);
      io.out(
        `, ${n(report.duplicates)} were there already, ${n(report.conflicts)} in conflict, ${n(report.quarantined)} bad rows.\n`,
      );
      if (report.skipped > 0) io.out(`${n(report.skipped)} rows tell of no event.\n`);
      for (const { file, why } of report.ignored)
        io.out(`Not read: ${why.startsWith(file) ? '' : `${file} `}${why}\n`);
      if (report.quarantined + report.conflicts > 0)
        io.out(`What was set apart is in ${report.quarantineFile}, with line and reason.\n`);
    });
}
