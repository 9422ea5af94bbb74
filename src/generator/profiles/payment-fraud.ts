import { DAY } from '../../kernel/time.ts';
import { strike } from '../acting-alone.ts';
import { ownSpot } from '../conduct.ts';
import type { FraudProfile } from '../fraud-profile.ts';
import { countryOfUser } from '../population.ts';
import { newAddress, otherCountry } from '../strange-places.ts';

/** Whoever has the number of a card seldom has the address, and not always the code. */
const CHECKS = { avs: [38, 7, 8, 37, 10], cvv: [66, 25, 5, 4] } as const;
/** Numbers of stolen cards, above those of any account. */
const STOLEN = 2 ** 30;

/**
 * A customer who pays with stolen cards: 3 to 10 purchases of goods that are easily sold, with cards issued in another
 * country, addresses that do not match, parcels to somebody else. Beside that the customer lives as others do.
 */
export const paymentFraud: FraudProfile = {
  kind: 'payment-fraud',
  axis: 'first-party',
  plant(stage, person) {
    const { user, rng, number } = person;
    const from = person.strikesAt;
    const home = countryOfUser(stage.population, user);
    const span = Math.min((0.5 + 9 * rng.unit()) * DAY, 0.9 * (stage.end - from));
    const registered = Math.min(stage.population.registeredAt[user], from - (1 + 20 * rng.unit()) * DAY);
    stage.population.registeredAt[user] = Math.floor(registered);
    const abroad = rng.chance(0.3)
      ? newAddress(stage, 'residential', otherCountry(stage, user, rng), rng)
      : -1;
    for (let count = rng.int(3, 10); count > 0; count--) {
      const at = from + rng.unit() * span;
      const own = ownSpot(stage, user, at);
      const hidden = abroad >= 0 ? abroad : rng.chance(0.2) ? stage.places.vpnExit(rng) : own.address;
      const planned = strike(stage, person, {
        at,
        minor: rng.logNormal(Math.log(11_000), 0.9),
        spot: { device: own.device, address: hidden },
        ...(rng.chance(0.6) ? {} : { shop: stage.economy.shop(user, rng) }),
      });
      const billing = rng.chance(0.55) ? otherCountry(stage, user, rng) : home;
      stage.checkouts.set(stage.ids.planned(planned), {
        checks: CHECKS,
        billing,
        shipping: rng.chance(0.75) ? home : billing,
        card: STOLEN + 4 * number + rng.int(0, 3),
      });
    }
  },
};
