import { compareBytes } from '../kernel/bytes.ts';
import type { EntityRef } from '../graph/model/entity.ts';
import { compareEvents, type EventOrder } from '../graph/model/event.ts';
import type { Finding, Role } from '../graph/model/finding.ts';
import type { RingMember } from '../graph/model/ring.ts';
import { closestRole, participants } from './participants.ts';

/**
 * The members of a ring: all of its findings' members and the owners of their accounts, each once, with the closest
 * of their roles (see `closestRole`) and the earliest event at which one of the findings counted them.
 *
 * @returns sorted by type, then id bytes. Time O(n log n), n the members and owners of all findings.
 */
export function ringMembers(findings: readonly Finding[]): RingMember[] {
  const found = new Map<string, { ref: EntityRef; roles: Role[]; since: EventOrder }>();
  for (const finding of findings) {
    for (const { type, id, role, since } of listed(finding)) {
      const key = `${type}\0${id}`;
      const before = found.get(key);
      if (!before) {
        found.set(key, { ref: { type, id }, roles: [role], since });
        continue;
      }
      if (!before.roles.includes(role)) before.roles.push(role);
      if (compareEvents(since, before.since) < 0) before.since = since;
    }
  }
  return [...found.values()]
    .map(({ ref, roles, since }) => ({ ...ref, role: closestRole(roles), since }))
    .sort((a, b) => compareBytes(a.type, b.type) || compareBytes(a.id, b.id));
}

/** Participants, and the members that take no part (devices, addresses, identifiers, a shared payee). */
function listed(finding: Finding): RingMember[] {
  const others = finding.members.filter(
    ({ type, role }) => (type !== 'User' && type !== 'Account') || role === 'identifier',
  );
  return [...participants(finding), ...others];
}
