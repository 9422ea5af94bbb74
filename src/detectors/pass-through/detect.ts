import type { EventGraph } from '../../graph/event-graph.ts';
import type { Hub } from '../../graph/model/finding.ts';
import { optionsHash, type Detection, type Detector, type HubCalendar } from '../detector.ts';
import { knownRest } from '../known-rest.ts';
import { countedMoves } from './counted-moves.ts';
import { PASS_THROUGH_OPTIONS, type PassThroughOptions } from './options.ts';
import { PassingSweep, type PassingEpisode, type PayeeUse } from './passing-sweep.ts';
import { passingFinding } from './to-finding.ts';

/**
 * Accounts that money only passes through (docs/algorithms/pass-through.md).
 *
 * Time O(transfers log transfers); memory 20 bytes a transfer, 36 an account, and the uses of payees. Nothing is cut
 * short.
 */
export const passThrough: Detector<PassThroughOptions> = {
  name: 'pass-through',
  summary: 'Accounts that pass on within a day what came in.',
  onRequest: true,
  readsActivity: true,
  options: PASS_THROUGH_OPTIONS,
  detect: detectPassThrough,
};

function detectPassThrough(graph: EventGraph, options: PassThroughOptions, hubs: HubCalendar): Detection {
  const hash = optionsHash(PASS_THROUGH_OPTIONS, options);
  const { episodes, hubs: met } = passing(graph, options, hubs);
  const findings = episodes.map((episode) => passingFinding(graph, episode, options.window, hash));
  return { findings, hubs: met, truncated: [] };
}

/** What passes through the accounts of a graph, and where it goes: each transfer out once, when it first counts. */
export interface Passing {
  readonly episodes: readonly PassingEpisode[];
  readonly uses: readonly PayeeUse[];
  readonly hubs: readonly Hub[];
}

/** Sweeps every account, one currency at a time. Time and memory as {@link passThrough}. */
export function passing(graph: EventGraph, options: PassThroughOptions, hubs: HubCalendar): Passing {
  return passingOf(graph, options, hubs, Array(graph.accounts.size).keys());
}

/** As {@link passing}, of some accounts by number; the hubs are all that the graph's transfers meet. */
export function passingOf(
  graph: EventGraph,
  options: PassThroughOptions,
  hubs: HubCalendar,
  accounts: Iterable<number>,
): Passing {
  const moves = countedMoves(graph, hubs);
  const restOf = knownRest(graph, options.window);
  const episodes: PassingEpisode[] = [];
  const uses: PayeeUse[] = [];
  for (const account of accounts)
    for (const [currency, list] of moves.of(account))
      new PassingSweep(account, list, { ...options, rest: restOf(account, currency) }).run(episodes, uses);
  return { episodes, uses, hubs: moves.hubs.hubs() };
}
