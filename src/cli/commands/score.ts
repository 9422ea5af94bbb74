import { Command } from 'commander';
import type { AppContext } from '../../app/context.ts';
import type { ScoredTransaction } from '../../app/live-scoring.ts';
import type { ScoreReport } from '../../app/score-file.ts';
import { formatInstant } from '../../kernel/time.ts';
import { printJson, type Io } from '../io.ts';
import { progressLine } from '../progress.ts';
import { storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';
import { table } from '../table.ts';

interface Flags extends StoreFlags {
  readonly explain?: boolean;
  readonly save?: boolean;
}

const SHOWN = 20;

const EXAMPLES = `
Examples:
  ringfence score new.ndjson
  ringfence score - --explain --json < new.ndjson`;

export function scoreCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('score').summary('risk, decision and reasons of the transactions of a file'))
    .description(
      'Scores the payments and transfers of event NDJSON, as of their time, on top of what the store knows; other events\n' +
        'in the file count from their time on. The champion decides, with the rules and the policy that are live; without a\n' +
        'model rules alone do. Nothing of the file is stored.',
    )
    .argument('<file>', 'events, one JSON object a line (docs/importing.md), plain or .gz; - is stdin')
    .option('--explain', 'reasons also for what is approved')
    .option('--save', 'keep the scores in the store')
    .addHelpText('after', EXAMPLES)
    .action(async (path: string, flags: Flags) => {
      const line = progressLine(io, () => app.clock.elapsed());
      const { scoreFile } = await import('../../app/score-file.ts');
      const request = {
        path,
        stdin: () => io.stdin(),
        explainAll: flags.explain ?? false,
        save: flags.save ?? false,
      };
      const report = await useStore(app, storeUrl(flags, io), request.save ? 'write' : 'read', (store) =>
        scoreFile(store, request, line.report),
      ).finally(line.done);
      if (flags.json) return printJson(io, { ...report, scores: report.scores.map(scoreView) });
      io.out(scoresText(report));
    });
}

/** A score as it is written; the vector stays inside. */
export function scoreView({ event, at, user, judgement, run, shadow }: ScoredTransaction) {
  const { risk, decision, by, legitimacy, modelRisk, base, expectedCost, reasons } = judgement;
  return {
    event: { source: event[0], id: event[1] },
    at: formatInstant(at),
    user,
    risk,
    legitimacy,
    decision,
    by,
    model: run,
    modelRisk,
    base,
    reasons,
    expectedCost,
    shadow: shadow && { model: shadow.run, risk: shadow.judgement.risk, decision: shadow.judgement.decision },
  };
}

export function scoresText({ scores, champion, drift }: ScoreReport): string {
  const count = (decision: string): number =>
    scores.filter(({ judgement }) => judgement.decision === decision).length;
  const alerts = scores
    .filter(({ judgement }) => judgement.decision !== 'approve')
    .toSorted((a, b) => b.judgement.risk - a.judgement.risk);
  const parts = [
    `${scores.length.toLocaleString('en-US')} transactions scored by ${champion === null ? 'rules alone (no model is trained)' : `model ${champion.slice(0, 12)} and rules`}: ` +
      `${count('approve')} approved, ${count('review')} to review, ${count('deny')} denied.\n`,
  ];
  if (alerts.length > 0) parts.push(scoreTable(alerts.slice(0, SHOWN)));
  if (alerts.length > SHOWN) parts.push(`${alerts.length - SHOWN} more; --json lists them all.\n`);
  const moved = (drift ?? []).filter(({ level }) => level !== 'steady');
  if (moved.length > 0)
    parts.push(
      `Drift against training: ${moved
        .slice(0, 5)
        .map(({ name, psi, level }) => `${name} ${psi.toFixed(2)} (${level})`)
        .join(', ')}.\n`,
    );
  return parts.join('\n');
}

export function scoreTable(scores: readonly ScoredTransaction[]): string {
  return table(
    ['transaction', 'risk', 'decision', 'by', 'main reasons'],
    scores.map(({ event, judgement: { risk, decision, by, reasons } }) => [
      event[1],
      risk,
      decision,
      by,
      (reasons ?? [])
        .filter(({ kind, points }) => kind === 'rule' || points >= 1)
        .slice(0, 2)
        .map(({ text, points }) => `${text} (${points > 0 ? '+' : ''}${points})`)
        .join(' '),
    ]),
  );
}
