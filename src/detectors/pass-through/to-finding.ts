import { ownersAsOf, type EventGraph } from '../../graph/event-graph.ts';
import { findingId, type Finding } from '../../graph/model/finding.ts';
import { listOwners } from '../account-owners.ts';
import type { PassingEpisode } from './passing-sweep.ts';

const NAME = 'pass-through';
/** How much is believed of an account whose rest nobody knows, basis points. */
const REST_UNKNOWN = 7_500;

/** One account through which money passes: a lead, and no tie to anybody. Time O(counted transfers + owners). */
export function passingFinding(
  graph: EventGraph,
  episode: PassingEpisode,
  window: number,
  hash: string,
): Finding {
  const { events, accounts } = graph;
  const id = accounts.id(episode.account);
  const first = events.order(episode.first);
  return {
    id: findingId(NAME, [id], events.key(episode.first)),
    detector: NAME,
    subject: [id],
    first,
    last: events.order(episode.last),
    strength: passingStrength(episode, window),
    members: [{ type: 'Account', id, role: 'mule', since: first }],
    evidence: episode.counted.map(({ event }) => events.key(event)),
    peak: episode.peak,
    binds: 'lead',
    owners: listOwners(graph, [[episode.account, ownersAsOf(graph, episode.account, episode.first)]]),
    optionsHash: hash,
  };
}

/** Share that left x how soon x whether the rest is known, each in whole basis points, rounded down together. */
function passingStrength({ counted, cameIn, wentOut, restKnown }: PassingEpisode, window: number): number {
  const share = Math.min(10_000, Number((wentOut * 10_000n) / cameIn));
  const span = counted[counted.length - 1].at - counted[0].at;
  const speed = 10_000 - (span === 0 ? 0 : Math.floor((5_000 * span) / window));
  return Math.floor((share * speed * (restKnown ? 10_000 : REST_UNKNOWN)) / 1e8);
}
