import type { FeatureGroup } from '../transfers/feature.ts';
import type { Glance } from './glance.ts';

/**
 * What counts of the log. `itself`: the transaction alone. `before`: what became known before it, in the order of
 * {@link compareKnown}, and no part of it. `with it`: the same, and the transaction too. `with peers`: the same, and all
 * transactions that become known at the same instant (definitions.md: a rule for features only).
 */
export type AsOf = 'itself' | 'before' | 'with it' | 'with peers';

/** One feature of a payment or transfer, defined here and nowhere else; docs/features.md is made from these. */
export interface FeatureDefinition {
  readonly name: string;
  /** `transaction`: of the transaction and the history of who makes it; `graph`: of who is tied to whom. */
  readonly group: FeatureGroup;
  /** A `flag` is 0 or 1. */
  readonly kind: 'number' | 'flag';
  readonly unit: string;
  /** How far back it looks: `5 min`, `24 h`, `90 d`; `ever`; `none`. */
  readonly window: string;
  readonly formula: string;
  /** Whose idea it is, as in the list of docs/features.md. */
  readonly source: string;
  readonly asOf: AsOf;
  /** When it is missing. */
  readonly missing?: string;
  /** Told by simulated balances that give the label away: for compatibility, never to be shown as skill. */
  readonly compatibilityOnly?: true;
  /** The value; NaN when it is missing. */
  readonly read: (glance: Glance) => number;
}
