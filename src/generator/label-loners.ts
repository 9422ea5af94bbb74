import { rngFor } from '../kernel/rng.ts';
import { MINUTE } from '../kernel/time.ts';
import { SOURCE } from './event-writer.ts';
import type { FraudAxis } from './fraud-profile.ts';
import { labelDelay } from './label-delay.ts';
import type { Loner } from './loner.ts';
import type { Stage } from './stage.ts';

/** A planned transaction is ordered up to twelve minutes after the visit in which it happens. */
const AFTER = 15 * MINUTE;

/**
 * Labels of fraud without a ring, as rare and as late as those of ring members: one for each fraudulent transaction,
 * all known at once; and one for the user where the user is the fraudster. Who was taken over gets none.
 */
export function labelLoner(stage: Stage, person: Loner, axis: FraudAxis): void {
  const level = stage.level.labels;
  const rng = rngFor(stage.options.seed, 'loner-label', person.number);
  if (person.strikes.length === 0 || !rng.chance(level.share)) return;
  const last = Math.max(...person.strikes.map(({ at }) => at)) + AFTER;
  const knownAt = last + labelDelay(level, rng);
  if (knownAt >= stage.end) return;
  const verdict = rng.chance(level.inconclusive)
    ? ({ verdict: 'inconclusive' } as const)
    : ({ verdict: 'fraud', axis, type: person.kind } as const);
  for (const { at, planned } of person.strikes) {
    const subject = { type: 'Event', source: SOURCE, id: stage.ids.planned(planned) } as const;
    stage.labels.add({ subject, ...verdict, at: at + AFTER, knownAt });
  }
  if (axis === 'first-party')
    stage.labels.add({ subject: stage.truth.user(person.user), ...verdict, at: last, knownAt });
}
