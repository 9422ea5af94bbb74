import { rngFor, type Rng } from '../kernel/rng.ts';
import { MINUTE } from '../kernel/time.ts';
import type { EventWriter } from './event-writer.ts';
import type { Feed } from './feeds.ts';
import type { Stage } from './stage.ts';

const CONTACTS = ['email', 'phone'] as const;
/** Share of customers who confirm their e-mail address and their phone number; most within minutes. */
const CONFIRMED = { email: 0.93, phone: 0.82 } as const;
const MEDIAN_MINUTES = 7;
const SIGMA = 1.8;

/** Numbers of confirmations above those of all registered contacts. */
const AFTER_CHANGES = 2 ** 22;

/** How likely a user is to confirm each, where it is not as with everybody. */
export interface Confirming {
  readonly email: number;
  readonly phone: number;
}

/** Registered contacts that are confirmed: profile-changes of `emailVerified` and `phoneVerified`. */
export function confirmations(stage: Stage): Feed {
  const { population, ids, options, confirming } = stage;
  const users = population.size;
  const draw = (row: number) => rngFor(options.seed, 'confirmation', row);
  return {
    at: Float64Array.from({ length: 2 * users }, (_, row) => {
      const user = row >>> 1;
      const rng = draw(row);
      if (!rng.chance((confirming.get(user) ?? CONFIRMED)[CONTACTS[row & 1]])) return NaN;
      return population.registeredAt[user] + delay(rng);
    }),
    tell: (row, at, writer) =>
      writer.add({
        ...writer.head('profile-change', at, at, ids.confirmation(row)),
        user: ids.user(row >>> 1),
        field: `${CONTACTS[row & 1]}Verified`,
        value: 'true',
      }),
  };
}

/** The new address or number of somebody who changed it, confirmed soon after by most. */
export function confirmAgain(
  stage: Stage,
  writer: EventWriter,
  change: { user: number; field: 'email' | 'phone'; identity: number; at: number },
): void {
  const { user, field, identity, at } = change;
  const rng = rngFor(stage.options.seed, 'confirmed-again', identity);
  if (!rng.chance(CONFIRMED[field])) return;
  const then = at + delay(rng);
  writer.add({
    ...writer.head('profile-change', then, then, stage.ids.confirmation(AFTER_CHANGES + identity)),
    user: stage.ids.user(user),
    field: `${field}Verified`,
    value: 'true',
  });
}

/** Milliseconds from the wish to confirm to the click. */
function delay(rng: Rng): number {
  return rng.logNormal(Math.log(MEDIAN_MINUTES), SIGMA) * MINUTE + MINUTE;
}
