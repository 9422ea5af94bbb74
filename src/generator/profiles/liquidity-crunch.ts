import { HOUR } from '../../kernel/time.ts';
import { buildUp, shopBefore, strike } from '../acting-alone.ts';
import { ownSpot, registerLongBefore } from '../conduct.ts';
import type { FraudProfile } from '../fraud-profile.ts';
import { NOWHERE } from '../script.ts';

/**
 * Somebody who empties the account and then pays with what is no longer there. The balance, steady for weeks, falls
 * more than 2.5 standard deviations below its mean, and the payment is returned.
 */
export const liquidityCrunch: FraudProfile = {
  kind: 'liquidity-crunch',
  axis: 'first-party',
  plant(stage, person) {
    const { user, rng } = person;
    const { accounts, script, openings, quiet, options } = stage;
    const at = person.strikesAt;
    const account = accounts.main(user);
    const opening = Math.round(200_000 + 600_000 * rng.unit());
    const left = Math.round(1_000 + 4_000 * rng.unit());
    registerLongBefore(stage, user, at, rng);
    quiet.set(user, -Infinity, Infinity);
    openings.set(account, options.legacy ? left : opening);
    const count = rng.int(15, 24);
    shopBefore(
      stage,
      user,
      { before: at - HOUR, span: buildUp(stage, at), count, median: opening / 400 },
      rng,
    );
    if (!options.legacy) {
      const gone = at - (0.2 + 0.7 * rng.unit()) * HOUR;
      const second = accounts.second(user);
      const opened = stage.population.registeredAt[user] + HOUR;
      const savings = second < 0 ? accounts.open(user, 'savings', opened) : second;
      script.drain(gone, user, account, savings, left, ownSpot(stage, user, gone));
    }
    // A mix counts what is bought online.
    const spot = options.mix ? ownSpot(stage, user, at) : NOWHERE;
    const planned = strike(stage, person, { at, minor: left * (3 + 12 * rng.unit()), spot });
    script.returned(at + (4 + 36 * rng.unit()) * HOUR, planned);
  },
};
