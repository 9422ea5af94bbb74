import { rowsOf } from '../../graph/columns.ts';
import { registeredAt, type EventGraph } from '../../graph/event-graph.ts';
import { EVENT_KINDS } from '../../graph/model/event.ts';
import type { Finding } from '../../graph/model/finding.ts';
import type { Detection, Detector, HubCalendar } from '../detector.ts';
import { HubTally } from '../hub-tally.ts';
import { WindowCount, type SubjectUses } from '../window-count.ts';
import { relocate } from '../window-finding.ts';
import { deviceFindings } from './device-finding.ts';
import { DeviceHistory } from './device-history.ts';
import {
  DEVICE_SHARING_OPTIONS,
  isYoungEnough,
  tiersOf,
  type DeviceSharingOptions,
  type Tier,
} from './options.ts';

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
  detect,
};

const REGISTRATION = EVENT_KINDS.indexOf('registration');

function detect(graph: EventGraph, options: DeviceSharingOptions, hubs: HubCalendar): Detection {
  const tiers = tiersOf(options);
  const fewest = Math.min(...tiers.map((tier) => tier.minUsers));
  const counter = new WindowCount(graph.users.size);
  const tally = new HubTally();
  const toFinding = deviceFindings(graph, options, hubs, tally);
  const findings: Finding[] = [];
  for (let device = 0; device < graph.devices.size; device++) {
    const rows = rowsOf(graph.deviceUses.byTarget, device);
    if (!hasUsers(graph.deviceUses.user, rows, fewest)) continue;
    let history: DeviceHistory | null = null;
    for (const tier of tiers) {
      const uses = usesInTier(graph, rows, tier);
      for (const episode of counter.episodes(uses, { ...tier, sides: 1 })) {
        history ??= new DeviceHistory(graph, device);
        findings.push(toFinding({ device, tier, episode: relocate(episode, uses.event), history }));
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
      isYoungEnough(tier, at[event[row]], () => registeredAt(graph, user[row], event[row])) ? 1 : 0,
    ),
  };
}
