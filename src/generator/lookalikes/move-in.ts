import { DAY, MINUTE } from '../../kernel/time.ts';
import { register } from '../conduct.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';

const FEWEST_USERS = 8;

/** The week in which students arrive: all open an account from the campus network, then stay on it. */
export const moveIn: LookalikePattern = {
  kind: 'move-in',
  plant(stage, rng) {
    const users = stage.cast.claimFresh(Math.min(rng.int(20, 60), Math.round(stage.population.size / 40)));
    if (users.length < FEWEST_USERS) return;
    const address = rng.pick(stage.places.campuses);
    const country = stage.network.country(address);
    const week = rng.int(0, Math.max(0, stage.options.days - 8));
    for (const user of users) {
      const at = stage.time.at(week, country, 9 + 8 * rng.unit()) + rng.int(0, 6) * DAY;
      register(stage, user, Math.min(at, stage.end - 2), { device: -1, address });
      stage.places.work[user] = address;
      stage.script.session(at + (3 + 30 * rng.unit()) * MINUTE, user, {
        device: stage.devices.own(user),
        address,
      });
    }
    stage.truth.lookalike('move-in', [
      ...users.map((user) => stage.truth.user(user)),
      stage.truth.address(address),
    ]);
  },
};
