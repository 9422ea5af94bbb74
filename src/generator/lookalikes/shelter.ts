import { DAY } from '../../kernel/time.ts';
import { register } from '../conduct.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';

const FEWEST = 4;

/**
 * A shelter, hostel or hall: people who do not know each other come over months, give its postal address, and sign up
 * and look in over its line; some of them give the phone at its desk.
 */
export const shelter: LookalikePattern = {
  kind: 'shelter',
  plant(stage, rng) {
    const { cast, population, network, script, devices, truth } = stage;
    const users = cast.claimFresh(Math.min(rng.int(5, 20), Math.round(population.size / 60)));
    if (users.length < FEWEST) return;
    const household = population.householdOf[users[0]];
    const country = population.countryOf[household];
    const address = network.add({
      kind: 'unknown',
      country,
      known: rng.chance(stage.level.network.kindKnown),
    });
    const desk = rng.chance(0.5) ? stage.identities.invent() : -1;
    for (const user of users) {
      const at = stage.start + rng.unit() * 0.95 * (stage.end - stage.start);
      register(stage, user, at, { device: -1, address });
      population.addressOf[user] = household;
      if (desk >= 0 && rng.chance(0.4)) population.phoneOf[user] = desk;
      for (let visits = rng.int(1, 6); visits > 0; visits--) {
        const later = at + (0.05 + 20 * rng.unit()) * DAY;
        if (later < stage.end) script.session(later, user, { device: devices.own(user), address });
      }
    }
    truth.lookalike('shelter', [...users.map((user) => truth.user(user)), truth.address(address)]);
  },
};
