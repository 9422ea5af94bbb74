import { groupRows, rowsOf } from '../../graph/columns.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import { activityOf } from '../../graph/activity.ts';
import { lowerBound } from '../../graph/lower-bound.ts';
import type { EntityRef } from '../../graph/model/entity.ts';
import type { Finding, HubReason } from '../../graph/model/finding.ts';
import type { HubCalendar } from '../detector.ts';
import type { HubTally } from '../hub-tally.ts';
import { WindowCount } from '../window-count.ts';
import { relocateAll, windowFinding } from '../window-finding.ts';
import type { Jump } from './jumps.ts';
import type { BustOutOptions } from './options.ts';

interface Context {
  readonly calendar: HubCalendar;
  readonly hubs: HubTally;
  readonly hash: string;
}

/** A kind of place at which users can jump together. */
interface Places {
  readonly kind: 'merchant' | 'account' | 'device';
  readonly size: number;
  readonly of: (jump: Jump) => number;
  readonly refOf: (place: number) => EntityRef;
  readonly hubAt: (place: number, at: number) => HubReason | null;
}

/**
 * Users who jump at one merchant, to one payee or on one device within the window. Time O(jumps log jumps); memory 24
 * bytes a user and 12 a jump, 4 a merchant, account or device.
 */
export function togetherFindings(
  graph: EventGraph,
  jumps: readonly Jump[],
  options: BustOutOptions,
  context: Context,
): Finding[] {
  const ordered = jumps.toSorted((a, b) => a.event - b.event);
  const counter = new WindowCount(graph.users.size);
  return placesOf(graph, context).flatMap((places) => {
    const keys = Int32Array.from(ordered, (jump) => places.of(jump));
    const byPlace = groupRows(keys, places.size);
    const findings: Finding[] = [];
    for (let place = 0; place < places.size; place++) {
      const rows = rowsOf(byPlace, place);
      if (rows.length >= options.minUsers)
        findings.push(
          ...findingsAt(
            graph,
            counter,
            Array.from(rows, (row) => ordered[row]),
            {
              places,
              place,
              options,
              context,
            },
          ),
        );
    }
    return findings;
  });
}

function placesOf(graph: EventGraph, { calendar, hubs }: Context): readonly Places[] {
  const { accounts, devices, deviceUses, events } = graph;
  const { merchants } = activityOf(graph);
  return [
    {
      kind: 'merchant',
      size: merchants.size,
      of: ({ merchant }) => merchant,
      refOf: (place) => ({ type: 'Merchant', id: merchants.id(place) }),
      hubAt: () => null,
    },
    {
      kind: 'account',
      size: accounts.size,
      of: ({ payee, event }) => {
        const at = events.at[event];
        const reason = payee < 0 ? null : calendar.account(payee, at);
        if (reason) hubs.add({ type: 'Account', id: accounts.id(payee) }, reason, at);
        return reason ? -1 : payee;
      },
      refOf: (place) => ({ type: 'Account', id: accounts.id(place) }),
      hubAt: () => null,
    },
    {
      kind: 'device',
      size: devices.size,
      of: ({ event }) => {
        const i = lowerBound(deviceUses.event, (position) => position >= event);
        return deviceUses.event[i] === event ? deviceUses.target[i] : -1;
      },
      refOf: (place) => ({ type: 'Device', id: devices.id(place) }),
      hubAt: (place, at) => calendar.device(place, at),
    },
  ];
}

function findingsAt(
  graph: EventGraph,
  counter: WindowCount,
  jumps: readonly Jump[],
  about: { places: Places; place: number; options: BustOutOptions; context: Context },
): Finding[] {
  const { places, place, options, context } = about;
  const { at } = graph.events;
  const events = jumps.map(({ event }) => event);
  const episodes = counter.episodes(
    {
      event: events,
      at: events.map((event) => at[event]),
      user: jumps.map(({ user }) => user),
      side: events.map(() => 1),
    },
    { window: options.window, minUsers: options.minUsers, sides: 1 },
  );
  const thing = places.refOf(place);
  return episodes.map(({ first, last, peak, members }) => {
    const crossing = events[first];
    const hub = places.hubAt(place, at[crossing]);
    if (hub) context.hubs.add(thing, hub, at[crossing]);
    return windowFinding(graph, {
      detector: 'bust-out',
      subject: [[places.kind, thing.id]],
      first: crossing,
      last: events[last],
      peak,
      users: relocateAll(members, events),
      host: -1,
      shared: [thing],
      strength: Math.floor((10_000 * (peak - 1)) / peak),
      binds: hub ? 'hub' : crossing,
      circumstantial: true,
      optionsHash: context.hash,
    });
  });
}
