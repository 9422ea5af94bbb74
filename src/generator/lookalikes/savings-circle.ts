import { DAY, HOUR } from '../../kernel/time.ts';
import type { LookalikePattern } from '../lookalike-pattern.ts';
import { pay } from './money-between.ts';

/** 5 to 20 people who each pay the same sum every month; one of them gets it all, in turn. */
export const savingsCircle: LookalikePattern = {
  kind: 'savings-circle',
  plant(stage, rng) {
    const members = stage.cast.neighbours(rng.int(5, 20), 100, rng);
    if (members.length < 5) return;
    const minor = rng.int(5, 40) * 1000;
    const firstDay = rng.int(0, 29);
    for (let month = 0; firstDay + month * 30 < stage.options.days; month++) {
      const receiver = members[month % members.length];
      for (const member of members) {
        const at = stage.start + (firstDay + month * 30) * DAY + (8 + 30 * rng.unit()) * HOUR;
        if (member !== receiver) pay(stage, member, receiver, at, minor);
      }
    }
    stage.truth.lookalike('savings-circle', [
      ...members.map((user) => stage.truth.user(user)),
      ...members.map((user) => stage.truth.account(stage.accounts.main(user))),
    ]);
  },
};
