import type { Effect, Rule } from '../../src/risk/rules/rule.ts';

/** A rule of which only the effect matters. */
export function firingRule(effect: Effect, id = 'r'): Rule {
  return { id, about: 'For a test.', source: 'test', when: { known: 'x' }, effect, reason: 't' };
}
