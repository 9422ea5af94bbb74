import { DAY } from '../../../kernel/time.ts';
import { ownSpot } from '../../conduct.ts';
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
      for (let charges = crew.rng.int(2, 4); charges > 0; charges--) charge(crew, member, merchant);
    if (ring.turnsLoops && ring.members.length >= STAFFED) turnLoops(crew, staff.hands.slice(0, 5));
    gather(crew, staff, staff.hands.slice(5));
    lendHand(crew, staff);
    mingle(crew);
  },
};

function charge(crew: Crew, member: number, merchant: number): void {
  const { stage, ring, rng } = crew;
  const { accounts, script, cast } = stage;
  const at = whenFree(crew, member);
  const spot = ownSpot(stage, member, at);
  const minor = crew.amount(CHARGE.median, CHARGE.p99);
  const [owner] = rng.chance(crew.level.stolenCards) ? cast.tenured(1, rng) : [];
  if (at >= stage.end - DAY / 24) return;
  if (owner === undefined) script.payment(at, member, accounts.main(member), merchant, minor, spot);
  else {
    const account = accounts.main(owner);
    script.borrowedCard({ at, user: member, account, merchant, minor, spot, isStolen: true });
    ring.victims.add(owner);
    ring.robbed.add(owner);
    ring.acted(owner, at);
  }
  crew.did(member, at, 2);
}
