import { Command } from 'commander';
import { DETECTORS } from '../../detectors/registry.ts';
import type { AppContext } from '../../app/context.ts';
import type { OptionSpec } from '../../detectors/options.ts';
import { printJson, type Io } from '../io.ts';
import { table } from '../table.ts';

export function detectorsCommand(_app: AppContext, io: Io): Command {
  return new Command('detectors')
    .summary('list the detectors and their options')
    .description(
      'Lists every detector with its options, their defaults, what they take and where the defaults come from.',
    )
    .option('--json', 'print one JSON document on stdout and nothing else')
    .action((flags: { json?: boolean }) => {
      const list = DETECTORS.map(({ name, summary, options, onRequest = false }) => ({
        name,
        summary,
        onRequest,
        options: optionList(options),
      }));
      if (flags.json) return printJson(io, list);
      for (const detector of list) {
        const when = detector.onRequest ? ' (runs only when it is named)' : '';
        io.out(`${detector.name}${when}\n  ${detector.summary}\n\n`);
        const rows = detector.options.map((o) => [
          `  ${o.name}`,
          o.default === '' ? '(unset)' : o.default,
          o.takes,
          o.doc,
          o.source,
        ]);
        io.out(`${table(['  option', 'default', 'takes', 'what it does', 'source'], rows)}\n`);
      }
      io.out('Set one with: ringfence detect --set DETECTOR.OPTION=VALUE\n');
    });
}

function optionList(options: object) {
  return Object.entries<OptionSpec<unknown>>({ ...options }).map(([name, spec]) => ({
    name,
    default: spec.format(spec.default),
    takes: spec.takes,
    doc: spec.doc,
    source: spec.source,
  }));
}
