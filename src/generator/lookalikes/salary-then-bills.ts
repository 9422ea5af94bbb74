import type { LookalikePattern } from '../lookalike-pattern.ts';

/** Of the wage that goes out again within 48 hours: rent, bills, and a standing order to a relative. */
const SHARES = { rent: 0.45, bill: 0.15, relative: 0.3 } as const;

/** A wage that is gone within two days: about 90 % of it, each month. */
export const salaryThenBills: LookalikePattern = {
  kind: 'salary-then-bills',
  plant(stage, rng) {
    const { economy, accounts, orders, cast } = stage;
    const [user, relative] = cast.tenured(2, rng);
    if (relative === undefined) return;
    const account = accounts.main(user);
    const wage = Math.round(rng.logNormal(Math.log(160_000), 0.35));
    const day = rng.int(20, 26);
    const order = (from: number, to: number, share: number, on: number, hour: number) =>
      orders.add({
        from,
        to,
        minor: Math.round(wage * share),
        every: 'month',
        on,
        hour,
        spread: 0.02,
        rail: from === account ? 'standing-order' : 'payroll',
      });
    order(rng.pick(economy.employers), account, 1, day, 3);
    order(account, rng.pick(economy.landlords), SHARES.rent, day, 8);
    order(account, rng.pick(economy.billers), SHARES.bill, day + 1, 6);
    order(account, accounts.main(relative), SHARES.relative, day + 1, 18);
    stage.truth.lookalike('salary-then-bills', [
      stage.truth.user(user),
      stage.truth.account(account),
      stage.truth.account(accounts.main(relative)),
    ]);
  },
};
