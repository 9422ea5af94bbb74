import { DAY } from '../../kernel/time.ts';
import type { RingPattern } from '../ring-pattern.ts';
import { coSharing } from './co-sharing.ts';
import { deviceSharing } from './device-sharing.ts';
import { ipRecycling } from './ip-recycling.ts';
import { turnLoops } from './kiting.ts';
import { shareIdentifiers } from './shared-identity.ts';

/** How the ring makes its accounts; what it does with them. */
const OPENINGS = [deviceSharing, ipRecycling, coSharing];

/** Accounts made in one of the ways above, then used for money loops or tied by shared identifiers as well. */
export const mixed: RingPattern = {
  kind: 'mixed',
  plant(stage, ring) {
    const { kinds } = stage.level.rings;
    const fitting = OPENINGS.filter(({ kind }) => ring.members.length >= kinds[kind].minSize);
    ring.rng.pick(fitting).plant(stage, ring);
    const lastJoin = Math.max(...ring.members.map((member) => stage.population.registeredAt[member]));
    if (ring.rng.chance(0.6)) turnLoops(stage, ring, Math.max(ring.startsAt, lastJoin) + DAY / 2);
    else shareIdentifiers(stage, ring);
  },
};
