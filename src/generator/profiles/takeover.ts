import { DAY, HOUR, MINUTE, SECOND } from '../../kernel/time.ts';
import { strike } from '../acting-alone.ts';
import { ownSpot, registerLongBefore } from '../conduct.ts';
import type { FraudProfile } from '../fraud-profile.ts';
import { countryOfUser } from '../population.ts';
import { fraudstersSpot, otherCountry } from '../strange-places.ts';

/** The address on file is right; the card's code is often not known to the thief. */
const CHECKS = { avs: [80, 4, 4, 7, 5], cvv: [78, 14, 5, 3] } as const;

/**
 * A customer of long standing whose account a stranger takes over: guesses of the password, a device and a town that
 * are new to it, now and then a new e-mail address, then 2 to 7 purchases within a day or two. Some thieves work on the
 * owner's own device, by remote control. The owner's life goes on.
 */
export const takeover: FraudProfile = {
  kind: 'takeover',
  axis: 'third-party',
  plant(stage, person) {
    const { user, rng } = person;
    const from = person.strikesAt;
    registerLongBefore(stage, user, stage.start, rng);
    const home = countryOfUser(stage.population, user);
    const country = rng.chance(0.6) ? otherCountry(stage, user, rng) : home;
    const remote = rng.chance(0.15);
    const spot = remote ? ownSpot(stage, user, from) : fraudstersSpot(stage, country, rng);
    for (let tries = rng.chance(0.55) ? rng.int(1, 4) : 0; tries > 0; tries--)
      stage.script.failedSession(from - (tries * 40 + 30 * rng.unit()) * SECOND, user, spot);
    stage.script.session(from, user, spot);
    if (rng.chance(0.35))
      stage.script.profileChange(
        from + 2 * MINUTE,
        user,
        rng.pick(['email', 'phone']),
        stage.identities.invent(),
      );
    const span = Math.min(rng.logNormal(Math.log(5), 1) * HOUR, 2 * DAY, 0.9 * (stage.end - from));
    for (let count = rng.int(2, 7); count > 0; count--) {
      const at = from + 4 * MINUTE + rng.unit() * span;
      const planned = strike(stage, person, {
        at,
        minor: rng.logNormal(Math.log(9_500), 1),
        spot,
        ...(rng.chance(0.5) ? {} : { shop: stage.economy.shop(user, rng) }),
      });
      const shipping = rng.chance(0.3) ? { shipping: country } : {};
      stage.checkouts.set(stage.ids.planned(planned), { checks: CHECKS, ...shipping });
    }
  },
};
