import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false };
const Name = Type.String({ minLength: 1, maxLength: 64 });
const Literal = Type.Union([Type.Number(), Type.String({ maxLength: 256 }), Type.Boolean()]);

/** How a feature compares with a value. Order is for numbers; equality for numbers, texts and flags. */
export const COMPARISONS = ['<', '<=', '=', '!=', '>=', '>'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** One comparison: of a named feature with a value, or with another feature times a factor. */
const COMPARE = Type.Union([
  Type.Object({ feature: Name, is: Type.Enum([...COMPARISONS]), value: Literal }, closed),
  Type.Object(
    { feature: Name, is: Type.Enum([...COMPARISONS]), times: Type.Optional(Type.Number()), of: Name },
    closed,
  ),
  Type.Object({ feature: Name, in: Type.Array(Literal, { minItems: 1, maxItems: 1_000 }) }, closed),
  Type.Object({ known: Name }, closed),
]);

/** A condition: comparisons joined by `all`, `any` and `not`, nested as deep as {@link DEEPEST}. */
const CONDITION = Type.Cyclic(
  {
    Condition: Type.Union([
      COMPARE,
      Type.Object({ all: Type.Array(Type.Ref('Condition'), { minItems: 1, maxItems: 50 }) }, closed),
      Type.Object({ any: Type.Array(Type.Ref('Condition'), { minItems: 1, maxItems: 50 }) }, closed),
      Type.Object({ not: Type.Ref('Condition') }, closed),
    ]),
  },
  'Condition',
);

/** Levels of a condition at most, so that reading one cannot run out of stack. */
export const DEEPEST = 10;

export const DECISIONS = ['approve', 'review', 'deny'] as const;
export type Decision = (typeof DECISIONS)[number];

const Points = Type.Number({ exclusiveMinimum: 0, maximum: 100 });

/**
 * What a rule does: adds points to the risk, lifts it to a floor at least, or decides (with a floor beside it if wanted,
 * so that risk and decision do not contradict each other). No rule lowers a risk.
 */
const EFFECT = Type.Union([
  Type.Object({ raise: Points }, closed),
  Type.Object({ floor: Points }, closed),
  Type.Object({ decide: Type.Enum([...DECISIONS]), floor: Type.Optional(Points) }, closed),
]);

const RULE = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,63}$' }),
    /** What it is there for, in one sentence. */
    about: Type.String({ minLength: 1, maxLength: 500 }),
    /** Who says so: a paper, a standard, a seed, an estimate. */
    source: Type.String({ minLength: 1, maxLength: 200 }),
    when: CONDITION,
    effect: EFFECT,
    /** What people read when it fires; `{name}` is replaced by that feature's value. */
    reason: Type.String({ minLength: 1, maxLength: 500 }),
    /** Features whose names of nodes and events are shown as evidence, beside those of the condition. */
    evidence: Type.Optional(Type.Array(Name, { maxItems: 20 })),
  },
  closed,
);

/** A set of rules as a document: data, versioned, checked before it is used. */
export const RULE_SET = Type.Object(
  {
    format: Type.Literal('ringfence-rules'),
    name: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' }),
    version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    rules: Type.Array(RULE, { maxItems: 500 }),
  },
  closed,
);

export type RuleSet = Static<typeof RULE_SET>;
export type Rule = RuleSet['rules'][number];
export type Effect = Rule['effect'];

type Literal = number | string | boolean;
/** The same as the schema says; written out because a recursive type cannot be read off it. */
export type Condition =
  | { readonly feature: string; readonly is: Comparison; readonly value: Literal }
  | { readonly feature: string; readonly is: Comparison; readonly times?: number; readonly of: string }
  | { readonly feature: string; readonly in: readonly Literal[] }
  | { readonly known: string }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };
