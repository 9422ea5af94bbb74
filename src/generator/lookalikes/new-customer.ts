import { DAY, HOUR } from '../../kernel/time.ts';
import { ownSpot } from '../conduct.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';

/** Somebody who signs up because of something to buy, and buys several things in the first days; contacts confirmed. */
export const newCustomer: LookalikePattern = {
  kind: 'new-customer',
  plant(stage, rng) {
    const [user] = stage.cast.claimFresh(1);
    if (user === undefined) return;
    stage.confirming.set(user, { email: 0.97, phone: 0.85 });
    const from = stage.population.registeredAt[user] + HOUR / 3;
    const span = Math.min(5 * DAY, 0.9 * (stage.end - from));
    if (span < HOUR) return;
    for (let count = rng.int(2, 6); count > 0; count--) {
      const at = from + rng.unit() ** 2 * span;
      const shop = rng.chance(0.25) ? stage.economy.riskyShop(rng) : stage.economy.shop(user, rng);
      const minor = rng.logNormal(Math.log(5_000), 0.9);
      stage.script.payment(at, user, stage.accounts.main(user), shop, minor, ownSpot(stage, user, at));
    }
    stage.truth.lookalike('new-customer', [stage.truth.user(user)]);
  },
};
