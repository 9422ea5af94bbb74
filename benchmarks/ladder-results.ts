import type { LevelName } from '../src/generator/level.ts';
import type { EvaluationReport } from '../src/rings/evaluation/evaluate.ts';
import type { FalseRing } from '../src/rings/evaluation/match-rings.ts';
import { quantile } from '../src/rings/evaluation/quantile.ts';
import { shareOf, type Share } from '../src/rings/evaluation/wilson-bound.ts';

/** One world: seeded, searched with the defaults, and compared with its truth by the ring match rule. */
export interface LadderRun {
  readonly level: LevelName;
  readonly rate: number;
  readonly seed: number;
  readonly users: number;
  /** Git's id of the folder src, `-changed` when it held changes: only runs of one code may be pooled. */
  readonly code: string;
  readonly events: number;
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly foundRings: number;
  readonly trueRings: number;
  readonly matched: number;
  readonly giants: number;
  readonly fragments: number;
  readonly kinds: readonly { readonly kind: string; readonly rings: number; readonly matched: number }[];
  readonly lookalikes: readonly {
    readonly kind: string;
    readonly blamed: number;
    readonly innocents: number;
  }[];
  /** Found rings without a true one, by what most of their people are: a kind of look-alike, `perpetrators`, `others`. */
  readonly falseRings: Readonly<Record<string, number>>;
  /** Left out by runs from before they were measured. */
  readonly alerts?: readonly BudgetCount[];
  readonly times?: TimeCount;
}

/** What came of a budget of ring alerts a day per 100,000 users (null: all are looked at). */
export interface BudgetCount {
  readonly perDay: number | null;
  readonly alerts: number;
  readonly matched: number;
  readonly innocents: number;
  /** Minor units: of the loss of all true rings, that of those matched by an alert. */
  readonly loss: number;
  readonly lossTaken: number;
}

/** When true rings were found. */
export interface TimeCount {
  /** Of each ring found with three true members: hours from the third member's act. */
  readonly hours: readonly number[];
  /** Minor units: the loss of the rings found, and what of it was still to come. */
  readonly loss: number;
  readonly preventable: number;
  readonly found: number;
  readonly beforeLabel: number;
}

export interface LadderResults {
  readonly commit: string;
  readonly cpu: string;
  readonly node: string;
  readonly runs: readonly LadderRun[];
}

/** The runs of one level and fraud rate, pooled. */
export interface LadderCell {
  readonly level: LevelName;
  readonly rate: number;
  readonly users: number;
  readonly worlds: number;
  readonly codes: readonly string[];
  readonly precision: Share;
  readonly recall: Share;
  readonly giants: number;
  readonly fragments: number;
  readonly kinds: readonly { readonly kind: string; readonly recall: Share }[];
  /** By kind of look-alike: the share of its people who were put under suspicion. */
  readonly blame: readonly { readonly kind: string; readonly rate: Share }[];
  readonly falseRings: readonly { readonly kind: string; readonly rings: number }[];
  /** Null where not every run has measured it. */
  readonly budgets: readonly CellBudget[] | null;
  /** Over the rings found with three true members; null where not every run has measured it. */
  readonly time: {
    readonly medianHours: number | null;
    readonly preventable: Share;
    readonly beforeLabel: Share;
  } | null;
}

export interface CellBudget {
  readonly perDay: number | null;
  readonly precision: Share;
  readonly loss: Share;
  readonly innocents: number;
}

/** What the ladder asks of each level, over rings. */
export const GOALS: Readonly<Record<LevelName, { readonly precision: number; readonly recall: number }>> = {
  easy: { precision: 0.99, recall: 0.99 },
  typical: { precision: 0.95, recall: 0.9 },
  hard: { precision: 0.85, recall: 0.7 },
  adversarial: { precision: 0.7, recall: 0.5 },
};

/** Pools runs by level, then falling fraud rate: counts are added, and shares taken of the sums. */
export function poolRuns(runs: readonly LadderRun[]): LadderCell[] {
  const cells = Map.groupBy(runs, ({ level, rate }) => `${level} ${rate}`);
  const levels = Object.keys(GOALS);
  return [...cells.values()]
    .map(poolCell)
    .sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || b.rate - a.rate);
}

