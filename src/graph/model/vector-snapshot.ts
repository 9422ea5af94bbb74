import type { EventKey } from './event.ts';

/** The features of one payment or transfer, as they were computed for it: what a model was shown. */
export interface VectorSnapshot {
  readonly event: EventKey;
  /** Whose transaction it was taken for; null when nobody was known to make it. */
  readonly user: string | null;
  /** When it happened, and the instant as of which the features are: epoch milliseconds. */
  readonly at: number;
  readonly computedAt: number;
  /** Finite numbers by the name of the feature; one that is missing is left out. */
  readonly values: Readonly<Record<string, number>>;
}
