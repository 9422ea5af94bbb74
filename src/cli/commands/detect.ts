import { Command, Option } from 'commander';
import { readFileSync } from 'node:fs';
import type { AppContext } from '../../app/context.ts';
import { detectRings, type DetectResult } from '../../app/detect-rings.ts';
import { DETECTORS_WITH_QUERIES } from '../../app/detection-graphs.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import type { CandidateSource } from '../../store/candidate-source.ts';
import type { Store } from '../../store/port.ts';
import { printJson, type Io } from '../io.ts';
import { gather, instant, names } from '../parse.ts';
import { progressLine } from '../progress.ts';
import { ringTable } from '../ring-table.ts';
import { storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';
import { table } from '../table.ts';
import { findingView, hubView, ringView } from '../views.ts';

interface Flags extends StoreFlags {
  readonly detectors?: string[];
  readonly set?: string[];
  readonly asOf?: number;
  readonly engine: 'process' | 'cypher';
  readonly save?: boolean;
}

export function detectCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('detect').summary('find rings and keep them'))
    .description(
      'Runs the detectors over the stored events and binds their findings into rings.\n' +
        'A plain run keeps the result in the store; with --as-of, --set or --detectors it only shows it, unless --save.',
    )
    .option('--detectors <names>', 'only these, with commas (see `ringfence detectors`)', names)
    .option(
      '--set <detector.option=value>',
      'change an option; may be given several times; @FILE reads the value from a file',
      gather,
    )
    .option('--as-of <time>', 'use only what was known at this time (ISO 8601)', instant)
    .addOption(
      new Option('--engine <name>', 'where candidates are found (see below)')
        .choices(['process', 'cypher'])
        .default('process'),
    )
    .option('--save', 'keep the result even so')
    .addHelpText('after', ENGINES + EXAMPLES)
    .action(async (flags: Flags) => {
      const whatIf = flags.detectors !== undefined || flags.set !== undefined || flags.asOf !== undefined;
      const save = flags.save ?? !whatIf;
      const line = progressLine(io, () => app.clock.elapsed());
      const request = {
        detectors: flags.detectors,
        set: flags.set?.map(fromFile),
        asOf: flags.asOf ?? null,
        save,
      };
      const result = await useStore(app, storeUrl(flags, io), save ? 'write' : 'read', async (store) => {
        const chosen = await candidates(app, store, flags.engine);
        return detectRings(store, { ...request, ...chosen }, app.clock, line.report);
      }).finally(line.done);
      if (flags.json) return printJson(io, resultView(result));
      io.out(resultText(result));
    });
}

const ENGINES = `
Engines:
  process  reads all events and looks for findings here.
  cypher   for a Neo4j store: queries in the database find the candidates of
           ${DETECTORS_WITH_QUERIES.join(', ')};
           only what these are about is read. The other detectors run in process, in the same run.
           The result is the same, but that cycles carry no significance there, for
           which every transfer is needed. Cycles of more than 5 are not looked for there, so it needs
           --set kiting-cycle.maxLength=5 (or --detectors without kiting-cycle).
`;

const EXAMPLES = `
Examples:
  ringfence detect
  ringfence detect --as-of 2025-03-01T00:00:00Z
  ringfence detect --detectors kiting-cycle --set kiting-cycle.window=72h --json
  ringfence detect --engine cypher --set kiting-cycle.maxLength=5 --store neo4j://localhost:7687/neo4j`;

/** @throws RingfenceError USAGE for a store in which no query can run */
async function candidates(
  app: AppContext,
  store: Store,
  engine: Flags['engine'],
): Promise<{ readonly candidates?: CandidateSource }> {
  if (engine === 'process') return {};
  const source = await app.candidatesOf(store);
  if (source) return { candidates: source };
  throw new RingfenceError(
    'USAGE',
    `--engine cypher needs a Neo4j store, and ${store.url} is none: leave it out, or name a store with --store neo4j://…`,
  );
}

/** `DETECTOR.OPTION=@FILE` takes the value from a file. */
function fromFile(setting: string): string {
  const match = /^([^=]+=)@(.+)$/s.exec(setting);
  if (!match) return setting;
  try {
    return match[1] + readFileSync(match[2], 'utf8');
  } catch (cause) {
    throw new RingfenceError('FILE_UNREADABLE', `${match[2]}: cannot be read`, { file: match[2] }, cause);
  }
}

function resultView(result: DetectResult) {
  return {
    findings: result.findings.map(findingView),
    rings: result.rings.map(ringView),
    hubs: result.hubs.map(hubView),
    truncated: result.truncated,
    events: result.events,
    seconds: result.seconds,
    saved: result.saved,
  };
}

function resultText(result: DetectResult): string {
  const counts = new Map<string, number>();
  for (const finding of result.findings)
    counts.set(finding.detector, (counts.get(finding.detector) ?? 0) + 1);
  const parts = [
    `${result.events.toLocaleString('en-US')} events read, ${result.findings.length} findings, ${result.rings.length} rings, in ${result.seconds.toFixed(1)} s.\n`,
  ];
  if (counts.size > 0) parts.push(table(['detector', 'findings'], [...counts]));
  if (result.rings.length > 0) parts.push(ringTable(result.rings, 20));
  if (result.hubs.length > 0)
    parts.push(
      `${result.hubs.length} hubs (shared by many for good reasons) bound nothing; --json lists them.\n`,
    );
  for (const cut of result.truncated)
    parts.push(`Cut short: ${cut.detector}, ${cut.what} over ${cut.cap}; left out: ${cut.leftOut}.\n`);
  parts.push(
    result.saved
      ? 'Kept in the store. Next: ringfence ring ID\n'
      : 'Only shown, not kept; add --save to keep it.\n',
  );
  return parts.join('\n');
}
