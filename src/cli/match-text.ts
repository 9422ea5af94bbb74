import type { FalseRing, MatchReport, MissedRing } from '../rings/evaluation/match-rings.ts';
import { table } from './table.ts';

/** Of each list of rings so many are shown. */
const SHOWN = 8;

/** How found rings compare with the truth, for people. */
export function matchText(report: MatchReport): string {
  const { matched, foundRings, trueRings, falseRings, missed, people } = report;
  return [
    `precision ${percent(report.precision)} (${matched.length} of ${foundRings} found rings are true), ` +
      `recall ${percent(report.recall)} (${matched.length} of ${trueRings} true rings are found)`,
    `members: precision ${percent(people.precision)}, recall ${percent(people.recall)}\n`,
    table(
      ['kind of true ring', 'rings', 'found'],
      report.kinds.map(({ kind, rings, matched: found }) => [kind, rings, found]),
    ),
    ...shown('missed', missed, missedText),
    ...shown('blamed wrongly', falseRings, falseText),
    ...shown('giant', report.giants, ({ ring, truths }) => `ring ${ring} covers ${truths.length} true rings`),
    ...shown(
      'in pieces',
      report.fragments,
      ({ truth, rings }) => `true ring ${truth} lies in ${rings.length} found rings`,
    ),
    innocentsText(report),
  ].join('\n');
}

function shown<Item>(what: string, items: readonly Item[], text: (item: Item) => string): string[] {
  const lines = items.slice(0, SHOWN).map((item) => `${what}: ${text(item)}`);
  return items.length > SHOWN
    ? [...lines, `${what}: ${items.length - SHOWN} more (--json lists all)`]
    : lines;
}

function missedText({ truth, kind, nearest }: MissedRing): string {
  return `${truth} (${kind})${nearest ? `, nearest found ring has Jaccard ${nearest.jaccard.toFixed(2)}` : ''}`;
}

function falseText({ ring, blamed, perpetrators, lookalikes }: FalseRing): string {
  const kinds = lookalikes.map((rate) => `${rate.blamed} of ${rate.kind}`).join(', ');
  return `ring ${ring}, ${blamed} suspects of whom ${perpetrators} are perpetrators${kinds ? `; ${kinds}` : ''}`;
}

function innocentsText({ lookalikes }: MatchReport): string {
  const blamed = lookalikes.filter((rate) => rate.blamed > 0);
  if (blamed.length === 0) return 'No innocent look-alike is a suspect.\n';
  const rows = blamed.map(({ kind, innocents, blamed: count, upper95 }) => [
    kind,
    innocents,
    count,
    percent(upper95),
  ]);
  return `\n${table(['innocents blamed', 'people', 'blamed', 'share at most (95 %)'], rows)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
