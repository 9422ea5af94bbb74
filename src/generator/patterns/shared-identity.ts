import { DAY } from '../../kernel/time.ts';
import { buyGoods, collectMoney, inParts, joinTimes, ownSpot, register } from '../conduct.ts';
import type { Ring } from '../ring.ts';
import type { RingPattern } from '../ring-pattern.ts';
import type { Stage } from '../stage.ts';
import { identifierRef } from './co-sharing.ts';

/** Users per shared value; larger rings are chained: phones and e-mails are cut at different places. */
const USERS_PER_VALUE = 8;

/** Made-up people who are reached by the same phone and the same mailbox. */
export const sharedIdentity: RingPattern = {
  kind: 'shared-identity',
  plant(stage, ring) {
    shareIdentifiers(stage, ring);
    const joins = joinTimes(stage, ring, ring.members.length);
    ring.members.forEach((user, place) => {
      register(stage, user, joins[place], { device: -1, address: -1 });
      ring.acted(user, joins[place]);
      const later = joins[place] + DAY * (1 + 10 * ring.rng.unit());
      buyGoods(stage, ring, user, later, ownSpot(stage, user, later));
    });
    if (ring.rng.chance(stage.level.rings.collecting)) collectMoney(stage, ring, joins[joins.length - 1]);
  },
};

/**
 * The identifiers alone, for members who do not share that kind already. Some members of a ring that holds back keep
 * values of their own.
 */
export function shareIdentifiers(stage: Stage, ring: Ring): void {
  const { phoneOf, emailOf } = stage.population;
  const share = (part: readonly number[], kind: 'phone' | 'email', holder: Int32Array) => {
    const sharing = part.filter(
      (user) => holder[user] === user && (!ring.does('partial') || ring.rng.chance(0.8)),
    );
    if (sharing.length < 2) return;
    const shared = stage.identities.invent();
    for (const user of sharing) holder[user] = shared;
    ring.shares(identifierRef(stage, kind, shared));
  };
  const parts = inParts(ring.members, USERS_PER_VALUE);
  for (const part of parts) share(part, 'phone', phoneOf);
  // Turned by half a part, so that each mailbox ties two phones together.
  const half = Math.ceil(parts[0].length / 2);
  const turned = [...ring.members.slice(half), ...ring.members.slice(0, half)];
  for (const part of inParts(turned, USERS_PER_VALUE)) share(part, 'email', emailOf);
}
