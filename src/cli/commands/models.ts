import { Argument, Command } from 'commander';
import type { AppContext } from '../../app/context.ts';
import { modelBook, modelRuns, promote, rollBack } from '../../app/model-book.ts';
import type { ModelBook, ModelRun } from '../../graph/model/document.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { formatInstant } from '../../kernel/time.ts';
import { printJson, type Io } from '../io.ts';
import { storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';
import { table } from '../table.ts';

const EXAMPLES = `
Examples:
  ringfence models
  ringfence models promote 1a2b3c4d
  ringfence models rollback --json`;

export function modelsCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('models').summary('list models, promote one, roll back'))
    .description(
      'Lists the models of a store: the champion decides, the challenger scores beside it.\n' +
        'promote makes a model champion and the one before it challenger; rollback makes the champion of before champion again.',
    )
    .addArgument(
      new Argument('[action]', 'what to do').choices(['list', 'promote', 'rollback']).default('list'),
    )
    .argument('[id]', 'for promote: the id of a model, or its first letters')
    .addHelpText('after', EXAMPLES)
    .action(async (action: string, id: string | undefined, flags: StoreFlags) => {
      if ((action === 'promote') !== (id !== undefined))
        throw new RingfenceError(
          'USAGE',
          action === 'promote' ? 'models promote needs an id' : `models ${action} takes no id`,
        );
      const mode = action === 'list' ? 'read' : 'write';
      const { runs, book } = await useStore(app, storeUrl(flags, io), mode, async (store) => {
        if (action === 'promote') await promote(store, id!, app.clock);
        if (action === 'rollback') await rollBack(store, app.clock);
        return { runs: await modelRuns(store), book: await modelBook(store) };
      });
      if (flags.json) return printJson(io, modelsView(runs, book));
      io.out(modelsText(runs, book));
    });
}

function modelsView(runs: readonly ModelRun[], { champion, challenger, history }: ModelBook) {
  return {
    champion,
    challenger,
    // Profiles are for drift, and long.
    models: runs.map(({ profiles: _profiles, at, ...run }) => ({ ...run, trainedAt: formatInstant(at) })),
    history: history.map(({ at, ...step }) => ({ at: formatInstant(at), ...step })),
  };
}

function modelsText(runs: readonly ModelRun[], { champion, challenger }: ModelBook): string {
  if (runs.length === 0)
    return 'No model was trained yet: run `ringfence train`. Until then rules alone give risks.\n';
  const rows = runs.map(({ id, model, at, interval, metrics }) => [
    id.slice(0, 12),
    id === champion ? 'champion' : id === challenger ? 'challenger' : '',
    model,
    formatInstant(at).slice(0, 16),
    `${formatInstant(interval.from).slice(0, 10)} to ${formatInstant(interval.to).slice(0, 10)}`,
    metrics.averagePrecision?.toFixed(4) ?? '',
  ]);
  return table(['id', 'stage', 'model', 'trained at', 'transactions of', 'average precision'], rows);
}
