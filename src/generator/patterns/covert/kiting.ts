import { Crew } from '../../covert/crew.ts';
import { turnLoops } from '../../covert/loops.ts';
import { mingle } from '../../covert/mingle.ts';
import { spend, useGuests } from '../../covert/money.ts';
import type { RingPattern } from '../../ring-pattern.ts';

/** Money sent round by people who share nothing else: everybody in one loop or another. */
export const covertKiting: RingPattern = {
  kind: 'kiting',
  plant(stage, ring) {
    const crew = new Crew(stage, ring, { fresh: stage.level.rings.covert!.accounts.fresh / 2 });
    for (const member of ring.members) if (member !== ring.organiser) ring.roles.set(member, 'mule');
    turnLoops(crew, ring.members);
    spend(crew);
    useGuests(crew, ring.members[ring.members.length - 1]);
    mingle(crew);
  },
};
