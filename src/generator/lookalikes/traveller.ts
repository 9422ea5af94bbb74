import { DAY, HOUR } from '../../kernel/time.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { newAddress, otherCountry } from '../strange-places.ts';

/** A customer on a journey: another country, the network of a hotel or a foreign carrier, sometimes a new phone too. */
export const traveller: LookalikePattern = {
  kind: 'traveller',
  plant(stage, rng) {
    const [user] = stage.cast.tenured(1, rng);
    if (user === undefined) return;
    const from = stage.start + (0.05 + 0.8 * rng.unit()) * (stage.end - stage.start);
    const until = Math.min(from + (2 + 12 * rng.unit()) * DAY, stage.end - HOUR);
    const country = otherCountry(stage, user, rng);
    const device = rng.chance(0.3) ? stage.devices.add(rng) : stage.devices.own(user);
    stage.geography.sendAway(device, stage.geography.town(country, rng), from, until);
    const hotel = newAddress(stage, 'unknown', country, rng);
    for (let count = rng.int(2, 7); count > 0; count--) {
      const at = from + rng.unit() * (until - from);
      const address = rng.chance(0.5) ? hotel : stage.places.mobile(country, rng);
      if (rng.chance(0.25)) stage.script.failedSession(at - 60_000, user, { device, address });
      const shop = rng.chance(0.2) ? stage.economy.riskyShop(rng) : stage.economy.shop(user, rng);
      const minor = rng.logNormal(Math.log(6_000), 1);
      stage.script.payment(at, user, stage.accounts.main(user), shop, minor, { device, address });
    }
    stage.truth.lookalike('traveller', [stage.truth.user(user)]);
  },
};
