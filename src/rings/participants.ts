import type { EntityRef } from '../graph/model/entity.ts';
import { compareEvents, type EventOrder } from '../graph/model/event.ts';
import {
  isSuspect,
  type Finding,
  type FindingMember,
  type FindingOwner,
  type Role,
} from '../graph/model/finding.ts';

/** A user or account in a finding: a member, or the owner of an account member. */
export interface Participant extends EntityRef {
  readonly role: Role;
  /** The completing event at which it (for an owner: the account) was first counted. */
  readonly since: EventOrder;
  /** A vertex of the binding graph: the role is a suspect's. */
  readonly binds: boolean;
  /** Counts towards the size of a ring: a suspect user, or a suspect account that no suspect owner stands for. */
  readonly actor: boolean;
}

/**
 * The users and accounts that take part in a finding, each once, in no particular order.
 *
 * Owners are as known at the crossing. What the contract leaves open is decided in favour of people:
 * - an owner has the role that is known for them; else the owner of a victim's, bystander's or host's account has
 *   that role too, and the owner of any other account is a plain member;
 * - a plain member account all of whose owners are known to be no suspects is theirs: it takes their role;
 * - what is only the thing shared (role identifier, such as a common payee) takes no part, nor does its owner.
 *
 * Time O(members + owners).
 */
export function participants(finding: Finding): Participant[] {
  const ownersOf = new Map<string, FindingOwner[]>();
  for (const owner of finding.owners) {
    const list = ownersOf.get(owner.account);
    if (list) list.push(owner);
    else ownersOf.set(owner.account, [owner]);
  }
  const users = new Map<string, Standing>();
  for (const { type, id, role, since } of finding.members)
    if (type === 'User') users.set(id, { role, since, known: true });

  const out: Participant[] = [];
  for (const member of finding.members) {
    if (member.type !== 'Account') continue;
    const owners = ownersOf.get(member.id) ?? [];
    const role = accountRole(member, owners, users);
    if (role === 'identifier') continue;
    for (const owner of owners) addOwner(users, owner, role, member.since);
    const standsForItself = !owners.some((owner) => isSuspect(users.get(owner.user)?.role ?? 'host'));
    const binds = isSuspect(role);
    out.push({
      type: 'Account',
      id: member.id,
      role,
      since: member.since,
      binds,
      actor: binds && standsForItself,
    });
  }
  for (const [id, { role, since }] of users)
    if (role !== 'identifier')
      out.push({ type: 'User', id, role, since, binds: isSuspect(role), actor: isSuspect(role) });
  return out;
}

interface Standing {
  readonly role: Role;
  readonly since: EventOrder;
  /** Named by the finding itself, so that no account can change it. */
  readonly known: boolean;
}

function accountRole(
  member: FindingMember,
  owners: readonly FindingOwner[],
  users: ReadonlyMap<string, Standing>,
): Role {
  if (member.role !== 'member' || owners.length === 0) return member.role;
  const roles = owners.map((owner) => namedRole(owner, users));
  if (roles.some((role) => role === undefined || isSuspect(role))) return member.role;
  return closestRole(roles as Role[]);
}

/** The role a finding names for an owner: as a member of it, or by a label. */
function namedRole(owner: FindingOwner, users: ReadonlyMap<string, Standing>): Role | undefined {
  const listed = users.get(owner.user);
  return listed?.known ? listed.role : owner.role;
}

function addOwner(users: Map<string, Standing>, owner: FindingOwner, account: Role, since: EventOrder): void {
  const before = users.get(owner.user);
  const role = owner.role ?? (isSuspect(account) ? 'member' : account);
  if (before === undefined) {
    users.set(owner.user, { role, since, known: false });
    return;
  }
  const earliest = compareEvents(since, before.since) < 0 ? since : before.since;
  // Of somebody's accounts a suspect one speaks louder than an innocent one.
  if (before.known) users.set(owner.user, { ...before, since: earliest });
  else if (isSuspect(role) === isSuspect(before.role))
    users.set(owner.user, { role: closestRole([role, before.role]), since: earliest, known: false });
  else if (isSuspect(role)) users.set(owner.user, { role, since, known: false });
}

/**
 * Closest first: what a label says of an innocent, then the suspect roles, then what a detector guessed. A victim or
 * bystander is one by a label, and a wrong label is retracted, so no other finding's guess overrules it.
 */
const CLOSENESS: readonly Role[] = [
  'victim',
  'bystander',
  'organiser',
  'recruiter',
  'collector',
  'mule',
  'cash-out',
  'member',
  'host',
  'identifier',
];

/** The role of an entity that has several in one ring. */
export function closestRole(roles: readonly Role[]): Role {
  return CLOSENESS.find((role) => roles.includes(role)) ?? 'member';
}
