import { activityOf } from '../../graph/activity.ts';
import { groupRows, rowsOf } from '../../graph/columns.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import { findingId, type Finding } from '../../graph/model/finding.ts';
import { DAY } from '../../kernel/time.ts';
import { optionsHash, type Detection, type Detector } from '../detector.ts';
import { LINK_BURST_OPTIONS, type LinkBurstOptions } from './options.ts';

const NAME = 'link-burst';
/** Of the tier week. */
export const WEEK = 7 * DAY;
const MONTH = 30 * DAY;

/**
 * Users who connect many banks at once (docs/algorithms/link-burst.md).
 *
 * Time O(connections); memory 8 bytes a connection and 4 a user beside the findings, whose evidence together is no
 * more than the connections. Nothing is cut short.
 */
export const linkBurst: Detector<LinkBurstOptions> = {
  name: NAME,
  summary: 'Users who connect many banks within a day, or far more in a week than they used to.',
  onRequest: true,
  readsActivity: true,
  options: LINK_BURST_OPTIONS,
  detect: (graph, options) => run(graph, options, Array(graph.users.size).keys()),
  detectOne: (graph, options, _, user) => run(graph, options, [user]),
};

interface Tier {
  readonly name: 'day' | 'week';
  readonly window: number;
  readonly fewest: number;
  /** Whether the connections, counted in the window and in 30 days, are enough beside what is usual. */
  readonly isUnusual: (inWindow: number, inMonth: number) => boolean;
  /** Basis points of the strength of twice as many as needed. */
  readonly weight: number;
}

function tiersOf({ minConnections, window, minInWeek, weekRatio }: LinkBurstOptions): readonly Tier[] {
  const exceeds = (inWeek: number, inMonth: number): boolean =>
    weekRatio === null || inWeek * MONTH * 10_000 > weekRatio * WEEK * inMonth;
  return [
    { name: 'day', window, fewest: minConnections, isUnusual: () => true, weight: 10_000 },
    { name: 'week', window: WEEK, fewest: minInWeek, isUnusual: exceeds, weight: 5_000 },
  ];
}

function run(graph: EventGraph, options: LinkBurstOptions, users: Iterable<number>): Detection {
  const { event, user } = activityOf(graph).bankConnections;
  const byUser = groupRows(user, graph.users.size);
  const tiers = tiersOf(options);
  const hash = optionsHash(LINK_BURST_OPTIONS, options);
  const findings: Finding[] = [];
  for (const one of users) {
    const rows = rowsOf(byUser, one);
    if (rows.length === 0) continue;
    const connections = rows.map((row) => event[row]);
    for (const tier of tiers)
      for (const episode of burstsOf(graph.events.at, connections, tier))
        findings.push(toFinding(graph, { user: one, tier, episode, hash }));
  }
  return { findings, hubs: [], truncated: [] };
}

interface Burst {
  readonly first: number;
  last: number;
  peak: number;
  /** Connections counted at the first completing one. */
  readonly counted: Int32Array;
}

/** The episodes of one user and tier; connections are positions in the graph, rising. Time O(connections). */
function burstsOf(at: Float64Array, connections: Int32Array, tier: Tier): Burst[] {
  const bursts: Burst[] = [];
  let lastAt = -Infinity;
  for (let i = 0, low = 0, monthLow = 0; i < connections.length; i++) {
    const now = at[connections[i]];
    while (at[connections[low]] < now - tier.window) low++;
    while (at[connections[monthLow]] < now - MONTH) monthLow++;
    const count = i + 1 - low;
    if (count < tier.fewest || !tier.isUnusual(count, i + 1 - monthLow)) continue;
    if (bursts.length === 0 || now - lastAt > tier.window)
      bursts.push({ first: connections[i], last: 0, peak: 0, counted: connections.slice(low, i + 1) });
    const burst = bursts[bursts.length - 1];
    burst.last = connections[i];
    burst.peak = Math.max(burst.peak, count);
    lastAt = now;
  }
  return bursts;
}

interface Match {
  readonly user: number;
  readonly tier: Tier;
  readonly episode: Burst;
  readonly hash: string;
}

function toFinding(graph: EventGraph, { user, tier, episode, hash }: Match): Finding {
  const { events } = graph;
  const id = graph.users.id(user);
  const subject = [id, tier.name];
  const first = events.order(episode.first);
  return {
    id: findingId(NAME, subject, events.key(episode.first)),
    detector: NAME,
    subject,
    first,
    last: events.order(episode.last),
    strength: Math.min(tier.weight, Math.floor((tier.weight * episode.peak) / (2 * tier.fewest))),
    members: [{ type: 'User', id, role: 'member', since: first }],
    evidence: Array.from(episode.counted, (position) => events.key(position)),
    peak: episode.peak,
    binds: first,
    circumstantial: true,
    owners: [],
    optionsHash: hash,
  };
}
