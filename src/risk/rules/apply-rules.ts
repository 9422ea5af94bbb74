import { featuresOf, holds } from './condition.ts';
import type { Facts } from './facts.ts';
import type { Condition, Rule, RuleSet } from './rule.ts';

/** The rules that fire, in the order of the document. Time O(size of the set). */
export function applyRules({ rules }: RuleSet, facts: Facts): Rule[] {
  return rules.filter(({ when }) => holds(when as Condition, facts) === true);
}

/** The features that a rule is about, each once: those of its condition, then those of its evidence. */
export function featuresOfRule({ when, evidence = [] }: Rule): string[] {
  return [...new Set([...featuresOf(when as Condition), ...evidence])];
}
