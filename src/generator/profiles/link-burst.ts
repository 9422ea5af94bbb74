import { HOUR } from '../../kernel/time.ts';
import { strike } from '../acting-alone.ts';
import { ownSpot, registerLongBefore } from '../conduct.ts';
import type { FraudProfile } from '../fraud-profile.ts';
import { INSTITUTIONS } from '../institutions.ts';

/** Most hours from the first connection to the first payment; the last one follows within six more. */
const BURST_HOURS = 16;

/** Somebody who connects 6 to 13 banks within a day, then spends what the connections are believed to cover. */
export const linkBurst: FraudProfile = {
  kind: 'link-burst',
  axis: 'first-party',
  plant(stage, person) {
    const { user, rng } = person;
    const at = person.strikesAt;
    registerLongBefore(stage, user, at, rng);
    for (let count = rng.int(6, 13); count > 0; count--) {
      const connected = Math.max(stage.start, at - (0.2 + (BURST_HOURS - 0.2) * rng.unit()) * HOUR);
      stage.script.bankConnection(connected, user, rng.int(0, INSTITUTIONS.length - 1));
    }
    const spot = ownSpot(stage, user, at);
    const payments = stage.options.legacy ? 1 : rng.int(1, 3);
    for (let payment = 0; payment < payments; payment++)
      strike(stage, person, {
        at: at + payment * (1.5 + rng.unit()) * HOUR,
        minor: rng.logNormal(Math.log(45_000), 0.5),
        spot,
      });
  },
};
