import { DAY } from '../../kernel/time.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { pay, someTime } from './money-between.ts';

/** Three friends settle up after a trip: a cycle whose amounts have nothing to do with each other. */
export const settlingUp: LookalikePattern = {
  kind: 'settling-up',
  plant(stage, rng) {
    const friends = stage.cast.neighbours(3, 60, rng);
    if (friends.length < 3) return;
    let at = someTime(stage, 12 * DAY, rng.unit());
    let minor = rng.logNormal(Math.log(3_500), 0.9);
    friends.forEach((payer, place) => {
      pay(stage, payer, friends[(place + 1) % 3], at, minor);
      minor *= rng.chance(0.5) ? 0.25 + 0.5 * rng.unit() : 1.3 + 1.5 * rng.unit();
      at += (0.05 + 3 * rng.unit()) * DAY;
    });
    stage.truth.lookalike('settling-up', [
      ...friends.map((user) => stage.truth.user(user)),
      ...friends.map((user) => stage.truth.account(stage.accounts.main(user))),
    ]);
  },
};
