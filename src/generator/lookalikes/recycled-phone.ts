import { DAY } from '../../kernel/time.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';

/** A phone number given up and handed out again by the carrier. Half of those who had it told the bank. */
export const recycledPhone: LookalikePattern = {
  kind: 'recycled-phone',
  plant(stage, rng) {
    const { population, cast } = stage;
    const before = cast.tenured(1, rng).find((user) => cast.isFree(user));
    const [after] = cast.claimFresh(1);
    if (before === undefined || after === undefined || before === after) return;
    cast.claim(before);
    population.phoneOf[after] = population.phoneOf[before];
    const changed = population.registeredAt[after] - (30 + 60 * rng.unit()) * DAY;
    if (rng.chance(0.5) && changed > population.registeredAt[before])
      stage.script.profileChange(changed, before, 'phone', stage.identities.invent());
    stage.truth.lookalike('recycled-phone', [stage.truth.user(before), stage.truth.user(after)]);
  },
};
