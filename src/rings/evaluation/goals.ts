/** What a result is read against (the project's own goals; a test keeps them equal to docs/algorithms/evaluation.md). */
export const GOALS = {
  /** Of rings, by level of difficulty, at a prevalence of 5 %, 1 % and 0.2 % of users. */
  levels: {
    easy: { precision: 0.99, recall: 0.99 },
    typical: { precision: 0.95, recall: 0.9 },
    hard: { precision: 0.85, recall: 0.7 },
    adversarial: { precision: 0.7, recall: 0.5 },
  },
  /** Precision by ring alerts a day per 100,000 users. */
  budget: { precision: { 10: 0.9, 30: 0.75 }, lossShare: 0.85, innocentsPer10kUsers30Days: 10 },
  time: { medianHours: 24, preventable: 0.6, beforeLabel: 0.8 },
  /** Upper end of the 95 % interval of blame, by kind of look-alike. */
  blame: { upper95: 0.005 },
} as const;

export interface LevelGoal {
  readonly level: string;
  readonly precision: number;
  readonly recall: number;
}

/** The goal of a level; null for one that has none. */
export function levelGoal(level: string | null): LevelGoal | null {
  const known = Object.entries(GOALS.levels).find(([name]) => name === level);
  return known ? { level: known[0], ...known[1] } : null;
}

/** The goal for the precision of a budget; null where there is none. */
export function budgetPrecisionGoal(perDay: number | null): number | null {
  return perDay === 10 || perDay === 30 ? GOALS.budget.precision[perDay] : null;
}
