import type { EventGraph } from '../../graph/event-graph.ts';
import type { Finding, HubReason } from '../../graph/model/finding.ts';
import { optionsHash, type HubCalendar } from '../detector.ts';
import type { Episode } from '../episode-fold.ts';
import { RING_OF, sharingBinding } from '../established.ts';
import type { HubTally } from '../hub-tally.ts';
import { windowFinding } from '../window-finding.ts';
import type { IdentifierName } from './identifier-uses.ts';
import { CO_SHARING_OPTIONS, type CoSharingOptions } from './options.ts';

export const NAME = 'co-sharing';

/** An episode of a pair of identifiers; users and events by number, events being positions in the graph. */
export interface PairMatch {
  /** The one whose kind comes first in byte order first. */
  readonly names: readonly [IdentifierName, IdentifierName];
  readonly episode: Episode;
  /** How many users had used each of the two up to and with an event. */
  readonly usersUpTo: (event: number) => readonly [number, number];
}

/**
 * Writes episodes of pairs as findings, and notes the hubs they meet. Of the graph it reads the events of the episode
 * and what `sharingBinding` asks of its members. Time O(members log members), and what the binding costs.
 */
export function pairFindings(
  graph: EventGraph,
  options: CoSharingOptions,
  hubs: HubCalendar,
  tally: HubTally,
): (match: PairMatch) => Finding {
  const { minUsers, minRarity } = options;
  const hash = optionsHash(CO_SHARING_OPTIONS, options);
  const fewest = Math.min(RING_OF, minUsers);
  return ({ names, episode, usersUpTo }) => {
    const { first, last, members } = episode;
    let isHub = false;
    for (const name of names) {
      const reason = thingHub(name, graph.events.at[first], hubs);
      if (!reason) continue;
      isHub = true;
      tally.add(name.entity, reason, graph.events.at[first]);
    }
    return windowFinding(graph, {
      detector: NAME,
      subject: names.map(({ kind, value }): [string, string] => [kind, value]),
      first,
      last,
      peak: episode.peak,
      users: members,
      host: -1,
      shared: names.map((name) => name.entity),
      strength: rarity(members.length, usersUpTo(last)),
      ...(isHub
        ? { binds: 'hub' as const }
        : sharingBinding(graph, members, {
            standsAlone: (joined, event) =>
              joined >= fewest && rarity(joined, usersUpTo(event)) >= (minRarity ?? 0),
            ...(isPlace(names) ? { metAt: (evidence) => Math.max(...evidence) } : {}),
          })),
      optionsHash: hash,
    });
  };
}

/** Whether it is a device at an address: people who sign up at home meet at its device only when they come to use that. */
function isPlace(names: PairMatch['names']): boolean {
  return names.every(({ kind }) => kind === 'block' || kind === 'device');
}

/** Why a device or payee is a hub; a block that is one never comes so far. */
function thingHub(name: IdentifierName, at: number, hubs: HubCalendar): HubReason | null {
  if (name.kind === 'device') return hubs.device(name.number, at);
  return name.kind === 'payee' ? hubs.account(name.number, at) : null;
}

/** Share of the first's users so far that are members x the same of the second, basis points. */
function rarity(members: number, users: readonly [number, number]): number {
  const [first, second] = users.map((count) => Math.floor((10_000 * members) / count));
  return Math.floor((first * second) / 10_000);
}
