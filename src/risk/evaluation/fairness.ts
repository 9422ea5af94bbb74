import { shareOf } from '../../rings/evaluation/wilson-bound.ts';
import type { JudgedRows } from './alert-report.ts';

/** What one group has to bear beside all others of whom the same is known (docs/risk.md, "Fairness"). */
export interface FairnessLine {
  readonly trait: string;
  readonly group: string;
  /** Judged transactions of the group that are not fraud, and how many of them are alerts. */
  readonly transactions: number;
  readonly falseAlerts: number;
  /** People behind those alerts. */
  readonly peopleAlerted: number;
  /** False alerts a transaction; null without any transaction. */
  readonly falsePositiveRate: number | null;
  /** The group's rate over that of the others; null where theirs is 0 or one side has no transaction. */
  readonly ratio: number | null;
  /** Its 95 % interval; an end is null where nothing bounds it. */
  readonly ratio95: readonly [low: number | null, high: number | null];
  /** Whether the ratio, or its inverse, is at most {@link MOST_RATIO}: `yes` or `no` when the interval says so. */
  readonly within: 'yes' | 'no' | 'not known';
}

/** Of each judged row the group it is in by a trait; null where that is not known. */
export interface RowGroups {
  readonly trait: string;
  readonly of: readonly (string | null)[];
}

/** Between groups rates may differ by so much. */
export const MOST_RATIO = 1.25;
/** Of a trait of many groups (countries) so many are shown, those with most transactions. */
const MOST_GROUPS = 8;

interface Tally {
  transactions: number;
  falseAlerts: number;
  readonly people: Set<string>;
}

/**
 * False-positive rates by groups of people: the share of transactions that are not fraud with a risk of at least
 * `limit`. Time O(rows x traits).
 * @param risks of the judged rows
 */
export function fairnessLines(
  risks: Float64Array,
  limit: number,
  rows: Pick<JudgedRows, 'labels' | 'people'>,
  groups: readonly RowGroups[],
): FairnessLine[] {
  return groups.flatMap(({ trait, of }) => {
    const tallies = tallyGroups(risks, limit, rows, of);
    if (tallies.size < 2) return [];
    const most = [...tallies].sort((a, b) => b[1].transactions - a[1].transactions).slice(0, MOST_GROUPS);
    return most.map(([group, tally]) => lineOf(trait, group, tally, othersOf(group, tallies)));
  });
}

function tallyGroups(
  risks: Float64Array,
  limit: number,
  { labels, people }: Pick<JudgedRows, 'labels' | 'people'>,
  of: readonly (string | null)[],
): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const [row, group] of of.entries()) {
    if (group === null || labels[row] === 1) continue;
    let tally = tallies.get(group);
    if (!tally) tallies.set(group, (tally = { transactions: 0, falseAlerts: 0, people: new Set() }));
    tally.transactions++;
    if (risks[row] < limit) continue;
    tally.falseAlerts++;
    tally.people.add(people[row]);
  }
  return tallies;
}

function othersOf(group: string, tallies: ReadonlyMap<string, Tally>): Tally {
  const others = { transactions: 0, falseAlerts: 0, people: new Set<string>() };
  for (const [name, tally] of tallies) {
    if (name === group) continue;
    others.transactions += tally.transactions;
    others.falseAlerts += tally.falseAlerts;
    for (const person of tally.people) others.people.add(person);
  }
  return others;
}

function lineOf(trait: string, group: string, mine: Tally, others: Tally): FairnessLine {
  const ratio =
    others.falseAlerts === 0
      ? null
      : (mine.falseAlerts * others.transactions) / (mine.transactions * others.falseAlerts);
  const ratio95 = intervalOf(mine, others, ratio);
  return {
    trait,
    group,
    transactions: mine.transactions,
    falseAlerts: mine.falseAlerts,
    peopleAlerted: mine.people.size,
    falsePositiveRate: mine.transactions === 0 ? null : mine.falseAlerts / mine.transactions,
    ratio,
    ratio95,
    within: verdictOf(ratio95),
  };
}

/**
 * Alerts of one person are no independent evidence, so people are counted, each once. Given how many were alerted in all,
 * those of the group are binomial; the score interval (Wilson) of their share gives that of the ratio of rates a
 * transaction, which is moved to where the ratio of alerts lies.
 */
function intervalOf(mine: Tally, others: Tally, ratio: number | null): [number | null, number | null] {
  const { low95, high95 } = shareOf(mine.people.size, mine.people.size + others.people.size);
  const size = others.transactions / mine.transactions;
  const ofPeople = (share: number): number => (share / (1 - share)) * size;
  const whole = ofPeople(mine.people.size / (mine.people.size + others.people.size));
  const moved = ratio !== null && whole > 0 && whole < Infinity ? ratio / whole : 1;
  const [low, high] = [ofPeople(low95) * moved, ofPeople(high95) * moved];
  return [low > 0 ? low : null, high < Infinity ? high : null];
}

function verdictOf([low, high]: readonly [number | null, number | null]): FairnessLine['within'] {
  if ((low ?? 0) > MOST_RATIO || (high ?? Infinity) < 1 / MOST_RATIO) return 'no';
  return (low ?? 0) >= 1 / MOST_RATIO && (high ?? Infinity) <= MOST_RATIO ? 'yes' : 'not known';
}
