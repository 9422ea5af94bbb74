import { Command } from 'commander';
import type { AppContext } from '../../app/context.ts';
import { evaluateRings } from '../../app/evaluate-rings.ts';
import { printJson, type Io } from '../io.ts';
import { matchText } from '../match-text.ts';
import { storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';

export function evaluateCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('evaluate').summary('compare the rings found with the truth'))
    .description(
      'Compares the rings of the last saved detection with a truth file, by the ring match rule (docs/algorithms/ring-match.md).',
    )
    .requiredOption('--truth <file>', 'truth.json, as `ringfence seed --truth` or `--out` writes it')
    .action(async (flags: StoreFlags & { truth: string }) => {
      const report = await useStore(app, storeUrl(flags, io), 'read', (store) =>
        evaluateRings(store, flags.truth),
      );
      if (flags.json) return printJson(io, report);
      io.out(matchText(report));
    });
}
