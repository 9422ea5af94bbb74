import { Crew } from '../../covert/crew.ts';
import { mingle } from '../../covert/mingle.ts';
import { moveMoney } from '../../covert/money.ts';
import { blockCells, passThroughBlocks } from '../../covert/shared-blocks.ts';
import type { RingPattern } from '../../ring-pattern.ts';

/** Accounts that pass through one address after the other, some at each, on devices of their own. */
export const covertIpRecycling: RingPattern = {
  kind: 'ip-recycling',
  plant(stage, ring) {
    const { freshAtBlocks, limits } = stage.level.rings.covert!;
    const crew = new Crew(stage, ring, { fresh: freshAtBlocks, together: limits.usersPerBlock[1] });
    const users = crew.participants();
    moveMoney(crew, users);
    passThroughBlocks(crew, blockCells(crew, users));
    mingle(crew);
  },
};
