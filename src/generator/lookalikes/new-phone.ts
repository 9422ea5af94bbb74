import { DAY } from '../../kernel/time.ts';
import { WEIGHT } from '../devices.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { someTime } from './money-between.ts';

/** As if the old one lay in a drawer. */
const MOSTLY = 2 * WEIGHT.first;

/**
 * Somebody who gets a new phone, and sometimes a new number or mailbox with it: what a sold account looks like. Too
 * ordinary to stand in the truth.
 */
export const newPhone: LookalikePattern = {
  kind: 'new-phone',
  plant(stage, rng) {
    const [user] = stage.cast.tenured(1, rng);
    if (user === undefined) return;
    const at = someTime(stage, DAY, rng.unit());
    stage.devices.use(user, stage.devices.add(rng, 'phone'), MOSTLY, at);
    if (rng.chance(0.3))
      stage.script.profileChange(
        at + rng.unit() * DAY,
        user,
        rng.chance(0.6) ? 'phone' : 'email',
        stage.identities.invent(),
      );
  },
};
