import { rowsOf } from '../../graph/columns.ts';
import { addressAsOf, type EventGraph } from '../../graph/event-graph.ts';
import type { EntityRef } from '../../graph/model/entity.ts';
import { IP_KINDS } from '../../graph/model/ip.ts';
import type { Finding } from '../../graph/model/finding.ts';
import { optionsHash, type Detection, type Detector } from '../detector.ts';
import { EpisodeFold } from '../episode-fold.ts';
import { relocateAll, windowFinding } from '../window-finding.ts';
import { blockKinds } from './block-kind.ts';
import { freshnessAt, freshnessRechecks, type BlockVisitors } from './freshness.ts';
import { IP_RECYCLING_OPTIONS, thresholdOf, type IpRecyclingOptions } from './options.ts';
import { recyclingEpisodes, type BlockUses, type RecyclingEpisode } from './recycling-sweep.ts';
import { recyclingStrength } from './strength.ts';

/**
 * IP blocks through which fresh accounts pass, each for a short time (definitions.md, "ip-recycling";
 * docs/algorithms/ip-recycling.md).
 *
 * Time O(block uses), and O(stays counted) more for each account whose registration becomes known after its first
 * use; memory 12 bytes a user and 40 bytes a use of the busiest block beside the findings, whose members are together
 * no more than the uses. Nothing is ever cut short. Hubs keep nothing out: the detector has its own rule for crowds.
 */
export const ipRecycling: Detector<IpRecyclingOptions> = {
  name: 'ip-recycling',
  summary: 'IP addresses used by one fresh account after the other, each for a short time.',
  options: IP_RECYCLING_OPTIONS,
  detect: (graph, options) => ipRecyclingOf(graph, options, graph.blocks.ids().keys()),
};

/**
 * What the detector concludes about some blocks, given by number. It reads the uses of a block, the references on it
 * and the registrations and postal addresses of its users.
 */
export function ipRecyclingOf(
  graph: EventGraph,
  options: IpRecyclingOptions,
  blocks: Iterable<number>,
): Detection {
  const fold = new EpisodeFold(graph.users.size);
  const fewest = Math.min(...IP_KINDS.map((kind) => thresholdOf(options, kind)));
  const kindAt = blockKinds(graph);
  const hash = optionsHash(IP_RECYCLING_OPTIONS, options);
  const places = new Int32Array(graph.users.size).fill(-1);
  const findings: Finding[] = [];
  for (const block of blocks) {
    if (rowsOf(graph.blockUses.byTarget, block).length < fewest) continue;
    const visits = visitsOf(graph, block, places);
    if (visits.user.length < fewest) continue;
    const threshold = (row: number): number => thresholdOf(options, kindAt(block, visits.event[row]));
    const episodes = recyclingEpisodes(
      visits,
      {
        window: options.window,
        maxStay: options.maxStay,
        threshold,
        isFresh: freshnessAt(graph, visits, options.freshness),
        rechecks: freshnessRechecks(graph, visits),
        addressOf: (place, row) => addressAsOf(graph, visits.user[place], visits.event[row]),
      },
      fold,
    );
    for (const episode of episodes) {
      const strength = recyclingStrength(visits, episode, options.window, threshold(episode.first));
      findings.push(toFinding(graph, { block, visits, episode, strength, hash }));
    }
  }
  return { findings, hubs: [], truncated: [] };
}

type Visits = BlockUses & BlockVisitors;

/** The uses of a block in event order, its users numbered by first use; `places` is -1 throughout, before and after. */
function visitsOf(graph: EventGraph, block: number, places: Int32Array): Visits {
  const { byTarget, event, user } = graph.blockUses;
  const rows = rowsOf(byTarget, block);
  const place = new Int32Array(rows.length);
  const firstRow: number[] = [];
  rows.forEach((row, i) => {
    if (places[user[row]] < 0) places[user[row]] = firstRow.push(i) - 1;
    place[i] = places[user[row]];
  });
  const users = Int32Array.from(firstRow, (i) => user[rows[i]]);
  for (const one of users) places[one] = -1;
  return {
    event: rows.map((row) => event[row]),
    at: Float64Array.from(rows, (row) => graph.events.at[event[row]]),
    place,
    firstRow: Int32Array.from(firstRow),
    user: users,
  };
}

interface Match {
  readonly block: number;
  readonly visits: Visits;
  readonly episode: RecyclingEpisode;
  readonly strength: number;
  readonly hash: string;
}

function toFinding(graph: EventGraph, { block, visits, episode, strength, hash }: Match): Finding {
  const { event, user } = visits;
  const thing: EntityRef = { type: 'IpAddress', id: graph.blocks.id(block) };
  const members = relocateAll(episode.members, event).map((member) => ({
    ...member,
    user: user[member.user],
  }));
  return windowFinding(graph, {
    detector: 'ip-recycling',
    subject: [thing.id],
    first: event[episode.first],
    last: event[episode.last],
    peak: episode.peak,
    users: members,
    host: -1,
    shared: [thing],
    strength,
    binds: episode.binds < 0 ? 'crowd' : event[episode.binds],
    optionsHash: hash,
  });
}
