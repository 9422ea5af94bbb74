import { factOf, type Fact, type Facts } from './facts.ts';
import type { Comparison, Condition } from './rule.ts';

/** null: not known, because a feature it asks for is missing. */
export type Truth = boolean | null;

/**
 * Whether a condition holds, in the three-valued logic of Kleene (1952): a comparison with what is missing is unknown,
 * `not` of unknown is unknown, `all` is false as soon as one part is, `any` true as soon as one part is. So no rule fires
 * on what nobody knows. Time O(size).
 */
export function holds(condition: Condition, facts: Facts): Truth {
  if ('all' in condition) return join(condition.all, facts, false);
  if ('any' in condition) return join(condition.any, facts, true);
  if ('not' in condition) {
    const inner = holds(condition.not, facts);
    return inner === null ? null : !inner;
  }
  if ('known' in condition) return factOf(facts, condition.known) !== undefined;
  const value = factOf(facts, condition.feature);
  if (value === undefined) return null;
  if ('in' in condition) return condition.in.includes(value);
  if ('value' in condition) return compare(value, condition.is, condition.value);
  const other = factOf(facts, condition.of);
  if (other === undefined) return null;
  return compare(value, condition.is, typeof other === 'number' ? other * (condition.times ?? 1) : other);
}

/** `all` (until false) or `any` (until true). */
function join(parts: readonly Condition[], facts: Facts, until: boolean): Truth {
  let result: Truth = !until;
  for (const part of parts) {
    const one = holds(part, facts);
    if (one === until) return until;
    if (one === null) result = null;
  }
  return result;
}

/** Values of different kinds are unequal and in no order. */
function compare(a: Fact, is: Comparison, b: Fact): Truth {
  if (is === '=') return a === b;
  if (is === '!=') return a !== b;
  if (typeof a !== 'number' || typeof b !== 'number') return null;
  if (is === '<') return a < b;
  if (is === '<=') return a <= b;
  return is === '>' ? a > b : a >= b;
}

/** The features that a condition asks for, each once, in the order of their first mention. */
export function featuresOf(condition: Condition): string[] {
  const names = new Set<string>();
  const visit = (one: Condition): void => {
    if ('all' in one) one.all.forEach(visit);
    else if ('any' in one) one.any.forEach(visit);
    else if ('not' in one) visit(one.not);
    else if ('known' in one) names.add(one.known);
    else {
      names.add(one.feature);
      if ('of' in one) names.add(one.of);
    }
  };
  visit(condition);
  return [...names];
}
