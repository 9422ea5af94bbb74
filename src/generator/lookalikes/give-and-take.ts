import { DAY } from '../../kernel/time.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { pay, someTime } from './money-between.ts';

/** Two friends who pay for each other once: a cycle of length two. Too ordinary to stand in the truth. */
export const giveAndTake: LookalikePattern = {
  kind: 'give-and-take',
  plant(stage, rng) {
    const [one, other] = stage.cast.neighbours(2, 60, rng);
    if (other === undefined) return;
    const at = someTime(stage, 20 * DAY, rng.unit());
    const minor = Math.round(rng.logNormal(Math.log(3_000), 0.8));
    pay(stage, one, other, at, minor);
    // About a third give back just what they got.
    const back = rng.chance(0.35) ? minor : minor * (0.3 + 2 * rng.unit());
    pay(stage, other, one, at + rng.exponential(5 * DAY) + 1, back);
  },
};
