import { DAY } from '../../../kernel/time.ts';
import { ownSpot } from '../../conduct.ts';
import { Crew, LAST_ORDER } from '../../covert/crew.ts';
import { turnLoops } from '../../covert/loops.ts';
import { mingle } from '../../covert/mingle.ts';
import { cashUp, lendHand, spend, staffOf, type Staff } from '../../covert/money.ts';
import { STAFFED } from '../../covert/staffed.ts';
import type { RingPattern } from '../../ring-pattern.ts';

/** Mules who send on loops as well, at most: in a larger ring the others only pass on. */
const IN_LOOPS = 5;
const MOST_JOBS = 3;
/** Longer than a mule waits at most, and a day. */
const REST = 3.6 * DAY;

/**
 * People who are talked into paying strangers; the strangers pass most of it on to a collector, and it leaves by one
 * account. Some mules think it is a job.
 */
export const muleNetwork: RingPattern = {
  kind: 'mule-network',
  plant(stage, ring) {
    const crew = new Crew(stage, ring, { fresh: stage.level.rings.covert!.accounts.fresh });
    const staff = staffOf(crew);
    const { payers } = crew.level.limits;
    for (let from = 0; from < staff.hands.length; from += payers)
      passOn(crew, staff, staff.hands.slice(from, from + payers), from / payers);
    // The one who came last is one of them in any case.
    for (const mule of staff.hands)
      if (mule === ring.members[ring.members.length - 1] || crew.rng.chance(crew.level.unwitting))
        ring.unwitting.add(mule);
    if (ring.turnsLoops && ring.members.length >= STAFFED) turnLoops(crew, staff.hands.slice(0, IN_LOOPS));
    spend(crew);
    lendHand(crew, staff);
    mingle(crew);
  },
};

/** Some mules' jobs, all for one collector. */
function passOn(crew: Crew, staff: Staff, mules: readonly number[], number: number): void {
  const { limits } = crew.level;
  const collector = staff.collectors[number % staff.collectors.length];
  let sum = 0;
  let last = 0;
  for (const mule of mules) {
    const open = Math.max(crew.since(mule), crew.since(collector));
    const jobs = crew.rng.int(1, MOST_JOBS);
    const slot = (crew.stage.end - open) / jobs;
    for (let job = 0; job < jobs; job++) {
      const from = open + job * slot;
      // Done before the next one begins, where there is time for that.
      const given = deceive(crew, mule, from, from + Math.max(0.4 * slot, slot - REST));
      const amount = given.amount * crew.between(limits.passOn.share);
      const later = crew.hoursAfter(given.at, limits.passOn.hours);
      if (later >= crew.stage.end) continue;
      crew.pay(mule, collector, later, amount);
      sum += amount;
      last = Math.max(last, later);
    }
  }
  cashUp(crew, { collector, cashOut: staff.cashOut, sum, last });
}

/** A victim pays a mule. */
function deceive(crew: Crew, mule: number, from: number, until: number): { at: number; amount: number } {
  const { stage, ring, rng } = crew;
  const [fresh] = stage.cast.tenured(1, rng);
  // Half of the time somebody who fell for it before.
  const victim = ring.victims.size > 0 && rng.chance(0.4) ? rng.pick([...ring.victims]) : fresh;
  const at = crew.sometime(mule, from, until);
  const amount = crew.amount(18_000, 180_000);
  if (victim === undefined || at >= stage.end - LAST_ORDER) return { at, amount };
  const { accounts, script } = stage;
  script.transfer(at, victim, accounts.main(victim), accounts.main(mule), amount, ownSpot(stage, victim, at));
  ring.scams.push({ at, planned: script.plan() });
  ring.victims.add(victim);
  ring.accounts.add(accounts.main(mule));
  ring.acted(victim, at);
  ring.acted(mule, at);
  return { at, amount };
}
