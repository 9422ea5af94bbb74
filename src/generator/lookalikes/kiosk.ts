import { DAY } from '../../kernel/time.ts';
import { logNormal } from '../level.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { countryOfUser } from '../population.ts';

const FEWEST_USERS = 11;
/** It stood there before the window began. */
const DAYS_BEFORE = 90;

/** A terminal in a library or branch: tens to hundreds of users, arriving over months. */
export const kiosk: LookalikePattern = {
  kind: 'kiosk',
  plant(stage, rng) {
    const { mu, sigma } = logNormal(stage.level.devices.kioskUsers);
    const wanted = Math.min(stage.population.size / 8, Math.max(FEWEST_USERS, rng.logNormal(mu, sigma)));
    const users = stage.cast.neighbours(Math.round(wanted), 20 * Math.round(wanted), rng);
    if (users.length < FEWEST_USERS) return;
    const country = countryOfUser(stage.population, users[0]);
    const device = stage.devices.add(rng, rng.chance(0.5) ? 'desktop' : 'tablet');
    const address = stage.network.add({
      kind: 'unknown',
      country,
      known: rng.chance(stage.level.network.kindKnown),
    });
    if (rng.chance(stage.level.devices.kiosksAllowed)) stage.devices.allow(device);
    for (const user of users)
      for (let visits = rng.int(1, 3); visits > 0; visits--) {
        const day = rng.int(-DAYS_BEFORE, stage.options.days - 1);
        const at = stage.time.at(day, country, 9 + 9 * rng.unit());
        // Who became a customer after that day came to the terminal later, or never.
        if (at > stage.population.registeredAt[user] + DAY)
          stage.script.session(at, user, { device, address });
      }
    stage.truth.lookalike('kiosk', [
      ...users.map((user) => stage.truth.user(user)),
      stage.truth.device(device),
    ]);
  },
};
