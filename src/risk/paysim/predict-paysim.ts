import { combine } from '../decision/combine.ts';
import type { Reason } from '../decision/reason.ts';
import { applyRules } from '../rules/apply-rules.ts';
import { readRuleSet } from '../rules/read-rule-set.ts';
import type { RuleSet } from '../rules/rule.ts';
import document from './paysim-rules.json' with { type: 'json' };
import { PAYSIM_FEATURES, PAYSIM_TYPES, paysimFacts } from './paysim-facts.ts';

/** The rules on PaySim's balances. PaySim's frauds empty accounts and break balances by construction: no proof of skill. */
export const PAYSIM_RULES: RuleSet = readRuleSet(document, PAYSIM_FEATURES);

export const PAYSIM_THRESHOLD = 0.5;

/** Risk of everybody: the share of fraud in PaySim's published run (8,213 of 6,362,620 transactions), in hundreds. */
const PRIOR = 0.13;

/** The answer of seed 004's `/predict`, with the keys it documents, and what we add: reasons, a warning. */
export type PaysimAnswer = ByRule | ByModel;

interface ByRule extends Explained {
  readonly fraud: true;
  /** The id of the rule that decided. */
  readonly reason: string;
  readonly model_used: false;
  readonly model_prob: null;
}

interface ByModel extends Explained {
  readonly fraud: boolean;
  readonly model_used: true;
  /** After the rules have raised it. */
  readonly model_prob: number;
  readonly decision_threshold: number;
}

interface Explained {
  readonly reasons: readonly Reason[];
  /** For a type that PaySim does not have. */
  readonly warning?: string;
}

/**
 * Judges one PaySim transaction: a rule that denies decides alone; else the probability, raised by the other rules, is
 * compared with 0.5. The probability starts from a trained model where one is given, else from the share of fraud in
 * PaySim, so that without a model the rules are a scorecard. Amount 0 is never fraud.
 * @param probability of the trained model for these facts, 0 to 1; null without one
 * @throws RingfenceError EVENT_INVALID naming the field
 */
export function predictPaysim(payload: unknown, probability: number | null = null): PaysimAnswer {
  const facts = paysimFacts(payload);
  const fired = applyRules(PAYSIM_RULES, facts);
  const prior = probability === null ? PRIOR : 100 * probability;
  const { risk, reasons } = combine({ model: null, prior, fired, facts }, true);
  const type = String(facts.get('type'));
  const isKnown = (PAYSIM_TYPES as readonly string[]).includes(type);
  const explained = {
    reasons: reasons ?? [],
    ...(isKnown
      ? {}
      : { warning: `type is none of ${PAYSIM_TYPES.join(', ')}; judged by what is left, less surely` }),
  };
  const decided = fired.find(({ effect }) => 'decide' in effect);
  if (decided && 'decide' in decided.effect && decided.effect.decide === 'deny')
    return { fraud: true, reason: decided.id, model_used: false, model_prob: null, ...explained };
  const nothing = decided !== undefined && 'decide' in decided.effect && decided.effect.decide === 'approve';
  const model_prob = nothing ? Math.min(risk, PRIOR) / 100 : risk / 100;
  return {
    fraud: model_prob >= PAYSIM_THRESHOLD,
    model_used: true,
    model_prob,
    decision_threshold: PAYSIM_THRESHOLD,
    ...explained,
  };
}
