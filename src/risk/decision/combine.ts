import { featuresOfRule } from '../rules/apply-rules.ts';
import type { Facts } from '../rules/facts.ts';
import { factOf } from '../rules/facts.ts';
import { fillReason } from '../rules/reason-text.ts';
import type { Rule } from '../rules/rule.ts';
import { fromHundredths, shareOut, toHundredths } from './hundredths.ts';
import { featurePoints, type ModelOpinion } from './model-opinion.ts';
import { NO_EVIDENCE, type Evidence, type EvidenceOf, type Reason } from './reason.ts';

/** The risk of a transaction and, when explained, what it is made of. */
export interface RiskOpinion {
  /** 0 to 100, in hundredths. */
  readonly risk: number;
  /** The part of the model alone, before rules. */
  readonly modelRisk: number;
  /** What a transaction has of which nothing is known; base + points of all reasons = risk. */
  readonly base: number;
  /** Rules first, in the order of their set, then features by falling size; null when not explained. */
  readonly reasons: readonly Reason[] | null;
}

export interface CombineInput {
  /** null where there is no model: the base is then `prior`. */
  readonly model: ModelOpinion | null;
  /** Risk of everybody, where there is no model. */
  readonly prior: number;
  /** The rules that fired. */
  readonly fired: readonly Rule[];
  readonly facts: Facts;
  readonly evidenceOf?: EvidenceOf;
  /** What to say of a feature; its name and value by default. */
  readonly textOf?: (feature: string) => string;
  /** Features that get a reason of their own, at most; the rest is gathered. */
  readonly most?: number;
}

/** Features named one by one, at most. */
export const MOST_REASONS = 12;

/**
 * Joins the model's risk with the rules that fired: each adds its points or lifts the risk to its floor, one after the
 * other, and none lowers it. Pure; time O(features log features) when explained, else O(rules).
 */
export function combine(input: CombineInput, explained: boolean): RiskOpinion {
  const { model, prior, fired } = input;
  const modelRisk = toHundredths(clamp(model === null ? prior : model.riskOf(model.margin)));
  const raises = raisesOf(modelRisk, fired);
  const risk = modelRisk + raises.reduce((sum, one) => sum + one, 0);
  const base = model === null || !explained ? modelRisk : toHundredths(clamp(model.riskOf(model.base)));
  return {
    risk: fromHundredths(risk),
    modelRisk: fromHundredths(modelRisk),
    base: fromHundredths(base),
    reasons: explained ? [...ruleReasons(input, raises), ...featureReasons(input, modelRisk - base)] : null,
  };
}

/** What each rule adds, in hundredths. */
function raisesOf(start: number, fired: readonly Rule[]): number[] {
  let risk = start;
  return fired.map(({ effect }) => {
    const before = risk;
    if ('raise' in effect) risk = Math.min(10_000, risk + toHundredths(effect.raise));
    else risk = Math.max(risk, toHundredths(effect.floor ?? 0));
    return risk - before;
  });
}

/** The risk after rules, not rounded; for ranking. */
export function raised(risk: number, fired: readonly Rule[]): number {
  let after = risk;
  for (const { effect } of fired)
    after = 'raise' in effect ? Math.min(100, after + effect.raise) : Math.max(after, effect.floor ?? 0);
  return after;
}

/** A rule that decides is a reason even where it adds nothing. */
function ruleReasons({ fired, facts, evidenceOf }: CombineInput, raises: readonly number[]): Reason[] {
  return fired.map((rule, i) => ({
    kind: 'rule' as const,
    name: rule.id,
    points: fromHundredths(raises[i]),
    text: fillReason(rule.reason, facts),
    value: null,
    evidence: joinEvidence(featuresOfRule(rule).map((name) => evidenceOf?.(name) ?? NO_EVIDENCE)),
  }));
}

/** @param wanted what all features together add, in hundredths */
function featureReasons(
  { model, facts, evidenceOf, textOf, most = MOST_REASONS }: CombineInput,
  wanted: number,
): Reason[] {
  if (model === null || model.shares === null) return [];
  const points = shareOut(featurePoints(model), wanted);
  const order = Array.from(points.keys())
    .filter((i) => points[i] !== 0)
    .sort((a, b) => Math.abs(points[b]) - Math.abs(points[a]) || a - b);
  const named = order.slice(0, most).map((i): Reason => {
    const name = model.features[i];
    const value = factOf(facts, name) ?? null;
    return {
      kind: 'feature',
      name,
      points: fromHundredths(points[i]),
      text: textOf?.(name) ?? `${name} is ${value === null ? 'missing' : String(value)}`,
      value,
      evidence: evidenceOf?.(name) ?? NO_EVIDENCE,
    };
  });
  const rest = order.slice(most);
  const left = rest.reduce((sum, i) => sum + points[i], 0);
  if (rest.length === 0) return named;
  const text = `${rest.length} other features`;
  return [
    ...named,
    {
      kind: 'others',
      name: 'others',
      points: fromHundredths(left),
      text,
      value: null,
      evidence: NO_EVIDENCE,
    },
  ];
}

/** Each node and edge once. */
function joinEvidence(parts: readonly Evidence[]): Evidence {
  const once = <T>(all: readonly T[]): T[] => [
    ...new Map(all.map((one) => [JSON.stringify(one), one])).values(),
  ];
  return {
    nodes: once(parts.flatMap(({ nodes }) => nodes)),
    edges: once(parts.flatMap(({ edges }) => edges)),
  };
}

function clamp(risk: number): number {
  return Math.min(Math.max(risk, 0), 100);
}
