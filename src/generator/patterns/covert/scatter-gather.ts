import { DAY, HOUR } from '../../../kernel/time.ts';
import { Crew } from '../../covert/crew.ts';
import { turnLoops } from '../../covert/loops.ts';
import { mingle } from '../../covert/mingle.ts';
import { spend, useGuests } from '../../covert/money.ts';
import { STAFFED } from '../../covert/staffed.ts';
import { inParts } from '../../conduct.ts';
import type { RingPattern } from '../../ring-pattern.ts';

const SMALLEST_PART = 4;

/**
 * Layering: one account splits a sum over several, each passes its share on, and another gathers it again. Larger rings
 * do it in parts; the sink of each part pays the first one's.
 */
export const scatterGather: RingPattern = {
  kind: 'scatter-gather',
  plant(stage, ring) {
    const crew = new Crew(stage, ring, { fresh: stage.level.rings.covert!.accounts.fresh / 2 });
    for (const member of ring.members) if (member !== ring.organiser) ring.roles.set(member, 'mule');
    const parts = inParts(ring.members, Math.max(SMALLEST_PART, crew.level.limits.payers));
    const sinks = parts.map((part) => layer(crew, part));
    for (const { sink, sum, last } of sinks.slice(1)) {
      const at = Math.max(crew.hoursAfter(last, [26, 80]), crew.since(sinks[0].sink));
      crew.pay(sink, sinks[0].sink, at, sum * crew.between([0.3, 0.7]));
    }
    crew.buy(sinks[0].sink, crew.hoursAfter(sinks[0].last, [26, 80]));
    // The sinks and the source stay out of the loops.
    if (ring.turnsLoops && ring.members.length >= STAFFED) turnLoops(crew, parts[0].slice(2, 2 + STAFFED));
    spend(crew);
    useGuests(crew, ring.organiser);
    mingle(crew);
  },
};

function layer(crew: Crew, part: readonly number[]): { sink: number; sum: number; last: number } {
  const { ring } = crew;
  const [source, sink, ...between] = part;
  if (sink !== ring.organiser) ring.roles.set(sink, 'collector');
  const open = crew.sometime(source, crew.complete(part), crew.complete(part) + 3 * DAY);
  let sum = 0;
  let last = open;
  for (const mule of between) {
    const at = open + crew.between([0, 40]) * HOUR;
    const amount = crew.amount(15_000, 120_000);
    const kept = amount * crew.between(crew.level.limits.passOn.share);
    const later = crew.hoursAfter(at, crew.level.limits.passOn.hours);
    crew.pay(source, mule, at, amount);
    crew.pay(mule, sink, later, kept);
    sum += kept;
    last = Math.max(last, later);
  }
  return { sink, sum, last };
}
