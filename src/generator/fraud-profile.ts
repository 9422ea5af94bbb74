import type { EventOf } from '../graph/model/event.ts';
import type { Loner } from './loner.ts';
import type { Stage } from './stage.ts';

/** Who the fraudster is: the customer, somebody in the customer's name, or somebody who talks the customer into it. */
export type FraudAxis = NonNullable<EventOf<'label'>['axis']>;

/** One kind of fraud that takes no ring: a file in profiles/ and a line in profiles.ts. */
export interface FraudProfile {
  /** As in the truth, in the weights of the levels and as the type of labels. */
  readonly kind: string;
  readonly axis: FraudAxis;
  /** Writes what happens on the person's account into the script, and notes the fraudulent transactions. */
  plant(stage: Stage, person: Loner): void;
}
