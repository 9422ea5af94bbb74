import { DAY, HOUR } from '../../kernel/time.ts';
import { strike } from '../acting-alone.ts';
import { ownSpot, register } from '../conduct.ts';
import type { FraudProfile } from '../fraud-profile.ts';

/** More failures than with an owner, far fewer than with a stolen card. */
const CHECKS = { avs: [70, 6, 6, 11, 7], cvv: [89, 5, 3, 3] } as const;

/**
 * An account made to abuse a shop: opened days before, with a mailbox that lasts an hour and contacts that nobody
 * confirms, often behind a VPN; 4 to 12 purchases in the days after.
 */
export const fakeAccount: FraudProfile = {
  kind: 'fake-account',
  axis: 'first-party',
  plant(stage, person) {
    const { user, rng } = person;
    const from = person.strikesAt;
    const before = Math.min(rng.logNormal(Math.log(14), 1.6) * HOUR, 0.3 * (from - stage.start));
    const hidden = rng.chance(0.35) ? stage.places.vpnExit(rng) : -1;
    const registeredAt = from - before - HOUR / 6;
    register(stage, user, registeredAt, { device: -1, address: hidden });
    stage.quiet.set(user, -Infinity, Infinity);
    stage.confirming.set(user, { email: 0.4, phone: 0.2 });
    if (rng.chance(0.55)) stage.identities.useThrowaway(user);
    const span = Math.min((0.2 + 9 * rng.unit()) * DAY, 0.9 * (stage.end - from));
    for (let count = rng.int(4, 12); count > 0; count--) {
      const at = from + rng.unit() * span;
      const spot = ownSpot(stage, user, at);
      const planned = strike(stage, person, {
        at,
        minor: rng.logNormal(Math.log(5_500), 0.9),
        spot: hidden >= 0 && rng.chance(0.8) ? { ...spot, address: hidden } : spot,
        ...(rng.chance(0.4) ? {} : { shop: stage.economy.shop(user, rng) }),
      });
      stage.checkouts.set(stage.ids.planned(planned), { checks: CHECKS });
    }
  },
};
