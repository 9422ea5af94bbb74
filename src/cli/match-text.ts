import type { MatchReport } from '../rings/evaluation/match-rings.ts';
import { table } from './table.ts';

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
    ...missed.map(
      ({ truth, kind, nearest }) =>
        `missed: ${truth} (${kind})${nearest ? `, nearest found ring has Jaccard ${nearest.jaccard.toFixed(2)}` : ''}`,
    ),
    ...falseRings.map(({ ring, blamed, perpetrators, lookalikes }) => {
      const kinds = lookalikes.map((rate) => `${rate.blamed} of ${rate.kind}`).join(', ');
      return `blamed wrongly: ring ${ring}, ${blamed} suspects of whom ${perpetrators} are perpetrators${kinds ? `; ${kinds}` : ''}`;
    }),
    ...report.giants.map(({ ring, truths }) => `giant: ring ${ring} covers ${truths.length} true rings`),
    ...report.fragments.map(
      ({ truth, rings }) => `in pieces: true ring ${truth} lies in ${rings.length} found rings`,
    ),
    innocentsText(report),
  ].join('\n');
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
