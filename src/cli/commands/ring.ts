import { Command } from 'commander';
import type { AppContext } from '../../app/context.ts';
import { showRing, type RingDetail } from '../../app/show-ring.ts';
import { formatInstant } from '../../kernel/time.ts';
import { printJson, type Io } from '../io.ts';
import { storeUrl, useStore, withStore, type StoreFlags } from '../store-option.ts';
import { table } from '../table.ts';
import { findingView, ringView, stepView } from '../views.ts';

export function ringCommand(app: AppContext, io: Io): Command {
  return withStore(new Command('ring').summary('show one ring: members, roles, evidence, history'))
    .description(
      'Shows a ring with its members and their roles, the findings that bind it, their evidence, and its history.',
    )
    .argument('<id>', 'a ring id, current or one that has since been merged')
    .action(async (id: string, flags: StoreFlags) => {
      const detail = await useStore(app, storeUrl(flags, io), 'read', (store) => showRing(store, id));
      if (flags.json) return printJson(io, detailView(detail));
      io.out(detailText(detail, id));
    });
}

function detailView({ ring, findings, reasons, alias }: RingDetail) {
  return {
    ...ringView(ring),
    alias,
    reasons,
    findings: findings.map(findingView),
    history: ring.history.map(stepView),
  };
}

function detailText({ ring, findings, reasons, alias }: RingDetail, asked: string): string {
  const { members, history, metrics } = ring;
  return [
    `Ring ${ring.id}${alias ? ` (${asked} is one of its older ids)` : ''}`,
    `formed ${formatInstant(ring.formedAt)}, last active ${formatInstant(ring.lastActiveAt)}, ` +
      `risk ${ring.risk?.toFixed(0) ?? 'not known'}, strength ${(ring.strength / 10_000).toFixed(2)}, density ${metrics.density.toFixed(2)}` +
      (metrics.central.length > 0
        ? `, most central: ${metrics.central.map((ref) => ref.id).join(', ')}`
        : ''),
    '\nWhy',
    table(
      ['points', 'evidence', 'strongest finding'],
      reasons.map(({ points, line, text }) => [points.toFixed(2), line, text]),
    ),
    'Members',
    table(
      ['type', 'id', 'role', 'since'],
      members.map((m) => [m.type, m.id, m.role, formatInstant(m.since.at)]),
    ),
    'Findings',
    table(
      ['detector', 'subject', 'crossed', 'strength', 'by chance', 'evidence'],
      findings.map((f) => [
        f.detector,
        JSON.stringify(f.subject),
        formatInstant(f.first.at),
        (f.strength / 10_000).toFixed(2),
        f.significance?.pValue ?? '',
        evidenceText(f.evidence),
      ]),
    ),
    'History',
    table(
      ['when', 'change', 'who joined', 'by finding'],
      history.map((step) => [
        formatInstant(step.at.at),
        step.change + (step.other ? ` ${step.other}` : ''),
        step.joined.map((ref) => ref.id).join(' '),
        step.finding,
      ]),
    ),
  ].join('\n');
}

const SHOWN = 6;

function evidenceText(keys: RingDetail['findings'][number]['evidence']): string {
  const shown = keys
    .slice(0, SHOWN)
    .map(([, id]) => id)
    .join(' ');
  return keys.length > SHOWN ? `${shown} … ${keys.length - SHOWN} more (--json)` : shown;
}
