import type { Rng } from '../kernel/rng.ts';
import type { Stage } from './stage.ts';

/** One kind of innocents that look like a ring from some side: a file in lookalikes/ and a line in lookalikes.ts. */
export interface LookalikePattern {
  /** As in the truth; its rate stands in the levels under this name. */
  readonly kind: string;
  /** Plants one group. Plants none, and says nothing, where the world has nobody left for it. */
  plant(stage: Stage, rng: Rng): void;
}
