import { DAY, HOUR } from '../../kernel/time.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { pay, someTime } from './money-between.ts';

/** A wedding, a birthday, a school trip: 10 to 60 people pay one account within three days. */
export const giftFanIn: LookalikePattern = {
  kind: 'gift-fan-in',
  plant(stage, rng) {
    const payers = stage.cast.neighbours(
      Math.min(rng.int(11, 61), Math.ceil(stage.population.size / 10)),
      300,
      rng,
    );
    const receiver = payers.pop();
    if (receiver === undefined || payers.length < 9) return;
    const from = someTime(stage, 3 * DAY, rng.unit());
    for (const payer of payers)
      pay(stage, payer, receiver, from + 71 * HOUR * rng.unit(), rng.int(2, 20) * 500);
    stage.truth.lookalike('gift-fan-in', [
      stage.truth.account(stage.accounts.main(receiver)),
      ...payers.map((user) => stage.truth.account(stage.accounts.main(user))),
    ]);
  },
};
