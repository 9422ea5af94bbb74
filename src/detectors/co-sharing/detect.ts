import { rowsOf } from '../../graph/columns.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import { lowerBound } from '../../graph/lower-bound.ts';
import type { Finding, Truncation } from '../../graph/model/finding.ts';
import type { Detection, Detector, HubCalendar } from '../detector.ts';
import { HubTally } from '../hub-tally.ts';
import { WindowCount } from '../window-count.ts';
import { relocate } from '../window-finding.ts';
import { BlockGate } from './block-gate.ts';
import { admitUsers, candidatePairs, type Admission, type CandidatePair } from './candidate-pairs.ts';
import { identifierName, identifierUses } from './identifier-uses.ts';
import { eventsOf, linksOf, type Links } from './links.ts';
import { CO_SHARING_OPTIONS, type CoSharingOptions } from './options.ts';
import { NAME, pairFindings } from './pair-finding.ts';
import { usesOfPair } from './pair-uses.ts';

/**
 * Users that share two identifiers of different kinds within one window (definitions.md, "co-sharing";
 * docs/algorithms/co-sharing.md).
 *
 * Only identifiers with enough users take part, and only the uses by users of both are read for a pair. Time
 * O(u log u), where u, the uses by each user summed over pairs of its identifiers, is held to `maxUses`; what that
 * leaves out is said in `truncated`. Memory about 40 bytes a use of an identifier.
 */
export const coSharing: Detector<CoSharingOptions> = {
  name: NAME,
  summary: 'Users that share two identifiers of different kinds, such as a phone number and an address.',
  options: CO_SHARING_OPTIONS,
  detect,
};

function detect(graph: EventGraph, options: CoSharingOptions, hubs: HubCalendar): Detection {
  const { minUsers } = options;
  const links = linksOf(identifierUses(graph), graph.users.size, minUsers);
  const admission = admitUsers(links, () => graph.users.byteRanks(), options.maxUses);
  const counter = new WindowCount(graph.users.size);
  const tally = new HubTally();
  const toFinding = pairFindings(graph, options, hubs, tally);
  const usersUpTo = usersByEvent(links);
  const findings: Finding[] = [];
  for (const pair of candidatePairs(links, admission.admitted, minUsers)) {
    const [first, second] = [pair.first, pair.second].map((one) =>
      identifierName(graph, links.kindStart, one),
    );
    const uses = usesOfPair(links, pair, graph.events.at);
    // Of two kinds that of blocks is the first.
    const gate = first.kind === 'block' ? new BlockGate((at) => hubs.block(first.number, at)) : null;
    const admits = gate ? (row: number) => gate.admits(graph.events.at[uses.event[row]]) : undefined;
    for (const episode of counter.episodes(uses, { ...options, sides: 2, admits }))
      findings.push(
        toFinding({
          names: [first, second],
          episode: relocate(episode, uses.event),
          usersUpTo: (event) => usersUpTo(pair, event),
        }),
      );
    if (gate?.keptOut) tally.add(first.entity, gate.keptOut.reason, gate.keptOut.at);
  }
  return { findings, hubs: tally.hubs(), truncated: truncation(options, admission) };
}

/** How many users used each identifier of a pair up to and with an event; sorts first uses once and keeps them. */
function usersByEvent(links: Links): (pair: CandidatePair, event: number) => [number, number] {
  const firstUses = new Map<number, Int32Array>();
  const count = (identifier: number, event: number): number => {
    let first = firstUses.get(identifier);
    if (!first) {
      first = rowsOf(links.byIdentifier, identifier)
        .map((link) => eventsOf(links, link)[0])
        .sort();
      firstUses.set(identifier, first);
    }
    return lowerBound(first, (use) => use > event);
  };
  return (pair, event) => [count(pair.first, event), count(pair.second, event)];
}

function truncation({ maxUses }: CoSharingOptions, { usersLeftOut, usesLeftOut }: Admission): Truncation[] {
  if (usersLeftOut === 0) return [];
  const leftOut = `users with the most shared identifiers: ${usersLeftOut}, uses: ${usesLeftOut}`;
  return [{ detector: NAME, what: 'uses of pairs of identifiers', cap: maxUses, leftOut }];
}
