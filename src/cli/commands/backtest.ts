import { Command } from 'commander';
import { backtest, type BacktestReport, type BacktestRing } from '../../app/backtest.ts';
import type { AppContext } from '../../app/context.ts';
import { formatInstant } from '../../kernel/time.ts';
import { printJson, type Io } from '../io.ts';
import { gather, instant, names } from '../parse.ts';
import { progressLine } from '../progress.ts';
import { storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';
import { table } from '../table.ts';

interface Flags extends StoreFlags {
  readonly detectors?: string[];
  readonly set: string[];
  readonly asOf?: number;
}

const EXAMPLES = `
Examples:
  ringfence backtest --set kiting-cycle.minRetention=0.7
  ringfence backtest --set device-sharing.minUsers=3 --set device-sharing.window=30d --json`;

export function backtestCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('backtest').summary('which rings other options would gain and lose'))
    .description(
      'Detects twice, as it is and with other options, and lists the rings gained and lost, what the labels say of them,\n' +
        'and what it costs in rings to look at. Keeps nothing.',
    )
    .requiredOption('--set <detector.option=value>', 'what to try; may be given several times', gather)
    .option('--detectors <names>', 'only these, with commas, on both sides', names)
    .option('--as-of <time>', 'use only what was known at this time (ISO 8601)', instant)
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Flags) => {
      const line = progressLine(io, () => app.clock.elapsed());
      const request = { set: flags.set, detectors: flags.detectors, asOf: flags.asOf ?? null };
      const report = await useStore(app, storeUrl(flags, io), 'read', (store) =>
        backtest(store, request, app.clock, line.report),
      ).finally(line.done);
      if (flags.json) return printJson(io, backtestView(report));
      io.out(backtestText(report));
    });
}

function backtestView(report: BacktestReport) {
  const shown = (ring: BacktestRing) => ({ ...ring, formedAt: formatInstant(ring.formedAt) });
  return { ...report, gained: report.gained.map(shown), lost: report.lost.map(shown) };
}

function backtestText({ set, days, before, after, gained, lost, kept }: BacktestReport): string {
  const sides = [
    ['as it is', before.rings, before.findings, before.suspects, before.ringsPerDay.toFixed(2)],
    [set.join(' '), after.rings, after.findings, after.suspects, after.ringsPerDay.toFixed(2)],
  ];
  const cost = after.ringsPerDay - before.ringsPerDay;
  const parts = [
    table(['options', 'rings', 'findings', 'suspects', 'rings a day'], sides),
    `${gained.length} rings gained, ${lost.length} lost, ${kept} kept, over ${days.toFixed(0)} days: ` +
      `${cost >= 0 ? '+' : ''}${cost.toFixed(2)} alerts a day.\n`,
  ];
  if (gained.length > 0) parts.push(`Gained:\n${ringLines(gained)}`);
  if (lost.length > 0) parts.push(`Lost:\n${ringLines(lost)}`);
  return parts.join('\n');
}

function ringLines(rings: readonly BacktestRing[]): string {
  const rows = rings.map(({ id, members, detectors, fraud, legitimate, unlabelled }) => [
    id,
    members,
    fraud,
    legitimate,
    unlabelled,
    detectors.join(', '),
  ]);
  return table(['ring', 'members', 'fraud', 'legitimate', 'unlabelled', 'detectors'], rows);
}
