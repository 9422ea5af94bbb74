import { Crew } from '../../covert/crew.ts';
import { mingle } from '../../covert/mingle.ts';
import { moveMoney } from '../../covert/money.ts';
import { shareNearly, shareValue } from '../../covert/shared-identifiers.ts';
import type { RingPattern } from '../../ring-pattern.ts';

/**
 * Made-up people: few to a phone and few to a mailbox, so that the two chain them; or one mailbox in many writings and
 * one postal address. Money ties the rest.
 */
export const covertSharedIdentity: RingPattern = {
  kind: 'shared-identity',
  plant(stage, ring) {
    const { accounts, limits } = stage.level.rings.covert!;
    const crew = new Crew(stage, ring, { fresh: accounts.fresh });
    const users = crew.participants();
    if (limits.usersPerIdentifier > 1) {
      shareValue(crew, users, 'phone');
      // Turned by one, so that each mailbox ties two phones together.
      shareValue(crew, [...users.slice(1), users[0]], 'email');
    } else shareNearly(crew, users);
    moveMoney(crew, users);
    mingle(crew);
  },
};
