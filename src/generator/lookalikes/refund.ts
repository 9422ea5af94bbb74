import { DAY } from '../../kernel/time.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { pay, someTime } from './money-between.ts';

/** A buyer and a private seller: paid, sent back, paid again; three to five times. */
export const refund: LookalikePattern = {
  kind: 'refund',
  plant(stage, rng) {
    const [buyer, seller] = stage.cast.tenured(2, rng);
    if (seller === undefined) return;
    let at = someTime(stage, 30 * DAY, rng.unit());
    for (let times = rng.int(3, 5); times > 0; times--) {
      const minor = Math.round(rng.logNormal(Math.log(6_000), 0.8));
      pay(stage, buyer, seller, at, minor);
      const back = at + (0.2 + 5 * rng.unit()) * DAY;
      pay(stage, seller, buyer, back, minor);
      at = back + (0.5 + 4 * rng.unit()) * DAY;
    }
    stage.truth.lookalike('refund', [
      stage.truth.user(buyer),
      stage.truth.user(seller),
      stage.truth.account(stage.accounts.main(buyer)),
      stage.truth.account(stage.accounts.main(seller)),
    ]);
  },
};
