import type { LevelName } from '../src/generator/level.ts';
import type { FalseRing } from '../src/rings/evaluation/match-rings.ts';
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
