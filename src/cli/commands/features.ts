import { Command } from 'commander';
import type { AppContext } from '../../app/context.ts';
import { saveFeatures } from '../../app/save-features.ts';
import { printJson, type Io } from '../io.ts';
import { instant } from '../parse.ts';
import { progressLine } from '../progress.ts';
import { storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';

interface Flags extends StoreFlags {
  readonly asOf?: number;
}

export function featuresCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('features').summary('compute the features of all transactions and keep them'))
    .description(
      'Replays the stored events in the order in which they became known and keeps the features of every payment and transfer\n' +
        'as they were at that time (docs/features.md). `ringfence export feature-vectors` writes them to a file.',
    )
    .option('--as-of <time>', 'leave out what became known later (ISO 8601)', instant)
    .action(async (flags: Flags) => {
      const line = progressLine(io, () => app.clock.elapsed());
      const saved = await useStore(app, storeUrl(flags, io), 'write', (store) =>
        saveFeatures(store, flags.asOf ?? null, line.report),
      ).finally(line.done);
      if (flags.json) return printJson(io, saved);
      const { transactions, events, features } = saved;
      const said = [transactions, events].map((count) => count.toLocaleString('en-US'));
      io.out(`${features} features of ${said[0]} transactions kept, from ${said[1]} events.\n`);
    });
}
