import { DAY } from '../../kernel/time.ts';
import { ownSpot } from '../conduct.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { logNormal } from '../level.ts';
import { householdMembers } from '../population.ts';
import { someTime } from './money-between.ts';

const TRIES = 60;

/** Somebody buys online with the card of another in the household. Too ordinary to stand in the truth. */
export const familyCard: LookalikePattern = {
  kind: 'family-card',
  plant(stage, rng) {
    const { population, cast, accounts, economy, script, level } = stage;
    for (let tries = 0; tries < TRIES; tries++) {
      const household = rng.int(0, population.households - 1);
      const family = householdMembers(population, household).filter(
        (user) => cast.isInnocent(user) && population.registeredAt[user] < stage.start,
      );
      if (family.length < 2) continue;
      const [owner, user] = rng.shuffled(family);
      const { mu, sigma } = logNormal(level.life.paymentAmount);
      for (let times = rng.int(1, 3); times > 0; times--) {
        const at = someTime(stage, DAY, rng.unit());
        script.borrowedCard({
          at,
          user,
          account: accounts.main(owner),
          merchant: economy.shop(user, rng),
          minor: rng.logNormal(mu, sigma),
          spot: ownSpot(stage, user, at),
          isStolen: false,
        });
      }
      return;
    }
  },
};
