import { Crew } from '../../covert/crew.ts';
import { mingle } from '../../covert/mingle.ts';
import { moveMoney } from '../../covert/money.ts';
import { blockCells, resetDevices } from '../../covert/shared-blocks.ts';
import type { RingPattern } from '../../ring-pattern.ts';

/** A box of phones of one model at one address: each account on devices that look new, none of them shared. */
export const resetFarm: RingPattern = {
  kind: 'reset-farm',
  plant(stage, ring) {
    const { accounts, limits } = stage.level.rings.covert!;
    const crew = new Crew(stage, ring, { fresh: accounts.fresh, together: limits.usersPerBlock[1] });
    const users = crew.participants();
    moveMoney(crew, users);
    resetDevices(crew, blockCells(crew, users));
    mingle(crew);
  },
};
