import { DAY, HOUR } from '../../kernel/time.ts';
import { ownSpot } from '../conduct.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { someTime } from './money-between.ts';

const FEWEST = 10;

/** Parents who pay a class trip or the fees of a club in the three days before it is due, all the same sum. */
export const schoolFees: LookalikePattern = {
  kind: 'school-fees',
  plant(stage, rng) {
    const { accounts, script, cast, truth } = stage;
    const parents = cast.neighbours(
      Math.min(rng.int(12, 60), Math.ceil(stage.population.size / 10)),
      400,
      rng,
    );
    if (parents.length < FEWEST) return;
    const treasurer = parents[0];
    const opened = Math.max(stage.population.registeredAt[treasurer] + DAY / 2, stage.start - 200 * DAY);
    const fund = accounts.open(treasurer, 'savings', opened);
    const minor = rng.int(4, 50) * 500;
    const from = someTime(stage, 3 * DAY, rng.unit());
    for (const parent of parents.slice(1)) {
      const at = from + 71 * HOUR * rng.unit();
      script.transfer(at, parent, accounts.main(parent), fund, minor, ownSpot(stage, parent, at));
    }
    truth.lookalike('school-fees', [
      truth.account(fund),
      ...parents.slice(1).map((user) => truth.account(accounts.main(user))),
    ]);
  },
};
