import { DAY } from '../../kernel/time.ts';
import { ownSpot } from '../conduct.ts';
import type { Crew } from './crew.ts';

const SHARE = 0.5;

/** Members and innocents pay for each other, as friends do: money in and out that is not the ring's. */
export function mingle(crew: Crew): void {
  const { stage, ring, rng, level } = crew;
  if (!level.mingles) return;
  for (const member of ring.members) {
    if (!rng.chance(SHARE)) continue;
    const [friend] = stage.cast.tenured(1, rng);
    if (friend === undefined) continue;
    const at = crew.sometime(member, crew.since(member), stage.end);
    crew.pay(member, friend, at, crew.amount(3_000, 30_000));
    const back = at + rng.exponential(6 * DAY) + DAY / 24;
    const [from, to] = [stage.accounts.main(friend), stage.accounts.main(member)];
    if (back < stage.end)
      stage.script.transfer(back, friend, from, to, crew.amount(3_000, 30_000), ownSpot(stage, friend, back));
  }
}
