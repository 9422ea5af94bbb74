import type { RulesDocument } from '../graph/model/document.ts';
import { DEFAULT_POLICY } from '../risk/decision/default-policy.ts';
import { readPolicy, type Policy } from '../risk/decision/policy.ts';
import { DEFAULT_RULES, RULE_FEATURES } from '../risk/rules/default-rules.ts';
import { readRuleSet } from '../risk/rules/read-rule-set.ts';
import type { RuleSet } from '../risk/rules/rule.ts';
import type { Store } from '../store/port.ts';

/** Versions that are looked through for the live one. */
const MOST = 1_000;

/** What decisions are made with now. */
export interface LiveDecisions {
  readonly rules: RuleSet;
  readonly policy: Policy;
}

/** The rules and the policy that are live in a store; the ones that come with Ringfence where none is. @throws RingfenceError RULES_INVALID */
export async function liveDecisions(store: Store): Promise<LiveDecisions> {
  const rules = liveOf(await store.records.documents('rule-set', MOST));
  const policy = liveOf(await store.records.documents('policy', MOST));
  return {
    rules: rules === null ? DEFAULT_RULES : readRuleSet(rules.body, RULE_FEATURES),
    policy: policy === null ? DEFAULT_POLICY : readPolicy(policy.body),
  };
}

function liveOf(documents: readonly RulesDocument[]): RulesDocument | null {
  return documents.find(({ status }) => status === 'live') ?? null;
}
