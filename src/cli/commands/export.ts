import { Argument, Command, Option } from 'commander';
import type { AppContext } from '../../app/context.ts';
import { EXPORTS, RECORD_TABLES, type ExportName } from '../../app/export-columns.ts';
import { EXPORT_FORMATS, exportData, type ExportFormat } from '../../app/export-data.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { printJson, type Io } from '../io.ts';
import { instant } from '../parse.ts';
import { storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';

interface Flags extends StoreFlags {
  readonly format: ExportFormat;
  readonly out?: string;
  readonly asOf?: number;
}

export function exportCommand(app: AppContext, io: Io): Command {
  return withStore(
    new Command('export').summary('write events, graph, rings or features as NDJSON, CSV or Parquet'),
  )
    .description(
      'Writes what a store holds. `events` as NDJSON can be imported again with `ringfence import events`.\n' +
        '`records`, `evaluation-metadata`, `feature-snapshots` and `transactions` are tables about transactions for training and judging models.\n' +
        '`feature-vectors` are the features that `ringfence features` computed.\n' +
        'CSV quotes what a spreadsheet would take for a formula. Parquet is written to a file.',
    )
    .addArgument(new Argument('<what>', 'what to write').choices([...EXPORTS]))
    .addOption(
      new Option('--format <format>', 'how to write it').choices([...EXPORT_FORMATS]).default('ndjson'),
    )
    .option('--out <file>', 'write to a file instead of stdout')
    .option('--as-of <time>', 'tables about transactions: only what was known then', instant)
    .action(async (what: ExportName, flags: Flags) => {
      const asOf = flags.asOf ?? null;
      if (asOf !== null && !RECORD_TABLES.some((table) => table === what))
        throw new RingfenceError('USAGE', `--as-of: ${what} can't be written as of a time; leave it out`);
      if (flags.format === 'parquet' && flags.out === undefined)
        throw new RingfenceError('USAGE', '--format parquet: it is no text; name a file with --out');
      const rows = await useStore(app, storeUrl(flags, io), 'read', (store) =>
        exportData(store, what, flags.format, flags.out ?? io.out, asOf),
      );
      if (flags.json && flags.out !== undefined)
        printJson(io, { what, format: flags.format, out: flags.out, rows });
      else if (flags.out !== undefined)
        io.out(`${rows.toLocaleString('en-US')} rows of ${what} written to ${flags.out}.\n`);
    });
}
