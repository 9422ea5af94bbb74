import { DAY, HOUR } from '../../kernel/time.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { ownSpot } from '../conduct.ts';
import { someTime } from './money-between.ts';

/** Somebody whom rent leaves with next to nothing, and who lives on it for a while: low, but nothing is returned. */
export const rentDay: LookalikePattern = {
  kind: 'rent-day',
  plant(stage, rng) {
    const [user] = stage.cast.tenured(1, rng);
    if (user === undefined) return;
    const { accounts, script, economy, openings } = stage;
    const account = accounts.main(user);
    const at = someTime(stage, 8 * DAY, rng.unit());
    const left = Math.round(3_000 + 9_000 * rng.unit());
    openings.set(account, Math.round(120_000 + 150_000 * rng.unit()));
    const landlord = rng.pick(economy.landlords);
    script.drain(at, user, account, landlord, left, ownSpot(stage, user, at));
    for (let count = rng.int(2, 5); count > 0; count--)
      script.cardPayment(
        at + (2 + 70 * rng.unit()) * HOUR,
        user,
        account,
        economy.shop(user, rng),
        left * (0.05 + 0.1 * rng.unit()),
      );
    stage.truth.lookalike('rent-day', [stage.truth.user(user)]);
  },
};
