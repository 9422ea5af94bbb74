import { Command } from 'commander';
import type { AppContext } from '../../app/context.ts';
import { confirmDestructive } from '../confirm.ts';
import { printJson, type Io } from '../io.ts';
import { shownUrl, storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';

interface Flags extends StoreFlags {
  readonly drop?: boolean;
  readonly yes?: boolean;
}

export function initDbCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('init-db').summary('make a store, or migrate an older one'))
    .description(
      'Makes the store, or brings an older one to the current schema. An up-to-date store is left as it is.',
    )
    .option('--drop', 'first remove the store and everything in it')
    .option('--yes', 'do not ask before removing')
    .action(async (flags: Flags) => {
      const url = storeUrl(flags, io);
      if (flags.drop) {
        await confirmDestructive(io, flags, `This removes ${shownUrl(url)} and everything in it.`);
        await app.dropStore(url);
      }
      const check = await useStore(app, url, 'create', (store) => store.check());
      if (flags.json) return printJson(io, { store: shownUrl(url), ...check });
      io.out(
        `${shownUrl(url)} is ready (schema ${check.schemaVersion}, ${check.head.toLocaleString('en-US')} events).\n`,
      );
    });
}
