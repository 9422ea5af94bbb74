import { featuresOf, holds } from './condition.ts';
import { factOf, type Fact, type Facts } from './facts.ts';
import { fillReason } from './reason-text.ts';
import type { Condition, Effect, RuleSet } from './rule.ts';

/** A rule that fires on a transaction. */
export interface FiredRule {
  readonly rule: string;
  readonly effect: Effect;
  /** The reason's text with the values put in. */
  readonly text: string;
  /** The values it fired on: of its condition, then of its evidence; missing ones left out. */
  readonly values: Readonly<Record<string, Fact>>;
  /** The features it names, for whoever can tell the nodes and events behind them. */
  readonly features: readonly string[];
}

/** The rules that fire, in the order of the document. Time O(size of the set). */
export function applyRules({ rules }: RuleSet, facts: Facts): FiredRule[] {
  const fired: FiredRule[] = [];
  for (const { id, when, effect, reason, evidence = [] } of rules) {
    const condition = when as Condition;
    if (holds(condition, facts) !== true) continue;
    const features = [...new Set([...featuresOf(condition), ...evidence])];
    const values = features.flatMap((name) => {
      const value = factOf(facts, name);
      return value === undefined ? [] : [[name, value] as const];
    });
    fired.push({
      rule: id,
      effect,
      text: fillReason(reason, facts),
      values: Object.fromEntries(values),
      features,
    });
  }
  return fired;
}
