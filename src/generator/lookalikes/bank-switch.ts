import { DAY, HOUR } from '../../kernel/time.ts';
import { INSTITUTIONS } from '../institutions.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { someTime } from './money-between.ts';

/** Somebody who puts the accounts at three or four other banks into one app, in an evening or a day. */
export const bankSwitch: LookalikePattern = {
  kind: 'bank-switch',
  plant(stage, rng) {
    const [user] = stage.cast.tenured(1, rng);
    if (user === undefined) return;
    const at = someTime(stage, 2 * DAY, rng.unit());
    const banks = rng.shuffled(INSTITUTIONS.map((_, bank) => bank)).slice(0, rng.int(3, 4));
    for (const bank of banks) stage.script.bankConnection(at + 14 * HOUR * rng.unit(), user, bank);
    const shop = stage.economy.shop(user, rng);
    const minor = rng.logNormal(Math.log(4_000), 0.7);
    stage.script.cardPayment(at + (15 + 6 * rng.unit()) * HOUR, user, stage.accounts.main(user), shop, minor);
    stage.truth.lookalike('bank-switch', [stage.truth.user(user)]);
  },
};
