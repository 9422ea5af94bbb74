import type { LookalikePattern } from '../lookalike-pattern.ts';
import { householdMembers } from '../population.ts';

const TRIES = 60;

/** Two of one household and one name, who also give one e-mail address or one phone. */
export const fatherSon: LookalikePattern = {
  kind: 'father-son',
  plant(stage, rng) {
    const { population, cast } = stage;
    for (let tries = 0; tries < TRIES; tries++) {
      const household = rng.int(0, population.households - 1);
      const pair = householdMembers(population, household).filter((user) => cast.isFree(user));
      if (pair.length < 2) continue;
      const [father, son] = pair;
      cast.claim(father);
      cast.claim(son);
      population.nameOf[son] = father;
      const shared = rng.chance(0.5) ? population.emailOf : population.phoneOf;
      shared[son] = father;
      stage.truth.lookalike('father-son', [stage.truth.user(father), stage.truth.user(son)]);
      return;
    }
  },
};
