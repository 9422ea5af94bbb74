import { LIVE_FEATURES } from '../../features/live/features.ts';
import type { FeatureDefinition } from '../../features/live/definition.ts';
import type { ScoredEvent } from '../../features/live/scored-event.ts';
import { combine, type CombineInput, type RiskOpinion } from '../decision/combine.ts';
import { decide, type Decided } from '../decision/decide.ts';
import type { ModelOpinion } from '../decision/model-opinion.ts';
import type { Policy } from '../decision/policy.ts';
import { isAboutRing } from '../rules/about-ring.ts';
import { applyRules, featuresOfRule } from '../rules/apply-rules.ts';
import { fillReason } from '../rules/reason-text.ts';
import type { RuleSet } from '../rules/rule.ts';
import { evidenceOf } from './evidence.ts';
import type { Scorer } from './scorer.ts';
import { TransactionFacts } from './transaction-facts.ts';

/** What scores are made with: data, exchanged as a whole. */
export interface JudgeParts {
  /** null while no model is trained: rules alone then raise the prior. */
  readonly scorer: Scorer | null;
  readonly rules: RuleSet;
  readonly policy: Policy;
  /** The features of the vectors that are judged, in their order. */
  readonly features?: readonly FeatureDefinition[];
  /** Decimals of a currency, for texts; 2 where it is not known. */
  readonly exponentOf?: (currency: string) => number | undefined;
}

export interface Judgement extends RiskOpinion, Decided {}

/** Risk of everybody while there is no model. */
export const PRIOR_RISK = 1;

/**
 * Judges transactions by their vectors: model, rules, policy. Reasons are worked out for reviews and denials, and when
 * asked for. One at a time; safe to exchange for another while others are judged.
 */
export class Judge {
  readonly parts: JudgeParts;
  readonly #features: readonly FeatureDefinition[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #formulas: ReadonlyMap<string, string>;
  /** Where each feature of the model stands in the vectors. */
  readonly #columns: Int32Array;
  readonly #row: Float64Array;

  /** @throws RangeError when the model reads a feature that the vectors do not have */
  constructor(parts: JudgeParts) {
    this.parts = parts;
    this.#features = parts.features ?? LIVE_FEATURES;
    this.#places = new Map(this.#features.map(({ name }, i) => [name, i]));
    this.#formulas = new Map(this.#features.map(({ name, formula }) => [name, formula]));
    const wanted = parts.scorer?.features ?? [];
    this.#columns = Int32Array.from(wanted, (name) => this.#places.get(name) ?? -1);
    const missing = this.#columns.indexOf(-1);
    if (missing >= 0) throw new RangeError(`the model reads ${wanted[missing]}, which is no feature here`);
    this.#row = new Float64Array(wanted.length);
  }

  /**
   * @param values by the features of the parts
   * @param user who makes it, where that is known; for the evidence
   */
  judge(event: ScoredEvent, values: Float64Array, user: string | null, explained = false): Judgement {
    const { scorer, rules, policy, exponentOf } = this.parts;
    const facts = new TransactionFacts(this.#places, values, event, exponentOf?.(event.amount.currency) ?? 2);
    const fired = applyRules(rules, facts);
    for (let i = 0; i < this.#row.length; i++) this.#row[i] = values[this.#columns[i]];
    const plain = scorer?.opinion(this.#row) ?? null;
    const input = (model: ModelOpinion | null): CombineInput => ({
      model,
      prior: PRIOR_RISK,
      fired,
      facts,
      evidenceOf: evidenceOf(event, user),
      textOf: (name) => `${fillReason(`${name} is {${name}}`, facts)}: ${this.#formulas.get(name) ?? name}`,
    });
    const aboutRing = (kind: string, name: string): boolean =>
      kind === 'rule'
        ? fired.some((rule) => rule.id === name && featuresOfRule(rule).every(isAboutRing))
        : isAboutRing(name);
    const extras = { amount: event.amount, aboutRing };
    const quick = explained ? null : combine(input(plain), false);
    const first = quick && decide(quick, fired, policy, extras);
    if (quick && first?.decision === 'approve') return { ...quick, ...first };
    const opinion = combine(input(plain && scorer!.explained(plain, this.#row)), true);
    return { ...opinion, ...decide(opinion, fired, policy, extras) };
  }
}
