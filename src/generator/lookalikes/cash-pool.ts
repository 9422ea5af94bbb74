import { DAY } from '../../kernel/time.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';

/**
 * A company that sweeps its accounts each night and funds them again in the morning (zero balancing): everything that
 * goes up comes back, through a middle account for half of them.
 */
export const cashPool: LookalikePattern = {
  kind: 'cash-pool',
  plant(stage, rng) {
    const [owner] = stage.cast.tenured(1, rng);
    if (owner === undefined) return;
    const opened = Math.max(stage.population.registeredAt[owner] + DAY / 2, stage.start - 200 * DAY);
    const open = () => stage.accounts.open(owner, 'business', opened);
    const header = open();
    const middle = open();
    const subs = Array.from({ length: rng.int(1, 3) }, open);
    const sweep = (from: number, to: number, hour: number, minor: number) =>
      stage.orders.add({ from, to, minor, every: 'day', on: 0, hour, spread: 0, rail: 'internal' });
    for (const sub of subs) {
      const minor = Math.round(rng.logNormal(Math.log(900_000), 0.7));
      const viaMiddle = rng.chance(0.5);
      sweep(sub, viaMiddle ? middle : header, 20, minor);
      if (viaMiddle) sweep(middle, header, 22, minor);
      sweep(header, sub, 5, minor);
    }
    stage.truth.lookalike('cash-pool', [
      stage.truth.user(owner),
      ...[header, middle, ...subs].map((account) => stage.truth.account(account)),
    ]);
  },
};
