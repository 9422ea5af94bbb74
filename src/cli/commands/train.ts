import { Command, Option } from 'commander';
import type { AppContext } from '../../app/context.ts';
import type { TrainReport } from '../../app/train-model.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { MODEL_NAMES, type ModelName } from '../../risk/training/model-names.ts';
import { printJson, type Io } from '../io.ts';
import { gather, instant } from '../parse.ts';
import { progressLine } from '../progress.ts';
import { storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';
import { table } from '../table.ts';

interface Flags extends StoreFlags {
  readonly model: ModelName;
  readonly param?: string[];
  readonly smote?: boolean;
  readonly tune?: boolean;
  readonly asOf?: number;
}

const NOTES = `
Models (docs/models.md has their parameters):
  gbdt                 boosted trees; learns from labels
  logistic-regression  learns from labels; --smote and --tune are for it
  isolation-forest     needs no labels; its risk is a scale, no probability
  ensemble             boosted trees and an isolation forest, weighed by the labels

The first model of a store becomes its champion, later ones challenger: they score beside it and decide nothing until
\`ringfence models promote\`.

Examples:
  ringfence train
  ringfence train --model logistic-regression --smote --tune
  ringfence train --param trees=100 --param learningRate=0.1`;

export function trainCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('train').summary('train a risk model on the labels of the store'))
    .description(
      'Computes the features of every transaction as of its time, learns from the labels that were known, calibrates, and\n' +
        'keeps the model with its interval, features, parameters, seed, figures and a checksum (docs/risk.md).',
    )
    .addOption(new Option('--model <name>', 'what to train').choices([...MODEL_NAMES]).default('gbdt'))
    .option('--param <name=value>', 'change a parameter; may be given several times', gather)
    .option('--smote', 'make up frauds between the real ones')
    .option('--tune', 'choose the penalty by cross-validation over whole rings')
    .option('--as-of <time>', 'train with what was known at this time (ISO 8601)', instant)
    .addHelpText('after', NOTES)
    .action(async (flags: Flags) => {
      const line = progressLine(io, () => app.clock.elapsed());
      // Loaded only when asked for, as most commands need no models.
      const { trainModel } = await import('../../app/train-model.ts');
      const request = trainRequest(flags);
      const report = await useStore(app, storeUrl(flags, io), 'write', (store) =>
        trainModel(store, request, app.clock, line.report),
      ).finally(line.done);
      if (flags.json) return printJson(io, report);
      io.out(trainText(report));
    });
}

function trainRequest({ model, param, smote, tune, asOf }: Flags) {
  if ((smote || tune) && model !== 'logistic-regression')
    throw new RingfenceError('USAGE', `--smote and --tune are for --model logistic-regression, not ${model}`);
  return {
    model,
    parameters: Object.fromEntries((param ?? []).map(parameter)),
    smote: smote ? {} : null,
    tune: tune ?? false,
    asOf: asOf ?? null,
  };
}

function parameter(text: string): [string, number | string] {
  const match = /^(\w+)=(.+)$/.exec(text);
  if (!match) throw new RingfenceError('USAGE', `--param ${text}: wanted name=value, such as trees=100`);
  const value = Number(match[2]);
  return [match[1], Number.isNaN(value) ? match[2] : value];
}

export function trainText({ run, stage, notes }: TrainReport): string {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const figures = Object.entries(run.metrics).flatMap(([name, value]) =>
    value === null ? [] : [[name, value.toFixed(4)]],
  );
  return [
    `${run.model} ${run.id} is now ${stage}: ${run.features.length} features, transactions of ${day(run.interval.from)} to ${day(run.interval.to)}.\n`,
    ...notes.map((note) => `${note}\n`),
    figures.length > 0
      ? `\nOn the rows that calibrated it (\`ringfence evaluate\` has figures to trust):\n${table(['measure', 'value'], figures)}`
      : '',
    '\nNext: ringfence models, ringfence score FILE\n',
  ].join('');
}
