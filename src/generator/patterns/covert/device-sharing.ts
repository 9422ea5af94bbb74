import { Crew } from '../../covert/crew.ts';
import { mingle } from '../../covert/mingle.ts';
import { moveMoney } from '../../covert/money.ts';
import { shareDevices } from '../../covert/shared-devices.ts';
import type { RingPattern } from '../../ring-pattern.ts';

/** Accounts worked on a few devices, few on each, some of the visits of each only; the others are tied by money. */
export const covertDeviceSharing: RingPattern = {
  kind: 'device-sharing',
  plant(stage, ring) {
    const crew = new Crew(stage, ring, { fresh: stage.level.rings.covert!.accounts.fresh });
    const users = crew.participants();
    moveMoney(crew, users);
    shareDevices(crew, users);
    mingle(crew);
  },
};
