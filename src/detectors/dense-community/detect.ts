import { compareBytes } from '../../kernel/bytes.ts';
import { formatInstant, utcMidnight } from '../../kernel/time.ts';
import { rowsOf } from '../../graph/columns.ts';
import type { EventGraph } from '../../graph/event-graph.ts';
import type { EventOrder } from '../../graph/model/event.ts';
import { findingId, type Finding, type Truncation } from '../../graph/model/finding.ts';
import { identifierUses } from '../co-sharing/identifier-uses.ts';
import { eventsOf, linksOf, type Links } from '../co-sharing/links.ts';
import { optionsHash, type Detection, type Detector, type HubCalendar } from '../detector.ts';
import { sharingBinding } from '../established.ts';
import { CommunityEpisodes, type CommunityEpisode, type StandingCommunity } from './community-episodes.ts';
import { findCommunities, type Community } from './find-communities.ts';
import { linkChanges } from './link-changes.ts';
import { DENSE_COMMUNITY_OPTIONS, type DenseCommunityOptions } from './options.ts';
import { SharedThings, type Component } from './shared-things.ts';

const NAME = 'dense-community';

/**
 * Users tied closely to each other and hardly to anybody else by all that they share (definitions.md,
 * "dense-community"; docs/algorithms/dense-community.md). Looked at by midnights, and at a midnight only where
 * something has changed.
 *
 * Time O(u log u) for the uses and, at each midnight, a Louvain run over the components that changed, held to
 * `maxPairs` pairs of users in all; what that leaves out is said in `truncated`. Memory about 60 bytes a use, and 300
 * a pair of users of one component.
 */
export const denseCommunity: Detector<DenseCommunityOptions> = {
  name: NAME,
  summary: 'Users tied closely to each other and hardly to anybody else by all that they share.',
  onRequest: true,
  options: DENSE_COMMUNITY_OPTIONS,
  detect: (graph, options, hubs) => new DenseCommunityRun(graph, options, hubs).run(),
};

class DenseCommunityRun {
  readonly #graph: EventGraph;
  readonly #options: DenseCommunityOptions;
  readonly #links: Links;
  readonly #sharing: SharedThings;
  readonly #episodes: CommunityEpisodes;
  readonly #horizon: number;
  #pairs = 0;
  /** What was left out for lack of budget. */
  #unseen = { components: 0, pairs: 0, from: 0 };

  constructor(graph: EventGraph, options: DenseCommunityOptions, hubs: HubCalendar) {
    const { events } = graph;
    this.#graph = graph;
    this.#options = options;
    this.#links = linksOf(identifierUses(graph), graph.users.size, 2);
    this.#sharing = new SharedThings(graph, this.#links, hubs, options.maxShared);
    this.#episodes = new CommunityEpisodes(options.window, graph.users.size);
    const end = graph.asOf ?? (events.count === 0 ? 0 : events.at[events.count - 1]);
    this.#horizon = utcMidnight(end);
  }

