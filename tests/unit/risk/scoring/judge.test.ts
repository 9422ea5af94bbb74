import { describe, expect, it } from 'vitest';
import { LIVE_FEATURE_NAMES } from '../../../../src/features/live/features.ts';
import type { ScoredEvent } from '../../../../src/features/live/scored-event.ts';
import { DEFAULT_POLICY } from '../../../../src/risk/decision/default-policy.ts';
import { toHundredths } from '../../../../src/risk/decision/hundredths.ts';
import { DEFAULT_RULES, RULE_FEATURES } from '../../../../src/risk/rules/default-rules.ts';
import { readRuleSet } from '../../../../src/risk/rules/read-rule-set.ts';
import { Judge, PRIOR_RISK } from '../../../../src/risk/scoring/judge.ts';
import { transfer } from '../../../support/internal-events.ts';

const event = { ...transfer('t', 'A', 'B', 123_456), device: 'd', ip: '198.51.100.7' } as ScoredEvent;
const policy = DEFAULT_POLICY;

/** A vector of which only these are known. */
function vector(known: Readonly<Record<string, number>>): Float64Array {
  for (const name of Object.keys(known)) expect(LIVE_FEATURE_NAMES).toContain(name);
  return Float64Array.from(LIVE_FEATURE_NAMES, (name) => known[name] ?? NaN);
}

const byRules = new Judge({ scorer: null, rules: DEFAULT_RULES, policy });

describe('the rules that come with Ringfence', () => {
  it.each<[string, string, Readonly<Record<string, number>>]>([
    ['zero_amount', 'approve', { amount: 0 }],
    [
      'black_hole_rule',
      'deny',
      { amount: 1, old_balance_orig: 5, new_balance_orig: 0, old_balance_dest: 2, new_balance_dest: 2 },
    ],
    ['balance_error_orig', 'deny', { error_balance_orig: -1 }],
    ['account_drained', 'deny', { drains_account: 1, amount: 10_000_000, old_balance_orig: 10_000_000 }],
    ['velocity_5m', 'approve', { txn_count_5m: 5 }],
    ['velocity_1h', 'approve', { txn_count_1h: 4, amount_to_avg_ratio_30d: 5.1 }],
    ['impossible_travel', 'review', { impossible_travel: 1 }],
    ['takeover', 'approve', { new_device: 1, new_ip: 1, amount_to_avg_ratio_30d: 6, account_age_days: 30 }],
    ['changed_then_spent', 'approve', { phone_change_age_hours: 71, amount_to_avg_ratio_30d: 6 }],
    ['bank_connections', 'approve', { bank_connections_24h: 5 }],
    ['merchant_risk', 'approve', { merchant_risk_score: 81 }],
    ['ring_member', 'approve', { in_ring: 1 }],
    ['device_known_bad', 'deny', { device_is_known_bad: 1 }],
    ['payee_known_bad', 'review', { payee_is_known_bad: 1 }],
  ])('%s fires alone, and that is to %s', (id, decision, known) => {
    const judgement = byRules.judge(event, vector(known), 'u', true);
    expect(judgement.reasons!.map(({ name }) => name)).toEqual([id]);
    expect(judgement.decision).toBe(decision);
  });

  it('says nothing of a transaction of which nothing is known', () => {
    expect(byRules.judge(event, vector({}), null, true)).toMatchObject({
      risk: PRIOR_RISK,
      reasons: [],
      decision: 'approve',
    });
  });

  it('are all tried above', () => {
    expect(DEFAULT_RULES.rules).toHaveLength(14);
  });
});

it('gives reasons for what is reviewed or denied, and for what is approved only when asked', () => {
  const fast = vector({ txn_count_5m: 9 });
  expect(byRules.judge(event, fast, 'u').reasons).toBeNull();
  expect(byRules.judge(event, fast, 'u', true).reasons).toHaveLength(1);
  const { reasons, base, risk } = byRules.judge(event, vector({ impossible_travel: 1 }), 'u');
  expect(reasons!.reduce((sum, { points }) => sum + toHundredths(points), toHundredths(base))).toBe(
    toHundredths(risk),
  );
});

it('never denies for a ring alone, whatever the rule is called', () => {
  const rules = readRuleSet(
    {
      format: 'ringfence-rules',
      name: 'mine',
      version: 1,
      rules: [
        {
          id: 'any-name',
          about: 'x',
          source: 'x',
          when: { feature: 'ring_members', is: '>', value: 3 },
          effect: { floor: 90 },
          reason: 'x',
        },
      ],
    },
    RULE_FEATURES,
  );
  const judge = new Judge({ scorer: null, rules, policy });
  expect(judge.judge(event, vector({ in_ring: 1, ring_members: 9 }), 'u')).toMatchObject({
    risk: 90,
    decision: 'review',
    by: 'ring-alone',
  });
});

it('names the nodes and edges behind a reason', () => {
  const [reason] = byRules.judge(event, vector({ payee_is_known_bad: 1 }), 'u').reasons!;
  const [from, to] = ['A', 'B'].map((id) => ({ type: 'Account', id }));
  expect(reason.evidence).toEqual({
    nodes: [from, to],
    edges: [{ type: 'TRANSFERS_TO', from, to, event: ['s', 't'] }],
  });
  const device = byRules.judge(event, vector({ device_is_known_bad: 1 }), 'u').reasons![0].evidence;
  expect(device.nodes).toEqual([{ type: 'Device', id: 'd' }]);
  expect(device.edges).toMatchObject([{ type: 'USES_DEVICE', from: { type: 'User', id: 'u' } }]);
});

it('writes amounts as people do', () => {
  const known = { new_device: 1, new_ip: 1, amount_to_avg_ratio_30d: 6, account_age_days: 99 };
  expect(byRules.judge(event, vector(known), 'u', true).reasons![0].text).toContain('1234.56 USD is 6 times');
});
