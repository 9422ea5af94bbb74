import { DAY, HOUR } from '../../kernel/time.ts';
import { buildUp, shopBefore } from '../acting-alone.ts';
import { ownSpot } from '../conduct.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { someTime } from './money-between.ts';

/** A customer of long standing who buys small things all month, then a sofa. */
export const bigTicket: LookalikePattern = {
  kind: 'big-ticket',
  plant(stage, rng) {
    const [user] = stage.cast.tenured(1, rng);
    if (user === undefined) return;
    const at = someTime(stage, DAY, 0.3 + 0.7 * rng.unit());
    const median = Math.round(1_000 + 3_000 * rng.unit());
    const purchases = { before: at - HOUR, span: buildUp(stage, at), count: rng.int(15, 30), median };
    shopBefore(stage, user, purchases, rng);
    const shop = stage.economy.shop(user, rng);
    const minor = median * (8 + 25 * rng.unit());
    stage.script.payment(at, user, stage.accounts.main(user), shop, minor, ownSpot(stage, user, at));
    stage.truth.lookalike('big-ticket', [stage.truth.user(user)]);
  },
};