  run(): Detection {
    const changes = linkChanges(this.#links, this.#graph.events, this.#options.window, this.#horizon);
    const { midnight } = changes;
    for (let start = 0, end = 0; start < midnight.length; start = end) {
      while (end < midnight.length && midnight[end] === midnight[start]) end++;
      const seeds = this.#sharing.move(changes, start, end);
      this.#evaluate(this.#sharing.componentsOf(seeds), midnight[start]);
    }
    const hash = optionsHash(DENSE_COMMUNITY_OPTIONS, this.#options);
    return {
      findings: this.#episodes
        .episodes(this.#horizon)
        .map((episode) => communityFinding(this.#graph, episode, hash)),
      hubs: this.#sharing.tally.hubs(),
      truncated: this.#truncations(),
    };
  }

  #evaluate(components: readonly Component[], midnight: number): void {
    const standing: StandingCommunity[] = [];
    for (const component of components) {
      this.#episodes.touch(component.users, midnight);
      if (component.users.length < this.#options.minUsers || !this.#spend(component, midnight)) continue;
      for (const community of findCommunities(component, this.#options))
        standing.push(this.#stand(community, midnight));
    }
    const firstId = ({ users }: StandingCommunity): string => this.#graph.users.id(users[0]);
    standing.sort((a, b) => compareBytes(firstId(a), firstId(b)));
    this.#episodes.take(standing, midnight);
  }

  #spend({ pairs }: Component, midnight: number): boolean {
    if (this.#pairs + pairs <= this.#options.maxPairs) {
      this.#pairs += pairs;
      return true;
    }
    if (this.#unseen.components === 0) this.#unseen.from = midnight;
    this.#unseen.components++;
    this.#unseen.pairs += pairs;
    return false;
  }

  #stand({ users, things, density, conductance }: Community, midnight: number): StandingCommunity {
    const evidence = users.map((user, i) => this.#evidenceOf(user, things[i], midnight));
    let eldest = 0;
    for (let i = 1; i < users.length; i++) if (evidence[i][0] < evidence[eldest][0]) eldest = i;
    const strength = Math.floor((density * (10_000 - conductance)) / 10_000);
    return { users, evidence, eldest: users[eldest], strength };
  }

  /** A user's first use that counts at a midnight, of each of some things; rising, each event once. */
  #evidenceOf(user: number, things: readonly number[], midnight: number): number[] {
    const { at, observedAt } = this.#graph.events;
    const wanted = new Set(things);
    const found = new Set<number>();
    for (const link of rowsOf(this.#links.byUser, user)) {
      if (!wanted.has(this.#links.identifier[link])) continue;
      const first = eventsOf(this.#links, link).find(
        (event) => at[event] >= midnight - this.#options.window && observedAt[event] <= midnight,
      );
      found.add(first!);
    }
    return [...found].sort((a, b) => a - b);
  }

  #truncations(): Truncation[] {
    const cuts: Truncation[] = [];
    const { crowded } = this.#sharing;
    if (crowded > 0)
      cuts.push({
        detector: NAME,
        what: 'users of one thing',
        cap: this.#options.maxShared,
        leftOut: `ties by devices, addresses, identifiers or payees that more users share: ${crowded} of them at some midnight`,
      });
    const { components, pairs, from } = this.#unseen;
    if (components > 0)
      cuts.push({
        detector: NAME,
        what: 'pairs of users',
        cap: this.#options.maxPairs,
        leftOut: `components at a midnight: ${components}, pairs: ${pairs}, from ${formatInstant(from)} on`,
      });
    return cuts;
  }
}

/** The place of a midnight in event order: before all events of that instant, as no event has an empty source. */
function midnightOrder(midnight: number): EventOrder {
  return { at: midnight, source: '', id: formatInstant(midnight).slice(0, 10) };
}

function communityFinding(graph: EventGraph, episode: CommunityEpisode, hash: string): Finding {
  const first = midnightOrder(episode.first);
  const subject = [graph.users.id(episode.eldest)];
  const evidence = new Set(episode.members.flatMap((member) => member.evidence));
  return {
    id: findingId(NAME, subject, [first.source, first.id]),
    detector: NAME,
    subject,
    first,
    last: midnightOrder(episode.last),
    strength: episode.strength,
    members: episode.members
      .map(({ user, since }) => ({
        type: 'User' as const,
        id: graph.users.id(user),
        role: 'member' as const,
        since: midnightOrder(since),
      }))
      .sort((a, b) => compareBytes(a.id, b.id)),
    evidence: [...evidence].sort((a, b) => a - b).map((position) => graph.events.key(position)),
    peak: episode.peak,
    ...binding(graph, episode),
    owners: [],
    optionsHash: hash,
  };
}

/** Asks whether the members are settled people as of the last event before each midnight at which some joined. */
function binding(
  graph: EventGraph,
  { members }: CommunityEpisode,
): Pick<Finding, 'binds' | 'circumstantial'> {
  const midnightOf = new Map<number, number>();
  const joined = members.map(({ user, since, evidence }) => {
    const position = lastBefore(graph.events.at, since);
    midnightOf.set(position, since);
    return { user, since: position, evidence };
  });
  const { binds } = sharingBinding(graph, joined, { standsAlone: () => false });
  if (typeof binds === 'string') return { binds };
  return { binds: midnightOrder(midnightOf.get(binds)!), circumstantial: true };
}

/** Position of the last event before a time; there is one. Time O(log n). */
function lastBefore(at: Float64Array, time: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
