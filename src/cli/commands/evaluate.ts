import { Argument, Command, Option } from 'commander';
import type { AppContext } from '../../app/context.ts';
import { evaluateRings } from '../../app/evaluate-rings.ts';
import { AS_OF_RULES, type AsOfRule } from '../../features/transfers/known-until.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { parseSplit } from '../../risk/evaluation/time-split.ts';
import { MODEL_NAMES, type ModelName } from '../../risk/training/model-names.ts';
import { TRAIN_SHARE } from '../../risk/training/label-split.ts';
import { labelEvaluationText, labelEvaluationView } from '../label-evaluation-text.ts';
import { ablationText } from '../ablation-text.ts';
import { evaluationText } from '../evaluation-text.ts';
import { printJson, type Io } from '../io.ts';
import { instant, share } from '../parse.ts';
import { progressLine } from '../progress.ts';
import { storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';

interface Flags extends StoreFlags {
  readonly truth?: string;
  readonly html?: string;
  readonly plot?: string;
  readonly split: string;
  readonly known: AsOfRule;
  readonly model?: ModelName;
  readonly trainShare?: number;
  readonly asOf?: number;
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

By the store's own labels, without any truth (docs/risk.md):
  ringfence evaluate
  ringfence evaluate --model logistic-regression --json

Of a data set with labels (docs/features.md), without any store:
  ringfence evaluate amlsim DIR --split 60/20/20`;

export function evaluateCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('evaluate').summary('judge rings by a truth file, risk models by labels'))
    .description(
      'With --truth: compares the rings of the last saved detection with a truth file: ring match, roles, innocents blamed,\n' +
        'alert budgets, time to detection (docs/algorithms/evaluation.md).\n' +
        "Without: judges risk models by the store's own labels: trained before, judged after, no ring on both sides, with and\n" +
        'without graph features and rules (docs/risk.md). Reads only.\n' +
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
    .addOption(
      new Option('--model <name>', "by the store's own labels: which model (default: gbdt)").choices(
        MODEL_NAMES.filter((name) => name !== 'isolation-forest'),
      ),
    )
    .option(
      '--train-share <share>',
      `by the store's own labels: share of the time before training (default: ${TRAIN_SHARE})`,
      share,
    )
    .option('--plot <file>', "by the store's own labels: also draw precision by recall (SVG)")
    .option('--as-of <time>', "by the store's own labels: only what was known then (ISO 8601)", instant)
    .addHelpText('after', TRUTH_SHAPE)
    .action(async (dataset: string | undefined, dir: string | undefined, flags: Flags) => {
      requireFitting(dataset, flags);
      if (dataset === undefined && flags.truth === undefined) return evaluateByLabels(app, io, flags);
      if (dataset === undefined) return evaluateStore(app, io, flags, flags.truth!);
      return evaluateDataset(app, io, flags, folderOf(dataset, dir, flags));
    });
}

/** @throws RingfenceError USAGE for options that say nothing about what is evaluated */
function requireFitting(
  dataset: string | undefined,
  { truth, html, model, trainShare, asOf, plot }: Flags,
): void {
  const byLabels = [model, trainShare, asOf, plot].some((given) => given !== undefined);
  if (byLabels && (dataset !== undefined || truth !== undefined))
    throw new RingfenceError(
      'USAGE',
      "--model, --train-share, --plot and --as-of are for evaluating by the store's own labels: leave out --truth and data sets",
    );
  if (html !== undefined && dataset === undefined && truth === undefined)
    throw new RingfenceError('USAGE', '--html shows rings beside a truth; wanted --truth FILE with it');
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

async function evaluateByLabels(app: AppContext, io: Io, flags: Flags): Promise<void> {
  const line = progressLine(io, () => app.clock.elapsed());
  const { evaluateLabels } = await import('../../app/evaluate-labels.ts');
  const request = {
    model: flags.model ?? 'gbdt',
    trainShare: flags.trainShare ?? TRAIN_SHARE,
    asOf: flags.asOf ?? null,
  };
  const report = await useStore(app, storeUrl(flags, io), 'read', (store) =>
    evaluateLabels(store, request, line.report),
  ).finally(line.done);
  if (flags.plot !== undefined) {
    // Loaded only when asked for: charts take longer to load than most commands to run.
    const { writePrecisionRecall } = await import('../../app/precision-recall-chart.ts');
    await writePrecisionRecall(flags.plot, report);
  }
  if (flags.json) return printJson(io, labelEvaluationView(report));
  io.out(labelEvaluationText(report));
  if (flags.plot !== undefined) io.out(`\nDrawn to ${flags.plot}.\n`);
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
