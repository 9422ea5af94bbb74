import { Command } from 'commander';
import type { AppContext } from '../../app/context.ts';
import { printJson, type Io } from '../io.ts';
import { wholeNumber } from '../parse.ts';
import { ringTable } from '../ring-table.ts';
import { storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';
import { ringView } from '../views.ts';

export function ringsCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('rings').summary('list the rings found'))
    .description('Lists the rings of the last saved detection, strongest first.')
    .option('--most <n>', 'show at most this many (JSON shows all)', wholeNumber(1), 50)
    .action(async (flags: StoreFlags & { most: number }) => {
      const rings = await useStore(app, storeUrl(flags, io), 'read', (store) => store.records.rings());
      if (flags.json) return printJson(io, { rings: rings.map(ringView) });
      io.out(
        rings.length === 0
          ? 'No rings. Run `ringfence detect` first, if you have not.\n'
          : ringTable(rings, flags.most),
      );
    });
}
