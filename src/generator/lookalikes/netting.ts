import { DAY } from '../../kernel/time.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { pay, someTime } from './money-between.ts';

/** A debt that goes round: each passes on what he got to the one he owes. Conserved within 10 % and within a week. */
export const netting: LookalikePattern = {
  kind: 'netting',
  plant(stage, rng) {
    const length = rng.chance(0.75) ? 3 : rng.int(4, 5);
    const users = stage.cast.neighbours(length, 60, rng);
    if (users.length < length) return;
    const minor = rng.logNormal(Math.log(20_000), 0.8);
    let at = someTime(stage, 7 * DAY, rng.unit());
    users.forEach((payer, place) => {
      pay(stage, payer, users[(place + 1) % length], at, minor * (0.95 + 0.05 * rng.unit()));
      at += (0.05 + 1.2 * rng.unit()) * DAY;
    });
    stage.truth.lookalike('netting', [
      ...users.map((user) => stage.truth.user(user)),
      ...users.map((user) => stage.truth.account(stage.accounts.main(user))),
    ]);
  },
};
