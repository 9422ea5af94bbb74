import { HOUR } from '../../kernel/time.ts';
import { buildUp, shopBefore, strike } from '../acting-alone.ts';
import { ownSpot, register } from '../conduct.ts';
import type { FraudProfile } from '../fraud-profile.ts';

/** A new customer who makes 20 to 45 small purchases to look good, then one of more than five times their average. */
export const bustOut: FraudProfile = {
  kind: 'bust-out',
  axis: 'first-party',
  plant(stage, person) {
    const { user, rng } = person;
    const at = person.strikesAt;
    const span = buildUp(stage, at);
    const median = Math.round(1_000 + 3_000 * rng.unit());
    register(stage, user, at - span - (1 + 5 * rng.unit()) * HOUR, { device: -1, address: -1 });
    stage.quiet.set(user, -Infinity, Infinity);
    shopBefore(stage, user, { before: at - HOUR / 2, span, count: rng.int(20, 45), median }, rng);
    strike(stage, person, { at, minor: median * (12 + 30 * rng.unit()), spot: ownSpot(stage, user, at) });
  },
};
