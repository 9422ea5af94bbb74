import { readFileSync } from 'node:fs';
import { Argument, Command } from 'commander';
import { parse } from 'yaml';
import type { AppContext } from '../../app/context.ts';
import { liveDecisions } from '../../app/live-decisions.ts';
import { checkDocument, publish, rulesBook, saveDraft } from '../../app/rules-book.ts';
import { RingfenceError } from '../../kernel/errors.ts';
import { formatInstant } from '../../kernel/time.ts';
import { printJson, type Io } from '../io.ts';
import { storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';
import { table } from '../table.ts';

const EXAMPLES = `
Examples:
  ringfence rules show > rules.json
  ringfence rules check rules.json
  ringfence rules draft rules.json
  ringfence rules publish default@2`;

const ACTIONS = ['list', 'show', 'check', 'draft', 'publish'] as const;
type Action = (typeof ACTIONS)[number];

export function rulesCommand(app: AppContext, io: Io): Command {
  return withStore(
    new Command('rules').summary('rules and policies as documents: show, check, draft, publish'),
  )
    .description(
      'list: versions that the store keeps. show: the rules that are live. check FILE: whether a document (JSON or YAML,\n' +
        'docs/risk.md) is right. draft FILE: keeps it, deciding nothing. publish NAME@VERSION: makes it live.',
    )
    .addArgument(new Argument('[action]', 'what to do').choices([...ACTIONS]).default('list'))
    .argument('[what]', 'a file, or the name and version of a document')
    .addHelpText('after', EXAMPLES)
    .action(async (action: Action, what: string | undefined, flags: StoreFlags) => {
      const needs = action === 'check' || action === 'draft' || action === 'publish';
      if (needs !== (what !== undefined))
        throw new RingfenceError(
          'USAGE',
          `rules ${action} ${needs ? 'needs a file or a document' : 'takes nothing more'}`,
        );
      if (action === 'check') return checkFile(io, flags, what!);
      const url = storeUrl(flags, io);
      if (action === 'show') {
        const { rules } = await useStore(app, url, 'read', liveDecisions);
        return printJson(io, rules);
      }
      const mode = action === 'list' ? 'read' : 'write';
      const book = await useStore(app, url, mode, async (store) => {
        if (action === 'draft') await saveDraft(store, readDocument(what!), app.clock);
        if (action === 'publish') await publish(store, what!, app.clock);
        return rulesBook(store);
      });
      if (flags.json) return printJson(io, { documents: book });
      if (book.length === 0)
        return io.out('Nothing was kept: the rules and the policy that come with Ringfence are live.\n');
      const rows = book.map(({ id, kind, status, at }) => [id, kind, status, formatInstant(at).slice(0, 16)]);
      io.out(table(['document', 'kind', 'status', 'since'], rows));
    });
}

function checkFile(io: Io, { json }: StoreFlags, file: string): void {
  const { kind, name, version } = checkDocument(readDocument(file));
  if (json) return printJson(io, { file, kind, name, version });
  io.out(`${file} is right: ${kind} ${name}@${version}.\n`);
}

/** YAML reads JSON too. @throws RingfenceError FILE_UNREADABLE, RULES_INVALID */
function readDocument(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new RingfenceError('FILE_UNREADABLE', `${file}: cannot be read`, { file }, cause);
  }
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message.split('\n')[0] : 'no YAML';
    throw new RingfenceError('RULES_INVALID', `${file}: ${problem}`, { field: 'document', file }, cause);
  }
}
