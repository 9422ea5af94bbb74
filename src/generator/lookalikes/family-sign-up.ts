import { MINUTE } from '../../kernel/time.ts';
import { register } from '../conduct.ts';
import { WEIGHT } from '../devices.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { householdMembers } from '../population.ts';

const TRIES = 60;

/** A family that joins in one evening: everybody signs up on the same tablet within the hour. */
export const familySignUp: LookalikePattern = {
  kind: 'family-sign-up',
  plant(stage, rng) {
    for (let tries = 0; tries < TRIES; tries++) {
      const household = rng.int(0, stage.population.households - 1);
      const family = householdMembers(stage.population, household).filter((user) => stage.cast.isFree(user));
      if (family.length < 2) continue;
      const day = rng.int(0, stage.options.days - 1);
      const evening = stage.time.at(day, stage.population.countryOf[household], 18 + 2 * rng.unit());
      const device = stage.devices.add(rng, 'tablet');
      family.forEach((user, place) => {
        stage.cast.claim(user);
        register(stage, user, Math.min(stage.end - 1, evening + (place + rng.unit()) * 9 * MINUTE), {
          device,
          address: -1,
        });
        stage.devices.use(user, device, WEIGHT.shared);
      });
      stage.truth.lookalike('family-sign-up', [
        ...family.map((user) => stage.truth.user(user)),
        stage.truth.device(device),
      ]);
      return;
    }
  },
};
