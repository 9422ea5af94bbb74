import type { LookalikePattern } from '../lookalike-pattern.ts';
import { householdMembers } from '../population.ts';

const TRIES = 60;

/** Two of one household with one birthday, and often one mailbox or phone: made-up people come like that too. */
export const twins: LookalikePattern = {
  kind: 'twins',
  plant(stage, rng) {
    const { population, cast, truth } = stage;
    for (let tries = 0; tries < TRIES; tries++) {
      const household = rng.int(0, population.households - 1);
      const pair = householdMembers(population, household).filter((user) => cast.isFree(user));
      if (pair.length < 2) continue;
      const [one, other] = pair;
      cast.claim(one);
      cast.claim(other);
      population.birthOf[other] = one;
      if (rng.chance(0.4)) (rng.chance(0.5) ? population.phoneOf : population.emailOf)[other] = one;
      truth.lookalike('twins', [truth.user(one), truth.user(other)]);
      return;
    }
  },
};
