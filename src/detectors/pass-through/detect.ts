import type { EventGraph } from '../../graph/event-graph.ts';
import type { Finding } from '../../graph/model/finding.ts';
import { optionsHash, type Detection, type Detector, type HubCalendar } from '../detector.ts';
import { countedMoves } from './counted-moves.ts';
import { knownRest } from '../known-rest.ts';
import { muleNetworks } from './mule-networks.ts';
import { PASS_THROUGH_OPTIONS, type PassThroughOptions } from './options.ts';
import { PassingSweep, type PassingEpisode, type PayeeUse } from './passing-sweep.ts';
import { networkFinding, passingFinding } from './to-finding.ts';

/**
 * Accounts that money only passes through, and several of them that pass on to one account
 * (docs/algorithms/pass-through.md).
 *
 * Time O(transfers log transfers); memory 20 bytes a transfer, 36 an account, and the uses of payees. Nothing is cut
 * short.
 */
export const passThrough: Detector<PassThroughOptions> = {
  name: 'pass-through',
  summary:
    'Accounts that pass on within a day what came in, and mule networks that pass it on to one account.',
  onRequest: true,
  readsActivity: true,
  options: PASS_THROUGH_OPTIONS,
  detect: detectPassThrough,
};

function detectPassThrough(graph: EventGraph, options: PassThroughOptions, hubs: HubCalendar): Detection {
  const moves = countedMoves(graph, hubs);
  const restOf = knownRest(graph, options.window);
  const episodes: PassingEpisode[] = [];
  const uses: PayeeUse[] = [];
  for (let account = 0; account < graph.accounts.size; account++)
    for (const [currency, list] of moves.of(account))
      new PassingSweep(account, list, { ...options, rest: restOf(account, currency) }).run(episodes, uses);
  const hash = optionsHash(PASS_THROUGH_OPTIONS, options);
  const findings: Finding[] = episodes.map((episode) => passingFinding(graph, episode, options.window, hash));
  for (const network of muleNetworks(graph, uses, options))
    findings.push(networkFinding(graph, network, hash));
  return { findings, hubs: moves.hubs.hubs(), truncated: [] };
}
