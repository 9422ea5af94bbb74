import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { invalidDocument as invalid, wrongShape, type ShapeError } from '../rules/document-problem.ts';

const closed = { additionalProperties: false };
const Share = Type.Number({ minimum: 0, maximum: 1 });
const Cost = Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 });

/** Thresholds on legitimacy, 1 - risk / 100 (seed 000): approve from `approve` on, deny up to `deny`, else review. */
const LEGITIMACY = Type.Object({ approve: Share, deny: Share }, closed);

/**
 * What each answer costs, in minor units of one currency; the cheapest is taken. Approve costs the probability of fraud
 * times what is lost then; deny the probability of none times `falseStop`; review its own cost and what it misses.
 */
const EXPECTED_COST = Type.Object(
  {
    currency: Type.String({ minLength: 1, maxLength: 16 }),
    /** Share of the amount that is lost for good by a missed fraud, and what comes on top of it. */
    lossShare: Share,
    lossFixed: Cost,
    /** A good customer who is stopped: the lost margin, the call, the trust. */
    falseStop: Cost,
    /** The time of an analyst. */
    review: Cost,
    /** Share of the frauds that a review finds. */
    reviewFinds: Share,
  },
  closed,
);

/** How risks become decisions: data, versioned. */
export const POLICY = Type.Object(
  {
    format: Type.Literal('ringfence-policy'),
    version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    /** Which of the two decides; the other is shown beside it. */
    decides: Type.Enum(['legitimacy', 'expected-cost']),
    legitimacy: LEGITIMACY,
    expectedCost: EXPECTED_COST,
  },
  closed,
);

export type Policy = Static<typeof POLICY>;

const VALIDATOR = Compile(POLICY);

/** @throws RingfenceError RULES_INVALID; `facts.field` is the dotted path of what is wrong */
export function readPolicy(value: unknown): Policy {
  if (!VALIDATOR.Check(value))
    throw wrongShape(value, VALIDATOR.Errors(value) as readonly ShapeError[], 'policy');
  const { approve, deny } = value.legitimacy;
  if (deny >= approve)
    throw invalid(
      'legitimacy.deny',
      `${deny} is not below approve, ${approve}; there would be nothing to review`,
    );
  return value;
}
