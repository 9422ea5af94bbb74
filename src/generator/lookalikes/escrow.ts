import { DAY } from '../../kernel/time.ts';
import { NOWHERE } from '../script.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { ownSpot } from '../conduct.ts';
import { someTime } from './money-between.ts';

/**
 * Somebody who holds money between private buyers and sellers: it comes in, and days later goes on to the seller less a
 * fee, or now and then back to the buyer.
 */
export const escrow: LookalikePattern = {
  kind: 'escrow',
  plant(stage, rng) {
    const { accounts, script, cast, truth } = stage;
    const [agent, ...people] = cast.tenured(2 * rng.int(4, 12) + 1, rng);
    if (people.length < 4) return;
    const opened = Math.max(stage.population.registeredAt[agent] + DAY / 2, stage.start - 200 * DAY);
    const held = accounts.open(agent, 'business', opened);
    for (let deal = 0; deal + 1 < people.length; deal += 2) {
      const [buyer, seller] = [people[deal], people[deal + 1]];
      const at = someTime(stage, 6 * DAY, rng.unit());
      const minor = Math.round(rng.logNormal(Math.log(22_000), 0.8));
      script.transfer(at, buyer, accounts.main(buyer), held, minor, ownSpot(stage, buyer, at));
      const later = at + (0.3 + 4 * rng.unit()) * DAY;
      const isOff = rng.chance(0.15);
      const to = accounts.main(isOff ? buyer : seller);
      if (later < stage.end) script.transfer(later, agent, held, to, minor * (isOff ? 1 : 0.96), NOWHERE);
    }
    truth.lookalike('escrow', [
      truth.user(agent),
      truth.account(held),
      ...people.map((user) => truth.account(accounts.main(user))),
    ]);
  },
};
