import { DAY } from '../../kernel/time.ts';
import { WEIGHT } from '../devices.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';

/** A phone sold on: one user for a while, then another, never both. */
export const deviceResale: LookalikePattern = {
  kind: 'device-resale',
  plant(stage, rng) {
    const [seller, buyer] = stage.cast.tenured(2, rng);
    if (buyer === undefined) return;
    const device = stage.devices.add(rng, 'phone');
    const sold = stage.start + rng.unit() * (stage.end - stage.start);
    stage.devices.use(seller, device, WEIGHT.first, -Infinity, sold);
    stage.devices.use(buyer, device, WEIGHT.first, sold + (1 + 10 * rng.unit()) * DAY, Infinity);
    stage.truth.lookalike('device-resale', [
      stage.truth.user(seller),
      stage.truth.user(buyer),
      stage.truth.device(device),
    ]);
  },
};
