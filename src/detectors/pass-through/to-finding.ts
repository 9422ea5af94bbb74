import { compareBytes } from '../../kernel/bytes.ts';
import { ownersAsOf, type EventGraph } from '../../graph/event-graph.ts';
import { findingId, type Finding, type FindingMember, type FindingOwner } from '../../graph/model/finding.ts';
import type { MuleNetwork } from './mule-networks.ts';
import type { PassingEpisode } from './passing-sweep.ts';

const NAME = 'pass-through';
/** How much is believed of an account whose rest nobody knows, basis points. */
const REST_UNKNOWN = 7_500;

/** One account through which money passes: proves little alone. Time O(counted transfers + owners). */
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
    binds: first,
    circumstantial: true,
    owners: listOwners(graph, [episode.account], episode.first),
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

/** Pass-through accounts with one payee: little alone too, nothing when they are one person's. Time O(members log members). */
export function networkFinding(graph: EventGraph, network: MuleNetwork, hash: string): Finding {
  const { events, accounts } = graph;
  const payee = accounts.id(network.payee);
  const subject = [payee, 'network'];
  const first = events.order(network.first);
  const members: FindingMember[] = network.members.map(({ user, since }) => ({
    type: 'Account',
    id: accounts.id(user),
    role: 'mule',
    since: events.order(since),
  }));
  const mules = network.members.map(({ user }) => user);
  // A mule pays the payee, so the payee itself is never one of the mules.
  members.push({ type: 'Account', id: payee, role: 'collector', since: first });
  members.sort((a, b) => compareBytes(a.id, b.id));
  const evidence = new Set(network.members.flatMap((member) => member.evidence).sort((a, b) => a - b));
  return {
    id: findingId(NAME, subject, events.key(network.first)),
    detector: NAME,
    subject,
    first,
    last: events.order(network.last),
    strength: Math.floor((10_000 * (network.peak - 1)) / network.peak),
    members,
    evidence: Array.from(evidence, (position) => events.key(position)),
    peak: network.peak,
    binds: bindsFrom(graph, network),
    circumstantial: true,
    owners: listOwners(graph, [...mules, network.payee], network.first),
    optionsHash: hash,
  };
}

/** The event by which the mules, in the order of joining, are not all one person's, each owned as of joining. */
function bindsFrom(graph: EventGraph, { members }: MuleNetwork): Finding['binds'] {
  let common = ownersAsOf(graph, members[0].user, members[0].since);
  for (const { user, since } of members.slice(1)) {
    const owners = ownersAsOf(graph, user, since);
    common = common.filter((one) => owners.includes(one));
    if (common.length === 0) return graph.events.order(since);
  }
  return 'self';
}

/** By account, then user, both in byte order. */
function listOwners(graph: EventGraph, accounts: readonly number[], event: number): FindingOwner[] {
  return accounts
    .flatMap((account) =>
      ownersAsOf(graph, account, event).map((user) => ({
        account: graph.accounts.id(account),
        user: graph.users.id(user),
      })),
    )
    .sort((a, b) => compareBytes(a.account, b.account) || compareBytes(a.user, b.user));
}
