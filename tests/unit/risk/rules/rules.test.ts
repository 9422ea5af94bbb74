import { describe, expect, it } from 'vitest';
import { applyRules, featuresOfRule } from '../../../../src/risk/rules/apply-rules.ts';
import { holds } from '../../../../src/risk/rules/condition.ts';
import type { Fact } from '../../../../src/risk/rules/facts.ts';
import { readRuleSet } from '../../../../src/risk/rules/read-rule-set.ts';
import { fillReason } from '../../../../src/risk/rules/reason-text.ts';
import type { Condition } from '../../../../src/risk/rules/rule.ts';

const facts = new Map<string, Fact>([
  ['speed', 900],
  ['limit', 450],
  ['type', 'TRANSFER'],
  ['new', true],
  ['share', 0.00123],
  ['nan', NaN],
]);

const rule = {
  id: 'fast',
  about: 'Too fast.',
  source: 'test',
  when: { feature: 'speed', is: '>', value: 800 },
  effect: { raise: 10 },
  reason: '{speed} km/h',
};
const set = (...rules: unknown[]) => ({ format: 'ringfence-rules', name: 'test', version: 1, rules });

describe('a condition', () => {
  it.each<[boolean | null, Condition]>([
    [true, { feature: 'speed', is: '>=', value: 900 }],
    [false, { feature: 'speed', is: '>', value: 900 }],
    [true, { feature: 'speed', is: '<=', value: 900 }],
    [false, { feature: 'speed', is: '<', value: 900 }],
    [true, { feature: 'speed', is: '=', times: 2, of: 'limit' }],
    [true, { feature: 'speed', is: '!=', of: 'limit' }],
    [true, { feature: 'type', in: ['TRANSFER', 'CASH_OUT'] }],
    [false, { feature: 'type', is: '=', value: 900 }],
    [null, { feature: 'type', is: '>', value: 900 }],
    [true, { feature: 'new', is: '=', value: true }],
    [null, { feature: 'absent', is: '>', value: 0 }],
    [null, { feature: 'nan', is: '!=', value: 0 }],
    [null, { feature: 'speed', is: '>', of: 'absent' }],
    [null, { not: { feature: 'absent', is: '>', value: 0 } }],
    [false, { known: 'nan' }],
    [true, { not: { known: 'absent' } }],
    [false, { all: [{ feature: 'absent', is: '>', value: 0 }, { known: 'absent' }] }],
    [null, { all: [{ feature: 'absent', is: '>', value: 0 }, { known: 'speed' }] }],
    [true, { any: [{ feature: 'absent', is: '>', value: 0 }, { known: 'speed' }] }],
    [null, { any: [{ feature: 'absent', is: '>', value: 0 }, { known: 'absent' }] }],
  ])('is %s of %j', (wanted, condition) => {
    expect(holds(condition, facts)).toBe(wanted);
  });
});

it('fires on what holds, and not on what is unknown', () => {
  const unknown = { ...rule, id: 'unknown', when: { feature: 'absent', is: '<', value: 1 } };
  const rules = readRuleSet(set(rule, unknown));
  expect(applyRules(rules, facts)).toEqual([rule]);
  expect(fillReason(rules.rules[0].reason, facts)).toBe('900 km/h');
});

it('is about the features of its condition, then those of its evidence, each once', () => {
  const when = { all: [rule.when, { feature: 'speed', is: '>', times: 2, of: 'limit' }] };
  const { rules } = readRuleSet(set({ ...rule, when, evidence: ['type', 'limit'] }));
  expect(featuresOfRule(rules[0])).toEqual(['speed', 'limit', 'type']);
});

it('writes numbers for people, and a question mark for what is missing', () => {
  expect(fillReason('{speed} {share} {type} {absent} {nan}', facts)).toBe('900 0.0012 TRANSFER ? ?');
});

describe('a document of rules is refused', () => {
  const deep = Array.from({ length: 40 }).reduce<object>((inner) => ({ not: inner }), { known: 'speed' });
  it.each([
    ['that is none', 'document', 'rules'],
    ['of another format', 'format', { ...set(rule), format: 'x' }],
    ['without a version', 'document', { format: 'ringfence-rules', name: 'x', rules: [] }],
    ['with a field nobody knows', 'extra', { ...set(rule), extra: 1 }],
    ['with an effect that lowers', 'rules.0.effect.raise', set({ ...rule, effect: { raise: -1 } })],
    [
      'with an unknown comparison',
      'rules.0.when.is',
      set({ ...rule, when: { feature: 'speed', is: '~', value: 1 } }),
    ],
    ['without a reason', 'rules.0.reason', set({ ...rule, reason: undefined })],
    ['with an id twice', 'rules.1.id', set(rule, rule)],
    ['whose condition names no feature there is', 'rules.0.when', set({ ...rule, when: { known: 'sped' } })],
    ['whose reason names none', 'rules.0.reason', set({ ...rule, reason: '{sped}' })],
    ['whose evidence names none', 'rules.0.evidence', set({ ...rule, evidence: ['sped'] })],
    ['that nests too deep', expect.stringMatching(/^rules/), set({ ...rule, when: deep })],
  ])('%s', (_, field, document) => {
    expect(() => readRuleSet(document, new Set(['speed']))).toThrow(
      expect.objectContaining({ code: 'RULES_INVALID', facts: { field } }),
    );
  });

  it('that denies for membership of a ring alone', () => {
    const deny = { effect: { decide: 'deny' }, reason: 'x' };
    const alone = { ...rule, ...deny, when: { all: [{ feature: 'in_ring', is: '=', value: 1 }] } };
    const with_ = { ...alone, when: { all: [...alone.when.all, rule.when] } };
    expect(() => readRuleSet(set(alone))).toThrow(/never denies/);
    expect(readRuleSet(set(with_)).rules).toHaveLength(1);
  });

  it('with the name that was likely meant', () => {
    const wrong = set({ ...rule, when: { known: 'sped' } });
    expect(() => readRuleSet(wrong, new Set(['speed', 'amount']))).toThrow(/did you mean speed\?/);
  });
});
