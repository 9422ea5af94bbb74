import { Argument, Command } from 'commander';
import type { AppContext } from '../../app/context.ts';
import type { AttackResult } from '../../app/demo-attack.ts';
import { runDemo, type DemoResult } from '../../app/run-demo.ts';
import { printJson, type Io } from '../io.ts';
import { wholeNumber } from '../parse.ts';
import { matchText } from '../match-text.ts';
import { progressLine } from '../progress.ts';
import { ringTable } from '../ring-table.ts';
import { shownUrl, useStore } from '../store-option.ts';
import { ringView } from '../views.ts';
import { scoreTable, scoreView } from './score.ts';
import { SERVE_DEFAULTS, serveStore } from './serve.ts';

const DEMO_STORE = 'sqlite:ringfence-demo.db';

interface Flags {
  readonly store: string;
  readonly json?: boolean;
  readonly serve?: boolean;
  readonly port: number;
}

export function demoCommand(app: AppContext, io: Io): Command {
  return new Command('demo')
    .summary('see it work: a generated world, its rings found, compared with the truth')
    .description(
      'Generates a small world with planted rings and innocent look-alikes, finds the rings, and compares them with the truth.\n' +
        '`demo attack` trains a model on ordinary payments, then shows it a day with an attack: new device and address, a jump\n' +
        'in place, high speed, large amounts; each flagged with reasons and decided.',
    )
    .addArgument(new Argument('[what]', 'attack: a burst of fraud, scored as it comes').choices(['attack']))
    .option('--store <url>', `where to keep it (default: ${DEMO_STORE}; of the attack memory:)`)
    .option('--json', 'print one JSON document on stdout and nothing else')
    .option('--serve', 'then serve the world for development: a page of the rings, an explorer for GraphQL')
    .option('--port <n>', 'port to serve on; 0 takes a free one', wholeNumber(0, 65_535), 4000)
    .action(async (what: 'attack' | undefined, given: Omit<Flags, 'store'> & { readonly store?: string }) => {
      const flags: Flags = { ...given, store: given.store ?? (what ? 'memory:' : DEMO_STORE) };
      if (what === 'attack') return showAttack(app, io, flags);
      const line = progressLine(io, () => app.clock.elapsed());
      const easy = await useStore(app, flags.store, 'create', (store) =>
        runDemo(store, 'easy', app.clock, line.report),
      ).finally(line.done);
      const typical = await useStore(app, 'memory:', 'create', (store) =>
        runDemo(store, 'typical', app.clock, line.report),
      ).finally(line.done);
      if (flags.json) printJson(io, demoView(easy, typical));
      else io.out(demoText(easy, typical, flags.store));
      if (flags.serve) await serveDemo(app, io, flags);
    });
}

async function showAttack(app: AppContext, io: Io, { store: url, json }: Flags): Promise<void> {
  const line = progressLine(io, () => app.clock.elapsed());
  const { demoAttack } = await import('../../app/demo-attack.ts');
  const result = await useStore(app, url, 'create', (store) =>
    demoAttack(store, app.clock, line.report),
  ).finally(line.done);
  if (json) return printJson(io, attackView(result));
  io.out(attackText(result));
}

function decisionsOf(scores: AttackResult['attack']): Record<string, number> {
  const counts: Record<string, number> = { scored: scores.length, approve: 0, review: 0, deny: 0 };
  for (const { judgement } of scores) counts[judgement.decision]++;
  return counts;
}

function attackView({ ordinary, attack, ...rest }: AttackResult) {
  return {
    ...rest,
    ordinary: decisionsOf(ordinary),
    attack: decisionsOf(attack),
    scores: attack.map(scoreView),
  };
}

function attackText({ model, history, victim, ordinary, attack, seconds }: AttackResult): string {
  const said = (scores: AttackResult['attack']): string => {
    const { scored, approve, review, deny } = decisionsOf(scores);
    return `${scored} payments: ${approve} approved, ${review} to review, ${deny} denied`;
  };
  return [
    `Isolation forest ${model.slice(0, 12)} trained on ${history.toLocaleString('en-US')} events of ordinary behaviour, in ${seconds.toFixed(1)} s with all the rest.\n`,
    `Ordinary day, ${said(ordinary)}.`,
    `Attack on ${victim}, ${said(attack)}.\n`,
    scoreTable(attack),
  ].join('\n');
}

async function serveDemo(app: AppContext, io: Io, { store, port }: Flags): Promise<void> {
  const opened = { store: await app.openStore(store, 'write'), shown: shownUrl(store) };
  await serveStore(app, io, { ...SERVE_DEFAULTS, port, dev: true, logLevel: 'warn' }, opened);
}

function demoView(easy: DemoResult, typical: DemoResult) {
  return {
    ...levelView(easy),
    rings: easy.rings.map(ringView),
    typical: { ...levelView(typical), rings: typical.rings.length },
  };
}

function levelView({ level, world, events, seconds, report }: DemoResult) {
  const { precision, recall, matched, missed, falseRings, giants, fragments, lookalikes } = report;
  return {
    level,
    world,
    events,
    seconds,
    precision,
    recall,
    matched,
    missed,
    falseRings,
    giants,
    fragments,
    lookalikes,
  };
}

function demoText(easy: DemoResult, typical: DemoResult, store: string): string {
  const flag = store === 'sqlite:ringfence.db' ? '' : ` --store ${shownUrl(store)}`;
  return [
    heading(easy),
    ringTable(easy.rings, 12),
    matchText(easy.report),
    heading(typical),
    matchText(typical.report),
    'What to try next:',
    `  npx ringfence rings${flag}`,
    `  npx ringfence ring ${easy.rings[0]?.id ?? 'ID'}${flag}`,
    `  npx ringfence stats${flag}`,
    '  npx ringfence seed --users 2000 --level typical --seed 7 --truth truth.json',
    `  npx ringfence serve --dev${flag}`,
    '  npx ringfence --help\n',
  ].join('\n');
}

function heading({ level, world, events, rings, seconds }: DemoResult): string {
  return (
    `Level ${level}: ${world.users.toLocaleString('en-US')} users over ${world.days} days, ` +
    `${events.toLocaleString('en-US')} events, ${rings.length} rings found in ${seconds.toFixed(1)} s\n`
  );
}
