import { compareEvents, type EventOrder } from '../graph/model/event.ts';
import type { EntityType } from '../graph/model/entity.ts';
import type { Finding, Role } from '../graph/model/finding.ts';
import type { EventGraph } from '../graph/event-graph.ts';

/**
 * Gives members the role that a label names for them. A label counts for a finding when it was known as of the
 * crossing: not after the first completing event in order, and observed by its `at`. Of several the latest in event
 * order wins, also over the role `host` that a detector set. Only users and accounts take part in anything, so
 * devices, addresses and identifiers keep the role they have. Owners of account members get their label's role too,
 * because they can bind a ring without being members.
 *
 * Time O(role labels + members x labels of the member).
 */
export function applyRoleLabels(graph: EventGraph, findings: readonly Finding[]): Finding[] {
  const roleAsOf = knownRoles(graph);
  if (!roleAsOf) return [...findings];
  return findings.map((finding) => ({
    ...finding,
    members: finding.members.map((member) => {
      const role = roleAsOf(member.type, member.id, finding.first);
      return role ? { ...member, role } : member;
    }),
    owners: finding.owners.map((owner) => {
      const role = roleAsOf('User', owner.user, finding.first);
      return role ? { ...owner, role } : owner;
    }),
  }));
}

interface KnownRole {
  readonly order: EventOrder;
  readonly observedAt: number;
  readonly role: Role;
}

function knownRoles(
  graph: EventGraph,
): ((type: EntityType, id: string, crossing: EventOrder) => Role | undefined) | null {
  const labels: Partial<Record<EntityType, Map<string, KnownRole[]>>> = {
    User: new Map(),
    Account: new Map(),
  };
  for (const { event, subject, role } of graph.roleLabels) {
    const ofType = labels[subject.type];
    // `identifier` is what a shared thing is in a finding; nobody can be labelled one.
    if (!ofType || role === 'identifier') continue;
    const known = { order: graph.events.order(event), observedAt: graph.events.observedAt[event], role };
    const list = ofType.get(subject.id);
    if (list) list.push(known);
    else ofType.set(subject.id, [known]);
  }
  if (!labels.User?.size && !labels.Account?.size) return null;
  return (type, id, crossing) =>
    labels[type]
      ?.get(id)
      ?.findLast((known) => known.observedAt <= crossing.at && compareEvents(known.order, crossing) <= 0)
      ?.role;
}
