import type { EntityRef } from './entity.ts';
import type { EventKey, EventOf } from './event.ts';

/** What a generated world knows about itself; written to a file, never into a store. */
export interface Truth {
  /** Of difficulty: easy, typical, hard or adversarial; files from elsewhere need not say. */
  readonly level?: string;
  readonly rings: readonly TrueRing[];
  /** Fraud outside any ring; files written before there was any lack the list. */
  readonly loners?: readonly TrueLoner[];
  readonly lookalikes: readonly Lookalike[];
}

export interface TrueRing {
  readonly id: string;
  readonly kind: string;
  readonly members: readonly TrueMember[];
}

export interface TrueMember extends EntityRef {
  readonly role: string;
  /** A mule who thinks it is a job; counts as a perpetrator like the others. */
  readonly unwitting?: boolean;
}

/** Fraud by one person: the customer's own, or somebody's who took over the customer's account (third-party). */
export interface TrueLoner {
  readonly kind: string;
  readonly axis: NonNullable<EventOf<'label'>['axis']>;
  readonly user: EntityRef;
  /** The fraudulent transactions, in the order of events. */
  readonly acts: readonly EventKey[];
}

/** Innocents that look like a ring from some side. */
export interface Lookalike {
  readonly kind: string;
  readonly members: readonly EntityRef[];
}
