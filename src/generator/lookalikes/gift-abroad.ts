import { ownSpot } from '../conduct.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { otherCountry } from '../strange-places.ts';

/** Typing errors and old addresses, as when somebody has moved. */
const CHECKS = { avs: [55, 10, 12, 17, 6], cvv: [92, 4, 2, 2] } as const;
const DAYS = 86_400_000;

/** Presents sent to family in another country, among them gift cards, paid by somebody whose address is out of date. */
export const giftAbroad: LookalikePattern = {
  kind: 'gift-abroad',
  plant(stage, rng) {
    const [user] = stage.cast.tenured(1, rng);
    if (user === undefined) return;
    const shipping = otherCountry(stage, user, rng);
    const from = stage.start + 0.9 * rng.unit() * (stage.end - stage.start);
    for (let count = rng.int(1, 4); count > 0; count--) {
      const at = from + rng.unit() * Math.min(4 * DAYS, 0.9 * (stage.end - from));
      const shop = rng.chance(0.6) ? stage.economy.riskyShop(rng) : stage.economy.shop(user, rng);
      const minor = rng.logNormal(Math.log(8_000), 0.8);
      stage.script.payment(at, user, stage.accounts.main(user), shop, minor, ownSpot(stage, user, at));
      stage.checkouts.set(stage.ids.planned(stage.script.plan()), { checks: CHECKS, shipping });
    }
    stage.truth.lookalike('gift-abroad', [stage.truth.user(user)]);
  },
};
