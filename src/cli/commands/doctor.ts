import { Command } from 'commander';
import type { AppContext } from '../../app/context.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { printJson, type Io } from '../io.ts';
import { shownUrl, storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';

export function doctorCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('doctor').summary('check the store for damage'))
    .description(
      'Checks the store: its schema, its integrity, and that the graph has caught up with the log.',
    )
    .action(async (flags: StoreFlags) => {
      const url = storeUrl(flags, io);
      const check = await useStore(app, url, 'read', (store) => store.check());
      if (flags.json) printJson(io, { store: shownUrl(url), version: app.version, ...check });
      else
        io.out(
          `${shownUrl(url)}: schema ${check.schemaVersion}, ${check.head} events, ${check.appliedSeq} of them in the graph.\n`,
        );
      if (!check.ok)
        throw new RingfenceError('STORE_CORRUPT', `${shownUrl(url)}: ${check.problems.join('; ')}`);
      if (!flags.json) io.out('No damage found.\n');
    });
}
