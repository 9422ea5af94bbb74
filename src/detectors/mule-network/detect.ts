import type { EventGraph } from '../../graph/event-graph.ts';
import { optionsHash, type Detection, type Detector, type HubCalendar } from '../detector.ts';
import { passing } from '../pass-through/detect.ts';
import { MULE_NETWORK_OPTIONS, type MuleNetworkOptions } from './options.ts';
import { muleNetworks } from './payee-networks.ts';
import { networkFinding } from './to-finding.ts';

/**
 * Accounts that pass on to one account what came in (docs/algorithms/mule-network.md). Time and memory as pass-through,
 * and O(uses log uses) for the uses of payees.
 */
export const muleNetwork: Detector<MuleNetworkOptions> = {
  name: 'mule-network',
  summary: 'Accounts that pass on to one account within a day what came in.',
  readsActivity: true,
  options: MULE_NETWORK_OPTIONS,
  detect: detectMuleNetworks,
};

function detectMuleNetworks(graph: EventGraph, options: MuleNetworkOptions, hubs: HubCalendar): Detection {
  const hash = optionsHash(MULE_NETWORK_OPTIONS, options);
  const { uses, hubs: met } = passing(graph, options, hubs);
  const networks = muleNetworks(graph, uses, options);
  const findings = networks.map((network) => networkFinding(graph, network, hash));
  return { findings, hubs: met, truncated: [] };
}
