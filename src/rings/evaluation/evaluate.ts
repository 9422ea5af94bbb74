import type { Finding } from '../../graph/model/finding.ts';
import { alertBudget, daysOf, type BudgetRow } from './alert-budget.ts';
import { blame, type BlameRate } from './blame.ts';
import type { RingComparison } from './compare-rings.ts';
import { detectionTime, type DetectionTime } from './detection-time.ts';
import { levelGoal, type LevelGoal } from './goals.ts';
import { reportMatch, type MatchReport } from './match-rings.ts';
import type { RingActivity } from './ring-acts.ts';
import { lossBook, type LossBook } from './ring-loss.ts';
import { compareRoles, type RoleReport } from './roles.ts';
import { sizeBands, type SizeBand } from './size-bands.ts';

export interface EvaluationInput {
  readonly comparison: RingComparison;
  /** Current ones, in rings or not. */
  readonly findings: readonly Finding[];
  /** What the true rings of the comparison did, read from the log. */
  readonly activity: RingActivity;
  /** Users of those who defraud alone: no ring's perpetrators, and no innocents. */
  readonly loners: readonly string[];
  /** Users in all; accounts, in a world without users. */
  readonly people: number;
  /** Level of difficulty, where known. */
  readonly level: string | null;
}

/** The match report, and what else there is to know of found rings. JSON. */
export interface EvaluationReport extends MatchReport {
  readonly lookalikes: readonly BlameRate[];
  /** Blame of all innocents, look-alikes or not. */
  readonly everybody: BlameRate;
  readonly sizes: readonly SizeBand[];
  readonly roles: RoleReport;
  readonly budget: readonly BudgetRow[];
  readonly time: DetectionTime;
  readonly loss: LossBook;
  readonly world: {
    readonly people: number;
    readonly loners: number;
    /** Epoch ms; null of an empty log. */
    readonly from: number | null;
    readonly to: number | null;
    readonly days: number;
  };
  /** Of the truth's level; null when it names none. */
  readonly goal: LevelGoal | null;
}

/** All measures of an evaluation (docs/algorithms/evaluation.md). Pure; linear but for what its parts say. */
export function evaluate(input: EvaluationInput): EvaluationReport {
  const { comparison, findings, activity, loners, people } = input;
  const loss = lossBook(activity.rings);
  const guilty = new Set([...comparison.perpetrators, ...loners.map((user) => `User\0${user}`)]);
  const blamed = blame(comparison, findings, guilty, people);
  const span = { people, from: activity.from ?? 0, to: activity.to ?? 0 };
  return {
    ...reportMatch(comparison),
    lookalikes: blamed.kinds,
    everybody: blamed.everybody,
    sizes: sizeBands(comparison),
    roles: compareRoles(comparison),
    budget: alertBudget(comparison, span, loss, (actor) => !guilty.has(actor)),
    time: detectionTime(comparison, activity, loss),
    loss,
    world: { people, loners: loners.length, from: activity.from, to: activity.to, days: daysOf(span) },
    goal: levelGoal(input.level),
  };
}
