import { rowsOf } from '../../graph/columns.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import { lowerBound } from '../../graph/lower-bound.ts';
import type { Finding, HubReason, Truncation } from '../../graph/model/finding.ts';
import { optionsHash, type Detection, type Detector, type HubCalendar } from '../detector.ts';
import type { Episode } from '../episode-fold.ts';
import { RING_OF, sharingBinding } from '../established.ts';
import { HubTally } from '../hub-tally.ts';
import { WindowCount, type SubjectUses } from '../window-count.ts';
import { relocate, windowFinding } from '../window-finding.ts';
import { admitUsers, candidatePairs, type Admission, type CandidatePair } from './candidate-pairs.ts';
import {
  identifierName,
  identifierNumber,
  identifierUses,
  type IdentifierName,
  type SharedKind,
} from './identifier-uses.ts';
import { eventsOf, linksOf, type Links } from './links.ts';
import { CO_SHARING_OPTIONS, type CoSharingOptions } from './options.ts';
import { usesOfPair } from './pair-uses.ts';

const NAME = 'co-sharing';

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
  detect: (graph, options, hubs) => coSharingOf(graph, options, hubs, null),
};

/** An identifier as a graph knows it: its id in the table of its kind (of a phone number `phone:+1…`). */
export interface IdentifierRef {
  readonly kind: SharedKind;
  readonly id: string;
}

/**
 * What the detector concludes about one pair of identifiers, the one whose kind comes first in byte order first, or
 * about all pairs there are. For a pair it reads all uses of both by the users of both, the first use of each by every
 * other user, and of the members of a finding what docs/algorithms/live.md lists.
 */
export function coSharingOf(
  graph: EventGraph,
  options: CoSharingOptions,
  hubs: HubCalendar,
  only: readonly [IdentifierRef, IdentifierRef] | null,
): Detection {
  const { minUsers, minRarity } = options;
  const links = linksOf(identifierUses(graph), graph.users.size, minUsers);
  const admission = admitUsers(links, () => graph.users.byteRanks(), options.maxUses);
  const counter = new WindowCount(graph.users.size);
  const tally = new HubTally();
  const usersUpTo = usersByEvent(links);
  const rarityOf =
    (pair: CandidatePair): Rarity =>
    (members, event) =>
      rarity(pair, members, event, usersUpTo);
  const hash = optionsHash(CO_SHARING_OPTIONS, options);
  const findings: Finding[] = [];
  const [first, second] = (only ?? []).map((ref) =>
    identifierNumber(graph, links.kindStart, ref.kind, ref.id),
  );
  for (const pair of candidatePairs(links, admission.admitted, minUsers, first)) {
    if (second !== undefined && pair.second !== second) continue;
    const names = [pair.first, pair.second].map((one) => identifierName(graph, links.kindStart, one));
    const uses = usesOfPair(links, pair, graph.events.at);
    const admits = blockGate(graph, names, uses, hubs, tally);
    for (const episode of counter.episodes(uses, { ...options, sides: 2, admits })) {
      findings.push(
        toFinding(
          graph,
          { names, uses, episode, rarity: rarityOf(pair), minUsers, minRarity, hash },
          hubs,
          tally,
        ),
      );
    }
  }
  return { findings, hubs: tally.hubs(), truncated: truncation(options, admission) };
}

/** Keeps events from completing on days on which the pair's block is a hub; a pair counts once as kept out. */
function blockGate(
  graph: EventGraph,
  names: readonly IdentifierName[],
  uses: SubjectUses,
  hubs: HubCalendar,
  tally: HubTally,
): ((row: number) => boolean) | undefined {
  const block = names.find((name) => name.kind === 'block');
  if (!block) return undefined;
  let noted = false;
  return (row) => {
    const at = graph.events.at[uses.event[row]];
    const hub = hubs.block(block.number, at);
    if (hub && !noted) {
      tally.add(block.entity, hub, at);
      noted = true;
    }
    return hub === null;
  };
}

/** Of a pair as of an event, basis points: see {@link rarity}. */
type Rarity = (members: number, event: number) => number;

interface Match {
  readonly names: readonly IdentifierName[];
  readonly uses: SubjectUses;
  readonly episode: Episode;
  readonly rarity: Rarity;
  readonly minUsers: number;
  readonly minRarity: number | null;
  readonly hash: string;
}

function toFinding(graph: EventGraph, match: Match, hubs: HubCalendar, tally: HubTally): Finding {
  const { names, uses, episode, rarity: rarityAt } = match;
  const fewest = Math.min(RING_OF, match.minUsers);
  const first = uses.event[episode.first];
  const at = graph.events.at[first];
  let isHub = false;
  for (const name of names) {
    const reason = hubReason(name, at, hubs);
    if (!reason) continue;
    isHub = true;
    tally.add(name.entity, reason, at);
  }
  const members = relocate(episode.members, uses.event);
  return windowFinding(graph, {
    detector: NAME,
    subject: names.map(({ kind, value }): [string, string] => [kind, value]),
    first,
    last: uses.event[episode.last],
    peak: episode.peak,
    users: members,
    host: -1,
    shared: names.map((name) => name.entity),
    strength: rarityAt(members.length, uses.event[episode.last]),
    ...(isHub
      ? { binds: 'hub' as const }
      : sharingBinding(graph, members, {
          standsAlone: (joined, event) =>
            joined >= fewest && rarityAt(joined, event) >= (match.minRarity ?? 0),
        })),
    optionsHash: match.hash,
  });
}

/** Why a device or payee is a hub; a block that is one never comes so far. */
function hubReason(name: IdentifierName, at: number, hubs: HubCalendar): HubReason | null {
  if (name.kind === 'device') return hubs.device(name.number, at);
  return name.kind === 'payee' ? hubs.account(name.number, at) : null;
}

/** Share of the first's users so far that are members x the same of the second, basis points. */
function rarity(
  pair: CandidatePair,
  members: number,
  event: number,
  usersUpTo: (identifier: number, event: number) => number,
): number {
  const [first, second] = [pair.first, pair.second].map((identifier) =>
    Math.floor((10_000 * members) / usersUpTo(identifier, event)),
  );
  return Math.floor((first * second) / 10_000);
}

/** How many users used an identifier up to and with an event; sorts an identifier's first uses once and keeps them. */
function usersByEvent(links: Links): (identifier: number, event: number) => number {
  const firstUses = new Map<number, Int32Array>();
  return (identifier, event) => {
    let first = firstUses.get(identifier);
    if (!first) {
      first = rowsOf(links.byIdentifier, identifier)
        .map((link) => eventsOf(links, link)[0])
        .sort();
      firstUses.set(identifier, first);
    }
    return lowerBound(first, (use) => use > event);
  };
}

function truncation({ maxUses }: CoSharingOptions, { usersLeftOut, usesLeftOut }: Admission): Truncation[] {
  if (usersLeftOut === 0) return [];
  const leftOut = `users with the most shared identifiers: ${usersLeftOut}, uses: ${usesLeftOut}`;
  return [{ detector: NAME, what: 'uses of pairs of identifiers', cap: maxUses, leftOut }];
}