function poolCell(runs: readonly LadderRun[]): LadderCell {
  const { level, rate, users } = runs[0];
  const sum = (of: (run: LadderRun) => number) => runs.reduce((total, run) => total + of(run), 0);
  const matched = sum((run) => run.matched);
  return {
    level,
    rate,
    users,
    worlds: runs.length,
    codes: [...new Set(runs.map(({ code }) => code))].sort(),
    precision: shareOf(
      matched,
      sum((run) => run.foundRings),
    ),
    recall: shareOf(
      matched,
      sum((run) => run.trueRings),
    ),
    giants: sum((run) => run.giants),
    fragments: sum((run) => run.fragments),
    kinds: addUp(
      runs.flatMap(({ kinds }) => kinds.map((one) => [one.kind, one.matched, one.rings] as const)),
    ).map(([kind, recall]) => ({ kind, recall })),
    blame: addUp(
      runs.flatMap(({ lookalikes }) =>
        lookalikes.map((one) => [one.kind, one.blamed, one.innocents] as const),
      ),
    ).map(([kind, rate]) => ({ kind, rate })),
    falseRings: addUp(
      runs.flatMap((run) =>
        Object.entries(run.falseRings).map(([kind, rings]) => [kind, rings, rings] as const),
      ),
    ).map(([kind, { part }]) => ({ kind, rings: part })),
    budgets: poolBudgets(runs),
    time: poolTimes(
      runs.flatMap(({ times }) => times ?? []),
      runs.length,
    ),
  };
}

function poolBudgets(runs: readonly LadderRun[]): CellBudget[] | null {
  if (runs.some(({ alerts }) => alerts === undefined)) return null;
  const rows = Map.groupBy(
    runs.flatMap(({ alerts = [] }) => alerts),
    ({ perDay }) => perDay,
  );
  return [...rows].map(([perDay, counts]) => {
    const sum = (of: (count: BudgetCount) => number) => counts.reduce((total, one) => total + of(one), 0);
    return {
      perDay,
      precision: shareOf(
        sum(({ matched }) => matched),
        sum(({ alerts }) => alerts),
      ),
      loss: shareOf(
        sum(({ lossTaken }) => lossTaken),
        sum(({ loss }) => loss),
      ),
      innocents: sum(({ innocents }) => innocents),
    };
  });
}

function poolTimes(counts: readonly TimeCount[], runs: number): LadderCell['time'] {
  if (counts.length < runs) return null;
  const sum = (of: (count: TimeCount) => number) => counts.reduce((total, one) => total + of(one), 0);
  const hours = counts.flatMap((count) => count.hours).sort((a, b) => a - b);
  return {
    medianHours: quantile(hours, 0.5),
    preventable: shareOf(
      sum(({ preventable }) => preventable),
      sum(({ loss }) => loss),
    ),
    beforeLabel: shareOf(
      sum(({ beforeLabel }) => beforeLabel),
      sum(({ found }) => found),
    ),
  };
}

/** The budgets that the goals speak of, and all alerts. */
export function alertsOf({ budget, loss }: EvaluationReport): BudgetCount[] {
  return budget
    .filter(({ perDay }) => perDay === 10 || perDay === 30 || perDay === null)
    .map(({ perDay, alerts, precision, innocents, lossShare }) => ({
      perDay,
      alerts,
      matched: precision.part,
      innocents,
      loss: loss.total,
      lossTaken: Math.round((lossShare ?? 0) * loss.total),
    }));
}

export function timesOf({ time }: EvaluationReport): TimeCount {
  const found = time.rings.filter(({ foundAt }) => foundAt !== null);
  const sum = (of: (ring: (typeof found)[number]) => number) => found.reduce((all, one) => all + of(one), 0);
  return {
    hours: found.flatMap(({ hours }) => hours ?? []),
    loss: sum(({ loss }) => loss),
    preventable: sum(({ preventable }) => preventable),
    found: time.beforeLabel.whole,
    beforeLabel: time.beforeLabel.part,
  };
}

/** What most of the people of a found ring without a true one are. */
export function falseKind({ blamed, perpetrators, lookalikes }: FalseRing): string {
  const kinds = [...lookalikes, { kind: 'perpetrators', blamed: perpetrators }];
  const most = kinds.reduce((best, other) => (other.blamed > best.blamed ? other : best));
  return 2 * most.blamed >= blamed ? most.kind : 'others';
}

function addUp(rows: readonly (readonly [kind: string, part: number, whole: number])[]): [string, Share][] {
  const sums = new Map<string, [number, number]>();
  for (const [kind, part, whole] of rows) {
    const [parts, wholes] = sums.get(kind) ?? [0, 0];
    sums.set(kind, [parts + part, wholes + whole]);
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, [part, whole]]) => [kind, shareOf(part, whole)]);
}
