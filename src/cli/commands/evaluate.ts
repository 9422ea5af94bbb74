import { Command } from 'commander';
import type { AppContext } from '../../app/context.ts';
import { evaluateRings } from '../../app/evaluate-rings.ts';
import { evaluationText } from '../evaluation-text.ts';
import { printJson, type Io } from '../io.ts';
import { progressLine } from '../progress.ts';
import { storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';

interface Flags extends StoreFlags {
  readonly truth: string;
  readonly html?: string;
}

const TRUTH_SHAPE = `
A truth file is JSON:
  {"rings": [{"id": "r1", "kind": "kiting", "members": [{"type": "User", "id": "u1", "role": "mule"}]}],
   "lookalikes": [{"kind": "family", "members": [{"type": "User", "id": "u2"}]}],
   "loners": [{"user": "u3"}], "level": "typical"}
Only "rings" is needed. A type is User, Device, Account, IpAddress, Merchant or Identifier; every role but victim,
bystander, host and identifier is a perpetrator's.

  ringfence seed --users 5000 --truth truth.json
  ringfence detect --save
  ringfence evaluate --truth truth.json --html evaluation.html`;

export function evaluateCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('evaluate').summary('compare the rings found with the truth'))
    .description(
      'Compares the rings of the last saved detection with a truth file: ring match, roles, innocents blamed, alert\n' +
        'budgets, time to detection (docs/algorithms/evaluation.md). Reads only.',
    )
    .requiredOption('--truth <file>', 'truth.json, as `ringfence seed --truth` or `--out` writes it')
    .option('--html <file>', 'also write everything, with plots, to one HTML file')
    .addHelpText('after', TRUTH_SHAPE)
    .action(async (flags: Flags) => {
      const line = progressLine(io, () => app.clock.elapsed());
      const report = await useStore(app, storeUrl(flags, io), 'read', (store) =>
        evaluateRings(store, flags.truth, line.report),
      ).finally(line.done);
      if (flags.html !== undefined) {
        // Loaded only when asked for: charts take longer to load than most commands to run.
        const { writeEvaluationPage } = await import('../../app/write-evaluation-page.ts');
        await writeEvaluationPage(flags.html, report);
      }
      if (flags.json) return printJson(io, report);
      io.out(evaluationText(report));
      if (flags.html !== undefined) io.out(`\nWritten with plots to ${flags.html}.\n`);
    });
}
