import { DAY } from '../../kernel/time.ts';
import { ownSpot } from '../conduct.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { someTime } from './money-between.ts';

/** Somebody who shifts money round three accounts of his own. */
export const ownAccounts: LookalikePattern = {
  kind: 'own-accounts',
  plant(stage, rng) {
    const { accounts, script } = stage;
    const [user] = stage.cast.tenured(1, rng);
    if (user === undefined) return;
    const opened = Math.max(stage.population.registeredAt[user] + DAY / 2, stage.start - 60 * DAY);
    const second =
      accounts.second(user) >= 0 ? accounts.second(user) : accounts.open(user, 'savings', opened);
    const loop = [accounts.main(user), second, accounts.open(user, 'savings', opened + DAY / 24)];
    const minor = rng.logNormal(Math.log(80_000), 0.8);
    let at = someTime(stage, 8 * DAY, rng.unit());
    loop.forEach((from, place) => {
      script.transfer(at, user, from, loop[(place + 1) % loop.length], minor, ownSpot(stage, user, at));
      at += (0.02 + 1.5 * rng.unit()) * DAY;
    });
    stage.truth.lookalike('own-accounts', [
      stage.truth.user(user),
      ...loop.map((account) => stage.truth.account(account)),
    ]);
  },
};
