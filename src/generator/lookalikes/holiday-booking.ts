import { DAY } from '../../kernel/time.ts';
import { nightOf } from '../acting-alone.ts';
import { ownSpot } from '../conduct.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { someTime } from './money-between.ts';

/** A holiday booked late at night for many times the usual amount, from home and with nothing changed before. */
export const holidayBooking: LookalikePattern = {
  kind: 'holiday-booking',
  plant(stage, rng) {
    const [user] = stage.cast.tenured(1, rng);
    if (user === undefined) return;
    const at = nightOf(stage, user, someTime(stage, DAY, rng.unit()), rng);
    const shop = stage.economy.shop(user, rng);
    const minor = rng.logNormal(Math.log(140_000), 0.5);
    stage.script.payment(at, user, stage.accounts.main(user), shop, minor, ownSpot(stage, user, at));
    stage.truth.lookalike('holiday-booking', [stage.truth.user(user)]);
  },
};
