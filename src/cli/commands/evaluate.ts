import { Argument, Command, Option } from 'commander';
import type { AppContext } from '../../app/context.ts';
import { evaluateRings } from '../../app/evaluate-rings.ts';
import { AS_OF_RULES, type AsOfRule } from '../../features/transfers/known-until.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { parseSplit } from '../../risk/evaluation/time-split.ts';
import { ablationText } from '../ablation-text.ts';
import { evaluationText } from '../evaluation-text.ts';
import { printJson, type Io } from '../io.ts';
import { progressLine } from '../progress.ts';
import { storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';

interface Flags extends StoreFlags {
  readonly truth?: string;
  readonly html?: string;
  readonly split: string;
  readonly known: AsOfRule;
}

const DEFAULT_SPLIT = '60/20/20';

const TRUTH_SHAPE = `
A truth file is JSON:
  {"rings": [{"id": "r1", "kind": "kiting", "members": [{"type": "User", "id": "u1", "role": "mule"}]}],
   "lookalikes": [{"kind": "family", "members": [{"type": "User", "id": "u2"}]}],
   "loners": [{"user": "u3"}], "level": "typical"}
Only "rings" is needed. A type is User, Device, Account, IpAddress, Merchant or Identifier; every role but victim,
bystander, host and identifier is a perpetrator's.

  ringfence seed --users 5000 --truth truth.json
  ringfence detect --save
  ringfence evaluate --truth truth.json --html evaluation.html

Of a data set with labels (docs/features.md), without any store:
  ringfence evaluate amlsim DIR --split 60/20/20`;

export function evaluateCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('evaluate').summary('compare the rings found with the truth'))
    .description(
      'Compares the rings of the last saved detection with a truth file: ring match, roles, innocents blamed, alert\n' +
        'budgets, time to detection (docs/algorithms/evaluation.md). Reads only.\n' +
        'With a data set and its folder: how well its labels are foretold by models with and without graph features.',
    )
    .addArgument(new Argument('[dataset]', 'a data set with labels').choices(['amlsim']))
    .argument('[dir]', 'folder (or file) of the data set')
    .option('--truth <file>', 'truth.json, as `ringfence seed --truth` or `--out` writes it')
    .option('--html <file>', 'also write everything, with plots, to one HTML file')
    .option(
      '--split <parts>',
      'percentages in time of a data set: to train on, to choose the threshold on, to judge',
      DEFAULT_SPLIT,
    )
    .addOption(
      new Option('--known <when>', 'what features of a data set know: 30 days more, or nothing later')
        .choices(AS_OF_RULES)
        .default('review'),
    )
    .addHelpText('after', TRUTH_SHAPE)
    .action(async (dataset: string | undefined, dir: string | undefined, flags: Flags) => {
      if (dataset === undefined) return evaluateStore(app, io, flags, truthFile(flags));
      return evaluateDataset(app, io, flags, folderOf(dataset, dir, flags));
    });
}

/** @throws RingfenceError USAGE when no truth is named */
function truthFile({ truth }: Flags): string {
  if (truth !== undefined) return truth;
  throw new RingfenceError(
    'USAGE',
    'evaluate needs something to compare with; wanted --truth FILE, or a data set and its folder: evaluate amlsim DIR',
  );
}

/** @throws RingfenceError USAGE when no folder is named, or an option is that says nothing about a data set */
function folderOf(dataset: string, dir: string | undefined, { truth, html }: Flags): string {
  if (dir === undefined)
    throw new RingfenceError(
      'USAGE',
      `evaluate ${dataset} needs the folder of the data; wanted evaluate ${dataset} DIR`,
    );
  if (truth !== undefined || html !== undefined)
    throw new RingfenceError(
      'USAGE',
      `--truth and --html are about rings in a store; evaluate ${dataset} has its truth in ${dir}`,
    );
  return dir;
}

async function evaluateDataset(app: AppContext, io: Io, flags: Flags, path: string): Promise<void> {
  const line = progressLine(io, () => app.clock.elapsed());
  const request = { path, split: parseSplit(flags.split), asOf: flags.known };
  // Loaded only when asked for, as no other evaluation needs models.
  const { evaluateAmlsim } = await import('../../app/evaluate-amlsim.ts');
  const report = await evaluateAmlsim(request, line.report).finally(line.done);
  if (flags.json) return printJson(io, report);
  io.out(ablationText(report, request));
}

async function evaluateStore(app: AppContext, io: Io, flags: Flags, truth: string): Promise<void> {
  const line = progressLine(io, () => app.clock.elapsed());
  const report = await useStore(app, storeUrl(flags, io), 'read', (store) =>
    evaluateRings(store, truth, line.report),
  ).finally(line.done);
  if (flags.html !== undefined) {
    // Loaded only when asked for: charts take longer to load than most commands to run.
    const { writeEvaluationPage } = await import('../../app/write-evaluation-page.ts');
    await writeEvaluationPage(flags.html, report);
  }
  if (flags.json) return printJson(io, report);
  io.out(evaluationText(report));
  if (flags.html !== undefined) io.out(`\nWritten with plots to ${flags.html}.\n`);
}
