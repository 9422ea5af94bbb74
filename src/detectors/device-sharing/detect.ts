import { rowsOf } from '../../graph/columns.ts';
import { registeredAt, type EventGraph } from '../../graph/event-graph.ts';
import { EVENT_KINDS } from '../../graph/model/event.ts';
import type { EntityRef } from '../../graph/model/entity.ts';
import type { Finding } from '../../graph/model/finding.ts';
import { optionsHash, type Detection, type Detector, type HubCalendar } from '../detector.ts';
import type { Episode } from '../episode-fold.ts';
import { RING_OF, sharingBinding } from '../established.ts';
import { HubTally } from '../hub-tally.ts';
import { WindowCount, type SubjectUses } from '../window-count.ts';
import { relocateAll, windowFinding } from '../window-finding.ts';
import { DeviceHistory, otherDeviceSince } from './device-history.ts';
import { hostOf } from './host.ts';
import { DEVICE_SHARING_OPTIONS, tiersOf, type DeviceSharingOptions, type Tier } from './options.ts';
import { deviceStrength } from './strength.ts';

/**
 * Devices used by too many users in too short a time, by tier (definitions.md, "device-sharing";
 * docs/algorithms/device-sharing.md).
 *
 * Time O(tiers x device uses + members of findings x log uses); memory 30 bytes a user and O(uses of the busiest
 * device) beside the findings, whose members are together no more than tiers x uses. Nothing is ever cut short.
 */
export const deviceSharing: Detector<DeviceSharingOptions> = {
  name: 'device-sharing',
  summary: 'Devices used by several users within a short time.',
  options: DEVICE_SHARING_OPTIONS,
  detect: (graph, options, hubs) => deviceSharingOf(graph, options, hubs, graph.devices.ids().keys()),
};

const REGISTRATION = EVENT_KINDS.indexOf('registration');

/**
 * What the detector concludes about some devices, given by number. It reads the uses of a device, the registrations of
 * its users, and of the members of a finding what docs/algorithms/live.md lists.
 */
export function deviceSharingOf(
  graph: EventGraph,
  options: DeviceSharingOptions,
  hubs: HubCalendar,
  devices: Iterable<number>,
): Detection {
  const tiers = tiersOf(options);
  const fewest = Math.min(...tiers.map((tier) => tier.minUsers));
  const counter = new WindowCount(graph.users.size);
  const tally = new HubTally();
  const write = findingWriter(graph, optionsHash(DEVICE_SHARING_OPTIONS, options), hubs, tally);
  const findings: Finding[] = [];
  for (const device of devices) {
    const rows = rowsOf(graph.deviceUses.byTarget, device);
    if (!hasUsers(graph.deviceUses.user, rows, fewest)) continue;
    let history: DeviceHistory | null = null;
    for (const tier of tiers) {
      const uses = usesInTier(graph, rows, tier);
      for (const episode of counter.episodes(uses, { ...tier, sides: 1 })) {
        history ??= new DeviceHistory(graph, device);
        findings.push(write({ device, tier, uses, episode, history }));
      }
    }
  }
  return { findings, hubs: tally.hubs(), truncated: [] };
}

/** True when rows name at least so many distinct users; stops as soon as they do. */
function hasUsers(user: Int32Array, rows: Int32Array, wanted: number): boolean {
  if (rows.length < wanted) return false;
  const seen = new Set<number>();
  for (const row of rows) if (seen.add(user[row]).size >= wanted) return true;
  return false;
}

/** The uses of a device that a tier knows; those by too old an account make nobody count. */
function usesInTier(graph: EventGraph, rows: Int32Array, tier: Tier): SubjectUses {
  const { event, user } = graph.deviceUses;
  const { at, kind } = graph.events;
  const wanted = tier.registrationsOnly ? rows.filter((row) => kind[event[row]] === REGISTRATION) : rows;
  return {
    event: wanted.map((row) => event[row]),
    at: Float64Array.from(wanted, (row) => at[event[row]]),
    user: wanted.map((row) => user[row]),
    side: Uint8Array.from(wanted, (row) =>
      isYoungEnough(graph, user[row], event[row], tier.maxAccountAge) ? 1 : 0,
    ),
  };
}

function isYoungEnough(graph: EventGraph, user: number, event: number, maxAge: number): boolean {
  if (maxAge === Infinity) return true;
  const registered = registeredAt(graph, user, event);
  return registered !== undefined && graph.events.at[event] - registered <= maxAge;
}

/** Suspects from which on a finding stands alone: a host is one of three, and who asks for a tier of two means two. */
function fewestAlone(tier: Tier, host: number): number {
  return tier.name === 'custom' ? 1 : RING_OF - Number(host >= 0);
}

interface Match {
  readonly device: number;
  readonly tier: Tier;
  readonly uses: SubjectUses;
  readonly episode: Episode;
  readonly history: DeviceHistory;
}

function findingWriter(
  graph: EventGraph,
  hash: string,
  hubs: HubCalendar,
  tally: HubTally,
): (match: Match) => Finding {
  const otherSince = otherDeviceSince(graph);
  return ({ device, tier, uses, episode, history }) => {
    const [first, last] = [uses.event[episode.first], uses.event[episode.last]];
    const members = relocateAll(episode.members, uses.event);
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
