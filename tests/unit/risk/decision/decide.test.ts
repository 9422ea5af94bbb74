import { describe, expect, it } from 'vitest';
import type { RiskOpinion } from '../../../../src/risk/decision/combine.ts';
import { decide, expectedCostOf } from '../../../../src/risk/decision/decide.ts';
import { DEFAULT_POLICY } from '../../../../src/risk/decision/default-policy.ts';
import { readPolicy } from '../../../../src/risk/decision/policy.ts';
import { NO_EVIDENCE, type Reason } from '../../../../src/risk/decision/reason.ts';
import type { Decision } from '../../../../src/risk/rules/rule.ts';
import { firingRule } from '../../../support/firing-rule.ts';

const reason = (name: string, points: number): Reason => ({
  kind: 'rule',
  name,
  points,
  text: name,
  value: null,
  evidence: NO_EVIDENCE,
});
const opinion = (risk: number, reasons: readonly Reason[] | null = null): RiskOpinion => ({
  risk,
  modelRisk: risk,
  base: risk,
  reasons,
});
const deciding = (id: string, decision: Decision) => firingRule({ decide: decision }, id);
const usd = (minor: number) => ({ minor, currency: 'USD' });

describe('by legitimacy', () => {
  it.each([
    [0, 'approve'],
    [30, 'approve'],
    [30.01, 'review'],
    [59.99, 'review'],
    [60, 'deny'],
    [100, 'deny'],
  ] as const)('risk %d is %s', (risk, decision) => {
    const decided = decide(opinion(risk), [], DEFAULT_POLICY);
    expect(decided).toMatchObject({ decision, by: 'legitimacy' });
    expect(decided.legitimacy).toBeCloseTo(1 - risk / 100, 12);
  });
});

it('lets the harshest rule that decides go before the policy', () => {
  const fired = [deciding('fine', 'approve'), deciding('bad', 'deny'), deciding('odd', 'review')];
  expect(decide(opinion(1), fired, DEFAULT_POLICY)).toMatchObject({ decision: 'deny', by: 'bad' });
  expect(decide(opinion(99), [fired[0]], DEFAULT_POLICY)).toMatchObject({ decision: 'approve', by: 'fine' });
});

it('never denies for membership of a ring alone', () => {
  const aboutRing = (_: string, name: string): boolean => name === 'ring';
  const alone = opinion(70, [reason('ring', 30), reason('speed', 10)]);
  expect(decide(alone, [], DEFAULT_POLICY, { aboutRing })).toMatchObject({
    decision: 'review',
    by: 'ring-alone',
  });
  const more = opinion(95, [reason('ring', 30), reason('speed', 60)]);
  expect(decide(more, [], DEFAULT_POLICY, { aboutRing })).toMatchObject({ decision: 'deny' });
});

describe('by expected cost', () => {
  const policy = { ...DEFAULT_POLICY, decides: 'expected-cost' as const };

  it('is the cheapest of the three, by hand', () => {
    // Half a chance of losing 0.9 x 1,000 + 25: approve 462.5; review 5 + a fifth of that; deny half of 30.
    expect(expectedCostOf(50, usd(100_000), policy)).toEqual({
      approve: 46_250,
      review: 9_750,
      deny: 1_500,
      cheapest: 'deny',
    });
  });

  it('approves small amounts that it would stop when they are large', () => {
    expect(decide(opinion(2), [], policy, { amount: usd(500) }).decision).toBe('approve');
    expect(decide(opinion(2), [], policy, { amount: usd(10_000_000) }).decision).toBe('deny');
    expect(decide(opinion(2), [], DEFAULT_POLICY, { amount: usd(10_000_000) })).toMatchObject({
      decision: 'approve',
      expectedCost: { cheapest: 'deny' },
    });
  });

  it('leaves another currency to legitimacy', () => {
    const decided = decide(opinion(90), [], policy, { amount: { minor: 1, currency: 'EUR' } });
    expect(decided).toMatchObject({ decision: 'deny', by: 'legitimacy', expectedCost: null });
  });
});

it.each([
  ['decides', { ...DEFAULT_POLICY, decides: 'coin' }],
  ['legitimacy.approve', { ...DEFAULT_POLICY, legitimacy: { approve: 2, deny: 0.4 } }],
  ['legitimacy.deny', { ...DEFAULT_POLICY, legitimacy: { approve: 0.4, deny: 0.4 } }],
  ['extra', { ...DEFAULT_POLICY, extra: 1 }],
  ['policy', null],
])('refuses a policy with a wrong %s', (field, policy) => {
  expect(() => readPolicy(policy)).toThrow(
    expect.objectContaining({ code: 'RULES_INVALID', facts: { field } }),
  );
});
