import { WEIGHT } from '../devices.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { boughtAt } from './family-device.ts';

/** A tablet on a shop floor or in a shared flat: 6 to 10 users who live near each other. */
export const workplaceDevice: LookalikePattern = {
  kind: 'workplace-device',
  plant(stage, rng) {
    const users = stage.cast.neighbours(rng.int(6, 10), 40, rng);
    if (users.length < 6) return;
    const device = stage.devices.add(rng, 'tablet');
    const from = boughtAt(stage, 'workplace-device', device);
    for (const user of users) stage.devices.use(user, device, WEIGHT.shared, from);
    stage.truth.lookalike('workplace-device', [
      ...users.map((user) => stage.truth.user(user)),
      stage.truth.device(device),
    ]);
  },
};
