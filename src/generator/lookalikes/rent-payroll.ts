import type { LookalikePattern } from '../lookalike-pattern.ts';

/** An employer who is also the landlord: wages go out, rent comes back, each month. */
export const rentPayroll: LookalikePattern = {
  kind: 'rent-payroll',
  plant(stage, rng) {
    const { economy, accounts, orders } = stage;
    const employer = rng.int(0, economy.employers.length - 1);
    const innocents = economy.staff[employer].filter((user) => stage.cast.isInnocent(user));
    const staff = innocents.slice(0, 12);
    if (staff.length === 0) return;
    const account = economy.employers[employer];
    for (const user of staff)
      orders.add({
        from: accounts.main(user),
        to: account,
        minor: Math.round(rng.logNormal(Math.log(70_000), 0.3)),
        every: 'month',
        on: 28,
        hour: 9,
        spread: 0,
        rail: 'standing-order',
      });
    stage.truth.lookalike('rent-payroll', [
      stage.truth.account(account),
      ...staff.map((user) => stage.truth.account(accounts.main(user))),
    ]);
  },
};
