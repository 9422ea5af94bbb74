import type { EventGraph } from '../../graph/event-graph.ts';
import type { Finding } from '../../graph/model/finding.ts';
import { optionsHash, type Detection, type Detector, type HubCalendar } from '../detector.ts';
import { HubTally } from '../hub-tally.ts';
import { jumps, type Jump } from './jumps.ts';
import { BUST_OUT_OPTIONS, type BustOutOptions } from './options.ts';
import { aloneFindings } from './alone.ts';
import { togetherFindings } from './together.ts';

/**
 * Users who spend far more at once than they used to, alone or several at one place (docs/algorithms/bust-out.md).
 *
 * Time O(payments + transfers, times log n for those of each user); memory as for {@link jumps}, and 24 bytes a user.
 * Nothing is cut short.
 */
export const bustOut: Detector<BustOutOptions> = {
  name: 'bust-out',
  summary: 'Users who spend far more at once than they used to, alone or several at one place within days.',
  onRequest: true,
  readsActivity: true,
  options: BUST_OUT_OPTIONS,
  detect: detectBustOut,
};

function detectBustOut(graph: EventGraph, options: BustOutOptions, calendar: HubCalendar): Detection {
  const hash = optionsHash(BUST_OUT_OPTIONS, options);
  const hubs = new HubTally();
  const findings: Finding[] = [];
  const all: Jump[] = [];
  for (const group of groupsOf(jumps(graph, options))) {
    findings.push(...aloneFindings(graph, group, options, hash));
    // What came before is not asked for again, and would keep all spending in memory.
    for (const jump of group) all.push({ ...jump, before: () => [] });
  }
  findings.push(...togetherFindings(graph, all, options, { calendar, hubs, hash }));
  return { findings, hubs: hubs.hubs(), truncated: [] };
}

/** Jumps of one user at a time, in event order; they come by currency. */
function* groupsOf(all: Iterable<Jump>): Generator<Jump[]> {
  let group: Jump[] = [];
  for (const jump of all) {
    if (group.length > 0 && group[0].user !== jump.user) {
      yield group.sort((a, b) => a.event - b.event);
      group = [];
    }
    group.push(jump);
  }
  if (group.length > 0) yield group.sort((a, b) => a.event - b.event);
}
