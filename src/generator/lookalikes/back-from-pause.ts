import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';
import { ownSpot } from '../conduct.ts';
import { INSTITUTIONS } from '../institutions.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';

/** Somebody who is away for a month or two, comes back, connects a bank and buys; then life goes on as before. */
export const backFromPause: LookalikePattern = {
  kind: 'back-from-pause',
  plant(stage, rng) {
    const [user] = stage.cast.tenured(1, rng);
    if (user === undefined) return;
    const away = (31 + 40 * rng.unit()) * DAY;
    const back = stage.start + Math.min(away, 0.9 * (stage.end - stage.start));
    const shifted = back + Math.max(0, stage.end - back - DAY) * rng.unit();
    stage.quiet.set(user, shifted - away, shifted);
    const spot = ownSpot(stage, user, shifted);
    const at = shifted + HOUR * rng.unit();
    stage.script.session(at, user, spot);
    if (rng.chance(0.7))
      stage.script.bankConnection(at + 10 * MINUTE, user, rng.int(0, INSTITUTIONS.length - 1));
    const minor = rng.logNormal(Math.log(30_000), 0.7);
    const shop = stage.economy.shop(user, rng);
    stage.script.payment(at + HOUR, user, stage.accounts.main(user), shop, minor, spot);
    stage.truth.lookalike('back-from-pause', [stage.truth.user(user)]);
  },
};
