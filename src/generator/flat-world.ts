import { rngFor } from '../kernel/rng.ts';
import { DAY, HOUR, MINUTE } from '../kernel/time.ts';
import { ownSpot } from './conduct.ts';
import { INSTITUTIONS } from './institutions.ts';
import { logNormal } from './level.ts';
import type { Stage } from './stage.ts';

/** Share of users who paid in a shop; who connected a bank in the days before. */
const IN_SHOP = 0.5;
const CONNECTED = 0.1;

/** A legacy world: each user who has nothing to do with fraud makes one payment in the window and nothing else. */
export function plantSinglePayments(stage: Stage): void {
  const { population, accounts, economy, script, level, options, end } = stage;
  const { mu, sigma } = logNormal(level.life.paymentAmount);
  for (let user = 0; user < population.size; user++) {
    if (!stage.cast.isInnocent(user)) continue;
    const rng = rngFor(options.seed, 'single-payment', user);
    population.registeredAt[user] = Math.min(population.registeredAt[user], end - HOUR);
    const from = Math.max(stage.start, population.registeredAt[user] + 10 * MINUTE);
    const day = Math.floor((from + rng.unit() * (end - from) - stage.start) / DAY);
    const local = stage.time.at(
      day,
      population.countryOf[population.householdOf[user]],
      stage.time.hour(rng),
    );
    const at = Math.min(end - 15 * MINUTE, Math.max(from, local));
    const minor = Math.max(50, rng.logNormal(mu, sigma));
    const shop = economy.shop(user, rng);
    if (rng.chance(CONNECTED))
      script.bankConnection(
        Math.max(from, at - 5 * DAY * rng.unit()),
        user,
        rng.int(0, INSTITUTIONS.length - 1),
      );
    if (rng.chance(IN_SHOP)) script.cardPayment(at, user, accounts.main(user), shop, minor);
    else script.payment(at, user, accounts.main(user), shop, minor, ownSpot(stage, user, at));
  }
}
