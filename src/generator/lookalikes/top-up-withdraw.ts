import { DAY } from '../../kernel/time.ts';
import { ownSpot } from '../conduct.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { someTime } from './money-between.ts';

/** Somebody who tops up a wallet account and takes nearly all of it back within days, several times. */
export const topUpWithdraw: LookalikePattern = {
  kind: 'top-up-withdraw',
  plant(stage, rng) {
    const { accounts, script } = stage;
    const [user] = stage.cast.tenured(1, rng);
    if (user === undefined) return;
    const opened = Math.max(stage.population.registeredAt[user] + DAY / 2, stage.start - 90 * DAY);
    const wallet = accounts.open(user, 'savings', opened);
    const main = accounts.main(user);
    let at = someTime(stage, 20 * DAY, rng.unit());
    for (let times = rng.int(1, 4); times > 0 && at < stage.end - 2 * DAY; times--) {
      const minor = Math.round(rng.logNormal(Math.log(9_000), 0.9));
      script.transfer(at, user, main, wallet, minor, ownSpot(stage, user, at));
      const back = at + (0.05 + 1.5 * rng.unit()) * DAY;
      script.transfer(
        back,
        user,
        wallet,
        main,
        minor * (0.85 + 0.15 * rng.unit()),
        ownSpot(stage, user, back),
      );
      at = back + (1 + 5 * rng.unit()) * DAY;
    }
    stage.truth.lookalike('top-up-withdraw', [
      stage.truth.user(user),
      stage.truth.account(main),
      stage.truth.account(wallet),
    ]);
  },
};
