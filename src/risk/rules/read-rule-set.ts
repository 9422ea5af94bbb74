import { Compile } from 'typebox/compile';
import { nearestNames } from '../../kernel/nearest-names.ts';
import { isAboutRing } from './about-ring.ts';
import { featuresOf } from './condition.ts';
import { invalidDocument as invalid, wrongShape, type ShapeError } from './document-problem.ts';
import { placesOf } from './reason-text.ts';
import { DEEPEST, RULE_SET, type Condition, type RuleSet } from './rule.ts';

const VALIDATOR = Compile(RULE_SET);
/** Levels of lists and objects that a document can have at all; what is deeper is not even looked at. */
const DEEPEST_DOCUMENT = 4 + 2 * DEEPEST;

/**
 * Checks a document of rules, from JSON or YAML. Nothing is trusted: shape, ids, depth, and that every feature named in a
 * condition, a reason or the evidence exists; and that no rule denies for membership of a ring alone.
 * @param features the names there are; null leaves them unchecked
 * @throws RingfenceError RULES_INVALID; `facts.field` is the dotted path of what is wrong
 */
export function readRuleSet(value: unknown, features: ReadonlySet<string> | null = null): RuleSet {
  requireShallow(value, 'rules', 0);
  if (!VALIDATOR.Check(value))
    throw wrongShape(value, VALIDATOR.Errors(value) as readonly ShapeError[], 'document', WANTED);
  const seen = new Set<string>();
  for (const [i, { id, when, effect, reason, evidence = [] }] of value.rules.entries()) {
    const field = `rules.${i}`;
    if (seen.has(id))
      throw invalid(`${field}.id`, `"${id}" is there twice; every rule needs an id of its own`);
    seen.add(id);
    const condition = when as Condition;
    for (const name of featuresOf(condition)) requireFeature(`${field}.when`, name, features);
    if ('decide' in effect && effect.decide === 'deny' && featuresOf(condition).every(isAboutRing))
      throw invalid(
        `${field}.effect`,
        'membership of a ring alone never denies; ask for something else too, or review',
      );
    for (const name of placesOf(reason)) requireFeature(`${field}.reason`, name, features);
    for (const name of evidence) requireFeature(`${field}.evidence`, name, features);
  }
  return value;
}

function requireFeature(field: string, name: string, features: ReadonlySet<string> | null): void {
  if (features === null || features.has(name)) return;
  const near = nearestNames(name, [...features]);
  const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '';
  throw invalid(field, `there is no feature "${name}"${hint}`);
}

function requireShallow(value: unknown, field: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > DEEPEST_DOCUMENT)
    throw invalid(field, `nested too deep; wanted at most ${DEEPEST} levels of all, any, not`);
  for (const inner of Object.values(value)) requireShallow(inner, field, depth + 1);
}

const WANTED =
  '; a condition is {feature, is, value}, {feature, is, times, of}, {feature, in}, {known}, {all}, {any} or {not}, ' +
  'an effect {raise}, {floor} or {decide, floor}';
