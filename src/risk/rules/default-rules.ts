import { LIVE_FEATURE_NAMES } from '../../features/live/features.ts';
import document from './default-rules.json' with { type: 'json' };
import { readRuleSet } from './read-rule-set.ts';
import type { RuleSet } from './rule.ts';

/** What rules can ask of a transaction beside its features: kind, currency, and the amount as people write it. */
export const EVENT_FACTS = ['kind', 'currency', 'amount_shown'] as const;

/** Everything that a rule on a payment or transfer can name. */
export const RULE_FEATURES: ReadonlySet<string> = new Set([...LIVE_FEATURE_NAMES, ...EVENT_FACTS]);

/** The rules of a new store; each says where it comes from. */
export const DEFAULT_RULES: RuleSet = readRuleSet(document, RULE_FEATURES);
