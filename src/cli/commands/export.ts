import { Argument, Command, Option } from 'commander';
import type { AppContext } from '../../app/context.ts';
import { EXPORTS, exportData, type ExportFormat, type ExportName } from '../../app/export-data.ts';
import { printJson, type Io } from '../io.ts';
import { storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';

interface Flags extends StoreFlags {
  readonly format: ExportFormat;
  readonly out?: string;
}

export function exportCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('export').summary('write events, graph or rings as NDJSON or CSV'))
    .description(
      'Writes what a store holds. `events` as NDJSON can be imported again with `ringfence import events`.\n' +
        'CSV quotes what a spreadsheet would take for a formula.',
    )
    .addArgument(new Argument('<what>', 'what to write').choices([...EXPORTS]))
    .addOption(
      new Option('--format <format>', 'how to write it').choices(['ndjson', 'csv']).default('ndjson'),
    )
    .option('--out <file>', 'write to a file instead of stdout')
    .action(async (what: ExportName, flags: Flags) => {
      const rows = await useStore(app, storeUrl(flags, io), 'read', (store) =>
        exportData(store, what, flags.format, flags.out ?? io.out),
      );
      if (flags.json && flags.out !== undefined)
        printJson(io, { what, format: flags.format, out: flags.out, rows });
      else if (flags.out !== undefined)
        io.out(`${rows.toLocaleString('en-US')} rows of ${what} written to ${flags.out}.\n`);
    });
}
