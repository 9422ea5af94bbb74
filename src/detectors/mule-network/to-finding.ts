import { compareBytes } from '../../kernel/bytes.ts';
import { ownersAsOf, type EventGraph } from '../../graph/event-graph.ts';
import { findingId, type Finding, type FindingMember } from '../../graph/model/finding.ts';
import { listOwners } from '../account-owners.ts';
import type { MuleNetwork } from './payee-networks.ts';

const NAME = 'mule-network';

/** Pass-through accounts with one payee: a few are a lead, all of one person nothing. Time O(members log members). */
export function networkFinding(graph: EventGraph, network: MuleNetwork, hash: string): Finding {
  const { events, accounts } = graph;
  const payee = accounts.id(network.payee);
  const subject = [payee];
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
    owners: listOwners(
      graph,
      [...mules, network.payee].map(
        (account) => [account, ownersAsOf(graph, account, network.first)] as const,
      ),
    ),
    optionsHash: hash,
  };
}

/**
 * A network is nobody's while all its mules are one person's. It stands alone from the event at which enough of them are
 * counted and they are not all one person's; with fewer at a time it is a lead.
 */
function bindsFrom(graph: EventGraph, { members, enough }: MuleNetwork): Finding['binds'] {
  let common = ownersAsOf(graph, members[0].user, members[0].since);
  let ofSeveral: number | null = null;
  for (const { user, since } of members.slice(1)) {
    const owners = ownersAsOf(graph, user, since);
    common = common.filter((one) => owners.includes(one));
    if (common.length > 0) continue;
    ofSeveral = since;
    break;
  }
  if (ofSeveral === null) return 'self';
  return enough < 0 ? 'lead' : graph.events.order(Math.max(ofSeveral, enough));
}
