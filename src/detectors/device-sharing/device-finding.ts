import type { EventGraph } from '../../graph/event-graph.ts';
import type { EntityRef } from '../../graph/model/entity.ts';
import type { Finding } from '../../graph/model/finding.ts';
import { optionsHash, type HubCalendar } from '../detector.ts';
import type { Episode } from '../episode-fold.ts';
import { RING_OF, sharingBinding } from '../established.ts';
import type { HubTally } from '../hub-tally.ts';
import { windowFinding } from '../window-finding.ts';
import { otherDeviceSince, type DeviceHistory } from './device-history.ts';
import { hostOf } from './host.ts';
import { DEVICE_SHARING_OPTIONS, type DeviceSharingOptions, type Tier } from './options.ts';
import { deviceStrength } from './strength.ts';

/** Suspects from which on a finding stands alone: a host is one of three, and who asks for a tier of two means two. */
function fewestAlone(tier: Tier, host: number): number {
  return tier.name === 'custom' ? 1 : RING_OF - Number(host >= 0);
}

/** An episode of a device in a tier; users and events by number, events being positions in the graph. */
export interface DeviceMatch {
  readonly device: number;
  readonly tier: Tier;
  readonly episode: Episode;
  readonly history: DeviceHistory;
}

/**
 * Writes episodes of devices as findings, and notes the hubs they meet. Of the graph it reads the events of the episode,
 * the history of the device, and of its members registrations, the first use of each device and what `sharingBinding`
 * asks. Time O(members log uses), and what the binding costs.
 */
export function deviceFindings(
  graph: EventGraph,
  options: DeviceSharingOptions,
  hubs: HubCalendar,
  tally: HubTally,
): (match: DeviceMatch) => Finding {
  const hash = optionsHash(DEVICE_SHARING_OPTIONS, options);
  const otherSince = otherDeviceSince(graph);
  return ({ device, tier, episode, history }) => {
    const { first, last, members } = episode;
    const usedAnotherSince = (user: number): number => otherSince(user, device);
    const host = hostOf(graph, history, members, first, usedAnotherSince);
    const thing: EntityRef = { type: 'Device', id: graph.devices.id(device) };
    const hub = hubs.device(device, graph.events.at[first]);
    if (hub) tally.add(thing, hub, graph.events.at[first]);
    return windowFinding(graph, {
      detector: 'device-sharing',
      subject: [thing.id, tier.name],
      first,
      last,
      peak: episode.peak,
      users: members,
      host,
      shared: [thing],
      strength: deviceStrength({ graph, history, members, host, last, usedAnotherSince }, tier.weight),
      ...(hub
        ? { binds: 'hub' as const }
        : sharingBinding(
            graph,
            members.filter(({ user }) => user !== host),
            { device, standsAlone: (joined) => joined >= fewestAlone(tier, host) },
          )),
      optionsHash: hash,
    });
  };
}
