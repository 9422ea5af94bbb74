import { Crew } from '../../covert/crew.ts';
import { turnLoops } from '../../covert/loops.ts';
import { mingle } from '../../covert/mingle.ts';
import { gather, lendHand, staffOf, whenFree } from '../../covert/money.ts';
import { STAFFED } from '../../covert/staffed.ts';
import type { RingPattern } from '../../ring-pattern.ts';

/** What a card is charged at a time: less than makes its owner look at once, minor units. */
const CHARGE = { median: 4_500, p99: 40_000 } as const;

/**
 * A shop that is in on it: members buy nothing there, with their own cards and with stolen ones, whose owners dispute
 * it weeks later. The proceeds are shared out by the organiser's collector.
 */
export const collusiveMerchant: RingPattern = {
  kind: 'collusive-merchant',
  plant(stage, ring) {
    const crew = new Crew(stage, ring, { fresh: stage.level.rings.covert!.accounts.fresh });
    const staff = staffOf(crew);
    // From the less popular half, where the ring's custom does not drown.
    const merchants = stage.economy.merchants;
    const merchant = crew.rng.int(merchants >>> 1, merchants - 1);
    ring.shares(stage.truth.merchant(merchant));
    for (const member of ring.members)
      for (let charges = crew.rng.int(3, 8); charges > 0; charges--) {
        const minor = crew.amount(CHARGE.median, CHARGE.p99);
        crew.charge(member, { at: whenFree(crew, member), merchant, minor, stolen: crew.level.stolenCards });
      }
    if (ring.turnsLoops && ring.members.length >= STAFFED) turnLoops(crew, staff.hands.slice(0, 5));
    gather(crew, staff, staff.hands.slice(5));
    lendHand(crew, staff);
    mingle(crew);
  },
};
