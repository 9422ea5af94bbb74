import { rngFor } from '../kernel/rng.ts';
import type { LookalikePattern } from './lookalike-pattern.ts';
import { giftAbroad } from './lookalikes/gift-abroad.ts';
import { newCustomer } from './lookalikes/new-customer.ts';
import { traveller } from './lookalikes/traveller.ts';
import type { Stage } from './stage.ts';

/** Innocents who look like one of the classes of a mix, with how many of them there are per 100 users (S). */
const NEAR_MISSES: readonly (readonly [LookalikePattern, per100: number])[] = [
  [newCustomer, 4],
  [traveller, 6],
  [giftAbroad, 6],
];

/** Plants them in a world that was asked for by classes. */
export function plantNearMisses(stage: Stage): void {
  const { seed, users } = stage.options;
  for (const [pattern, per100] of NEAR_MISSES)
    for (let group = 0; group < Math.round((users * per100) / 100); group++)
      pattern.plant(stage, rngFor(seed, 'near-miss', pattern.kind, group));
}
