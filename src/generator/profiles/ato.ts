import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';
import { buildUp, nightOf, shopBefore, strangeSpot, strike } from '../acting-alone.ts';
import { registerLongBefore } from '../conduct.ts';
import type { FraudProfile } from '../fraud-profile.ts';

/**
 * An account taken over: the thief changes e-mail or phone, so that warnings go astray, and within three days spends in
 * the owner's night more than five times what the owner usually spends.
 */
export const ato: FraudProfile = {
  kind: 'ato',
  axis: 'third-party',
  plant(stage, person) {
    const { user, rng } = person;
    const at = nightOf(stage, user, person.strikesAt, rng);
    const median = Math.round(1_200 + 2_500 * rng.unit());
    registerLongBefore(stage, user, at, rng);
    // What the owner does in these weeks is planned as well, so that the usual amount is known.
    stage.quiet.set(user, at - 31 * DAY, at + 2 * DAY);
    const spot = strangeSpot(stage, rng);
    const changed = Math.max(stage.start, at - (0.3 + 60 * rng.unit()) * HOUR);
    const span = buildUp(stage, changed);
    shopBefore(stage, user, { before: changed, span, count: rng.int(12, 20), median }, rng);
    stage.script.session(changed, user, spot);
    const fields = rng.chance(0.3)
      ? (['email', 'phone'] as const)
      : ([rng.pick(['email', 'phone'] as const)] as const);
    fields.forEach((field, place) =>
      stage.script.profileChange(changed + (1 + 2 * place) * MINUTE, user, field, stage.identities.invent()),
    );
    strike(stage, person, { at, minor: median * (14 + 16 * rng.unit()), spot });
  },
};
