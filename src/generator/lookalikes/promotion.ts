import { MINUTE } from '../../kernel/time.ts';
import { register } from '../conduct.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { countryOfUser } from '../population.ts';

const FEWEST_USERS = 8;

/** A stand at a fair that gives a bonus for signing up: many new users from one address in an afternoon. */
export const promotion: LookalikePattern = {
  kind: 'promotion',
  plant(stage, rng) {
    const users = stage.cast.claimFresh(Math.min(rng.int(15, 60), Math.round(stage.population.size / 40)));
    if (users.length < FEWEST_USERS) return;
    const country = countryOfUser(stage.population, users[0]);
    const address = stage.network.add({
      kind: rng.chance(0.5) ? 'campus' : 'unknown',
      country,
      known: rng.chance(stage.level.network.kindKnown),
    });
    const opening = stage.time.at(rng.int(0, stage.options.days - 1), country, 11);
    for (const user of users) {
      const at = Math.min(stage.end - 2, opening + rng.unit() * 420 * MINUTE);
      register(stage, user, at, { device: -1, address });
      if (rng.chance(0.8))
        stage.script.session(at + (2 + 12 * rng.unit()) * MINUTE, user, {
          device: stage.devices.own(user),
          address,
        });
    }
    stage.truth.lookalike('promotion', [
      ...users.map((user) => stage.truth.user(user)),
      stage.truth.address(address),
    ]);
  },
};
