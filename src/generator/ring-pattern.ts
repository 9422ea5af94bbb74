import type { Ring } from './ring.ts';
import type { Stage } from './stage.ts';

/** One kind of ring: a file in patterns/ and a line in patterns.ts. */
export interface RingPattern {
  /** As in the truth and in the levels. */
  readonly kind: string;
  /** Writes what the ring does into the script, and what it shares into the ring. */
  plant(stage: Stage, ring: Ring): void;
}
