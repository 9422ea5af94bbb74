import type { Decision, Rule } from '../rules/rule.ts';
import type { RiskOpinion } from './combine.ts';
import { toHundredths } from './hundredths.ts';
import type { Policy } from './policy.ts';

/** Money as events carry it. */
interface Money {
  readonly minor: number;
  readonly currency: string;
}

export interface Decided {
  readonly decision: Decision;
  /** What decided: a policy, the id of a rule, or `ring-alone` where membership of a ring alone would have denied. */
  readonly by: string;
  /** 1 - risk / 100. */
  readonly legitimacy: number;
  /** What each answer is expected to cost, in minor units of the policy's currency; null for another currency. */
  readonly expectedCost: ExpectedCost | null;
}

export interface ExpectedCost {
  readonly approve: number;
  readonly review: number;
  readonly deny: number;
  /** The cheapest; of equals the mildest. */
  readonly cheapest: Decision;
}

/** From mild to harsh. */
const HARSHNESS: Readonly<Record<Decision, number>> = { approve: 0, review: 1, deny: 2 };

/**
 * What to do. The harshest rule that decides goes before the policy, but a rule that approves does not go before one that
 * reviews or denies. A policy for another currency leaves the decision to legitimacy. Membership of a ring alone never
 * denies: a deny that would be none without what `aboutRing` says is a review.
 *
 * Needs an explained opinion to tell that; without reasons nothing counts as about a ring.
 */
export function decide(
  opinion: RiskOpinion,
  fired: readonly Rule[],
  policy: Policy,
  { amount = null, aboutRing = () => false }: DecideExtras = {},
): Decided {
  const expectedCost = amount === null ? null : expectedCostOf(opinion.risk, amount, policy);
  const legitimacy = (10_000 - toHundredths(opinion.risk)) / 10_000;
  const answer = (decision: Decision, by: string): Decided => ({ decision, by, legitimacy, expectedCost });
  const rule = decidingRule(fired);
  if (rule !== null) return answer(rule.decision, rule.id);
  const byPolicy = policyDecision(opinion.risk, amount, policy);
  if (byPolicy.decision !== 'deny') return answer(byPolicy.decision, byPolicy.by);
  const ofRing = (opinion.reasons ?? [])
    .filter(({ kind, name, points }) => points > 0 && aboutRing(kind, name))
    .reduce((sum, { points }) => sum + toHundredths(points), 0);
  const without = (toHundredths(opinion.risk) - ofRing) / 100;
  if (ofRing > 0 && policyDecision(without, amount, policy).decision !== 'deny')
    return answer('review', 'ring-alone');
  return answer('deny', byPolicy.by);
}

export interface DecideExtras {
  readonly amount?: Money | null;
  /** Whether a feature or rule says no more than that somebody is in a ring. */
  readonly aboutRing?: (kind: 'feature' | 'rule' | 'others', name: string) => boolean;
}

function decidingRule(fired: readonly Rule[]): { decision: Decision; id: string } | null {
  let found: { decision: Decision; id: string } | null = null;
  for (const { id, effect } of fired)
    if ('decide' in effect && (found === null || HARSHNESS[effect.decide] > HARSHNESS[found.decision]))
      found = { decision: effect.decide, id };
  return found;
}

function policyDecision(
  risk: number,
  amount: Money | null,
  policy: Policy,
): { decision: Decision; by: string } {
  if (policy.decides === 'expected-cost' && amount !== null) {
    const cost = expectedCostOf(risk, amount, policy);
    if (cost !== null) return { decision: cost.cheapest, by: 'expected-cost' };
  }
  return { decision: byLegitimacy(risk, policy), by: 'legitimacy' };
}

/** In hundredths, so that a limit is met exactly. */
export function byLegitimacy(risk: number, { legitimacy: { approve, deny } }: Policy): Decision {
  const legitimacy = 10_000 - toHundredths(risk);
  if (legitimacy >= Math.round(approve * 10_000)) return 'approve';
  return legitimacy <= Math.round(deny * 10_000) ? 'deny' : 'review';
}

/** Risk as a probability: right where the model is calibrated. null for another currency than the policy's. */
export function expectedCostOf(
  risk: number,
  amount: Money,
  { expectedCost: policy }: Policy,
): ExpectedCost | null {
  if (amount.currency !== policy.currency) return null;
  const p = risk / 100;
  const lost = amount.minor * policy.lossShare + policy.lossFixed;
  const approve = p * lost;
  const review = policy.review + p * (1 - policy.reviewFinds) * lost;
  const deny = (1 - p) * policy.falseStop;
  const cheapest = approve <= review && approve <= deny ? 'approve' : review <= deny ? 'review' : 'deny';
  return { approve: Math.round(approve), review: Math.round(review), deny: Math.round(deny), cheapest };
}
