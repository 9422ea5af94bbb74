import { compareBytes } from '../kernel/bytes.ts';
import { ownersAsOf, type EventGraph } from '../graph/event-graph.ts';
import { findingId, type Finding, type Role } from '../graph/model/finding.ts';
import { listOwners } from './account-owners.ts';
import type { HubCalendar } from './detector.ts';
import type { HubTally } from './hub-tally.ts';

/** An account in a flow of money; events by their position in the graph. */
export interface FlowMember {
  readonly account: number;
  readonly role: Role;
  /** The completing event at which it was first counted. */
  readonly since: number;
  /** The transfers that made it count there. */
  readonly evidence: readonly number[];
}

/** An episode of a flow of money; events by their position in the graph. */
export interface FlowMatch {
  readonly detector: string;
  /** Accounts by number. */
  readonly subject: readonly number[];
  readonly first: number;
  readonly last: number;
  readonly peak: number;
  /** Those of the subject among them, in the order of joining; an account named again adds its evidence only. */
  readonly members: readonly FlowMember[];
  /** Basis points. */
  readonly strength: number;
  readonly optionsHash: string;
}

/**
 * Writes a flow of money as a finding (docs/algorithms/flows.md). It proves little alone, so it is circumstantial; it
 * never binds when an account of its subject is a hub on the day of the crossing, or when one user owns all accounts
 * that were members then. Time O(members x (log members + owners) + evidence log evidence).
 */
export function flowFinding(
  graph: EventGraph,
  match: FlowMatch,
  hubs: HubCalendar,
  tally: HubTally,
): Finding {
  const { events, accounts } = graph;
  const first = events.order(match.first);
  const subject = match.subject.map((account) => accounts.id(account));
  const members = merged(match.members);
  const owners = new Map(members.map(({ account }) => [account, ownersAsOf(graph, account, match.first)]));
  const evidence = new Set(members.flatMap((one) => one.evidence).sort((a, b) => a - b));
  return {
    id: findingId(match.detector, subject, events.key(match.first)),
    detector: match.detector,
    subject,
    first,
    last: events.order(match.last),
    strength: match.strength,
    members: members
      .map(({ account, role, since }) => ({
        type: 'Account' as const,
        id: accounts.id(account),
        role,
        since: events.order(since),
      }))
      .sort((a, b) => compareBytes(a.id, b.id)),
    evidence: Array.from(evidence, (position) => events.key(position)),
    peak: match.peak,
    ...binding(graph, match, owners, hubs, tally),
    owners: listOwners(graph, owners),
    optionsHash: match.optionsHash,
  };
}

function merged(members: readonly FlowMember[]): FlowMember[] {
  const byAccount = new Map<number, FlowMember>();
  for (const member of members) {
    const known = byAccount.get(member.account);
    const evidence = known ? [...known.evidence, ...member.evidence] : member.evidence;
    byAccount.set(member.account, { ...(known ?? member), evidence });
  }
  return [...byAccount.values()];
}

function binding(
  { events, accounts }: EventGraph,
  { first, subject, members }: FlowMatch,
  owners: ReadonlyMap<number, readonly number[]>,
  hubs: HubCalendar,
  tally: HubTally,
): Pick<Finding, 'binds' | 'circumstantial'> {
  const at = events.at[first];
  let isHub = false;
  for (const account of subject) {
    const reason = hubs.account(account, at);
    if (reason === null) continue;
    tally.add({ type: 'Account', id: accounts.id(account) }, reason, at);
    isHub = true;
  }
  if (isHub) return { binds: 'hub' };
  const then = members.filter(({ since }) => since === first).map(({ account }) => owners.get(account)!);
  if (then[0].some((user) => then.every((some) => some.includes(user)))) return { binds: 'self' };
  return { binds: events.order(first), circumstantial: true };
}
