import type { LookalikePattern } from '../lookalike-pattern.ts';

const FEWEST = 8;

/** A platform that pays its drivers and helpers once a week: a fan-out that is no payroll of an employer. */
export const gigPayouts: LookalikePattern = {
  kind: 'gig-payouts',
  plant(stage, rng) {
    const workers = stage.cast.tenured(
      Math.min(rng.int(10, 60), Math.round(stage.population.size / 20)),
      rng,
    );
    if (workers.length < FEWEST) return;
    // Platforms are not on the bank's list of employers.
    const platform = stage.accounts.institution('business', false);
    const on = rng.int(0, 6);
    for (const worker of workers)
      stage.orders.add({
        from: platform,
        to: stage.accounts.main(worker),
        minor: Math.round(rng.logNormal(Math.log(11_000), 0.8)),
        every: 'week',
        on,
        hour: rng.int(5, 20),
        spread: 0.5,
        rail: 'internal',
      });
    stage.truth.lookalike('gig-payouts', [
      stage.truth.account(platform),
      ...workers.map((worker) => stage.truth.account(stage.accounts.main(worker))),
    ]);
  },
};
