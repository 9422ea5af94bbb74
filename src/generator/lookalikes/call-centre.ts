import { DAY } from '../../kernel/time.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { countryOfUser } from '../population.ts';

const FEWEST = 8;
const SEATS_PER_DEVICE = 6;

/** Shift workers who look at their own accounts on whichever terminal is free, all from one line. */
export const callCentre: LookalikePattern = {
  kind: 'call-centre',
  plant(stage, rng) {
    const { cast, population, devices, network, script, time, truth, options } = stage;
    const staff = cast.neighbours(Math.min(rng.int(12, 60), Math.round(population.size / 12)), 500, rng);
    if (staff.length < FEWEST) return;
    const country = countryOfUser(population, staff[0]);
    const known = rng.chance(stage.level.network.kindKnown);
    const address = network.add({ kind: rng.chance(0.5) ? 'campus' : 'unknown', country, known });
    const terminals = Array.from({ length: Math.ceil(staff.length / SEATS_PER_DEVICE) }, () =>
      devices.add(rng, 'desktop'),
    );
    for (const user of staff)
      for (let shifts = rng.int(2, 8); shifts > 0; shifts--) {
        const at = time.at(rng.int(0, options.days - 1), country, 7 + 14 * rng.unit());
        if (at > population.registeredAt[user] + DAY)
          script.session(at, user, { device: rng.pick(terminals), address });
      }
    truth.lookalike('call-centre', [
      ...staff.map((user) => truth.user(user)),
      ...terminals.map((device) => truth.device(device)),
      truth.address(address),
    ]);
  },
};
