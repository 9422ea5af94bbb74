import { DAY } from '../../kernel/time.ts';
import { inParts, lookIn, move, ownSpot, registerLongBefore } from '../conduct.ts';
import type { Ring } from '../ring.ts';
import type { RingPattern } from '../ring-pattern.ts';
import type { Stage } from '../stage.ts';

/** Accounts in one loop, at most; larger rings turn several loops with an account in common. */
const LOOP = 6;
const LONGEST_LOOP = 8;

/** Money sent round in circles to look like turnover or to draw on float: several turns, nearly conserved. */
export const kiting: RingPattern = {
  kind: 'kiting',
  plant(stage, ring) {
    for (const member of ring.members) {
      if (stage.population.registeredAt[member] >= stage.start)
        registerLongBefore(stage, member, ring.startsAt, ring.rng);
      const from = ring.startsAt;
      lookIn(stage, ring, member, { from, days: 20, low: 1, high: 5, spot: ownSpot(stage, member, from) });
    }
    turnLoops(stage, ring, ring.startsAt);
  },
};

/** The loops alone, from an instant on at which all members have their accounts. */
export function turnLoops(stage: Stage, ring: Ring, from: number): void {
  for (const member of ring.members) if (member !== ring.organiser) ring.roles.set(member, 'mule');
  const { members } = ring;
  const loops = members.length <= LONGEST_LOOP ? [[...members]] : inParts(members, LOOP);
  loops.forEach((loop, number) => {
    // One account of the loop before stands in this one too.
    if (number > 0) loop.push(loops[number - 1][0]);
    turn(stage, ring, loop, from);
  });
}

function turn(stage: Stage, ring: Ring, loop: readonly number[], from: number): void {
  const { rng } = ring;
  let amount = rng.logNormal(Math.log(250_000), 0.7);
  let start = from + rng.unit() * DAY;
  for (let turns = rng.int(3, 6); turns > 0; turns--) {
    const broken = ring.does('brokenLoops') && rng.chance(0.7);
    const days = broken && rng.chance(0.5) ? 8 + 6 * rng.unit() : 1.5 + 3.5 * rng.unit();
    const lossyHop = broken ? rng.int(1, loop.length - 1) : -1;
    const length = ring.within(days * DAY);
    let left = amount;
    loop.forEach((payer, hop) => {
      // Even steps with some jitter keep the hops in order.
      const at = start + (length * (hop + 0.8 * rng.unit())) / loop.length;
      if (hop > 0) left *= hop === lossyHop ? 0.5 + 0.28 * rng.unit() : 0.88 + 0.12 * rng.unit();
      move(stage, ring, { payer, payee: loop[(hop + 1) % loop.length], at, amount: left });
    });
    start += length + (0.2 + 1.8 * rng.unit()) * DAY;
    amount *= 1 + 0.25 * rng.unit();
  }
}
