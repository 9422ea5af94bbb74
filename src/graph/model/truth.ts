import type { EntityRef } from './entity.ts';

/** What a generated world knows about itself; written to a file, never into a store. */
export interface Truth {
  readonly rings: readonly TrueRing[];
  readonly lookalikes: readonly Lookalike[];
}

export interface TrueRing {
  readonly id: string;
  readonly kind: string;
  readonly members: readonly (EntityRef & { readonly role: string })[];
}

/** Innocents that look like a ring from some side. */
export interface Lookalike {
  readonly kind: string;
  readonly members: readonly EntityRef[];
}
