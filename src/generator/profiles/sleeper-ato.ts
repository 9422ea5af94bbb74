import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';
import { strangeSpot, strike } from '../acting-alone.ts';
import { registerLongBefore } from '../conduct.ts';
import type { FraudProfile } from '../fraud-profile.ts';
import { INSTITUTIONS } from '../institutions.ts';

/**
 * An account that nobody has used for a month or more is taken over: three connections or more within an hour, each
 * tried out with a few cents or euros, then one large debit.
 */
export const sleeperAto: FraudProfile = {
  kind: 'sleeper-ato',
  axis: 'third-party',
  plant(stage, person) {
    const { user, rng } = person;
    const at = person.strikesAt;
    registerLongBefore(stage, user, at - 31 * DAY, rng);
    stage.quiet.set(user, -Infinity, Infinity);
    const spot = strangeSpot(stage, rng);
    const account = stage.accounts.main(user);
    const woken = Math.max(stage.start, at - (2 + 6 * rng.unit()) * HOUR);
    stage.script.session(woken, user, spot);
    for (let count = rng.int(3, 6); count > 0; count--) {
      const connected = woken + (1 + 54 * rng.unit()) * MINUTE;
      stage.script.bankConnection(connected, user, rng.int(0, INSTITUTIONS.length - 1));
      if (stage.options.legacy) continue;
      const shop = stage.economy.riskyShop(rng);
      stage.script.payment(connected + MINUTE, user, account, shop, 50 + 600 * rng.unit(), spot);
    }
    strike(stage, person, { at, minor: rng.logNormal(Math.log(250_000), 0.4), spot });
  },
};
