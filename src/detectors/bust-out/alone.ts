import type { EventGraph } from '../../graph/event-graph.ts';
import { findingId, type Finding } from '../../graph/model/finding.ts';
import type { Jump } from './jumps.ts';
import type { BustOutOptions } from './options.ts';

const NAME = 'bust-out';
/** What one user's finding weighs at most, basis points: many buy something large once. */
const WEIGHT = 5_000;

/**
 * The findings of one user's jumps, given in event order. Time O(jumps + what came before the crossings).
 */
export function aloneFindings(
  graph: EventGraph,
  own: readonly Jump[],
  { window, minSmall }: BustOutOptions,
  hash: string,
): Finding[] {
  const { at } = graph.events;
  const runs: { crossing: Jump; before: readonly number[]; last: number; peak: number }[] = [];
  let low = 0;
  own.forEach((jump, i) => {
    while (at[own[low].event] < at[jump.event] - window) low++;
    const run = runs.at(-1);
    if (run && at[jump.event] - at[run.last] <= window) {
      run.last = jump.event;
      run.peak = Math.max(run.peak, i + 1 - low);
    } else runs.push({ crossing: jump, before: jump.before(), last: jump.event, peak: 1 });
  });
  return runs.map(({ crossing, before, last, peak }) => {
    const { events } = graph;
    const id = graph.users.id(crossing.user);
    const first = events.order(crossing.event);
    return {
      id: findingId(NAME, [id], events.key(crossing.event)),
      detector: NAME,
      subject: [id],
      first,
      last: events.order(last),
      strength: Math.min(WEIGHT, Math.floor((WEIGHT * before.length) / (2 * minSmall))),
      members: [{ type: 'User', id, role: 'member', since: first }],
      evidence: [...before, crossing.event].map((position) => events.key(position)),
      peak,
      binds: first,
      circumstantial: true,
      owners: [],
      optionsHash: hash,
    };
  });
}
