import { compareBytes } from '../../kernel/bytes.ts';
import { ROLES, type Role } from '../../graph/model/finding.ts';
import type { Ring } from '../../graph/model/ring.ts';
import type { TrueRing } from '../../graph/model/truth.ts';
import { closestRole } from '../participants.ts';
import type { RingComparison } from './compare-rings.ts';
import { isSuspectRole, namedOf, type AccountOwners } from './ring-side.ts';
import { shareOf, type Share } from './wilson-bound.ts';

/** A true role, and the roles that matched found rings gave to those who have it. */
export interface RoleRow {
  /** `outsider`: listed by the found ring, and not a member of the true one. */
  readonly role: string;
  readonly members: number;
  /** Counts by found role, `missing` for those the found ring does not list; roles without a count are left out. */
  readonly found: Readonly<Record<string, number>>;
}

export interface OrganiserHits {
  /** Matched rings whose true organiser is known. */
  readonly rings: number;
  /** Those for which the found ring points at somebody: its organisers, else its most central members. */
  readonly pointed: number;
  /** Those for which a true organiser is among them. */
  readonly hits: Share;
  /** Hits of somebody who takes one of those pointed at, at random; and one of all suspects. Shares of `rings`. */
  readonly onePick: number;
  readonly chance: number;
}

/** Innocents of true rings in a suspect role of any found ring. */
export interface WrongSuspects {
  readonly role: string;
  readonly members: Share;
}

export interface RoleReport {
  readonly confusion: readonly RoleRow[];
  readonly organiser: OrganiserHits;
  readonly wrongSuspects: readonly WrongSuspects[];
}

/**
 * Compares roles: of matched rings in a confusion table, of the innocents in all true rings whether any found ring
 * accuses them. Whoever one side lists by an account and the other by its owner is
 * compared all the same.
 * Time O(members of all rings).
 */
export function compareRoles(comparison: RingComparison): RoleReport {
  const { found, truth, owners, foundOf } = comparison;
  const table = new Map<string, Map<string, number>>();
  const count = (trueRole: string, foundRole: string): void => {
    const row = table.get(trueRole) ?? new Map<string, number>();
    table.set(trueRole, row.set(foundRole, (row.get(foundRole) ?? 0) + 1));
  };
  for (const [t, f] of foundOf) {
    const byFound = rolesIn(found[f].members, owners);
    const byTruth = rolesIn(truth.rings[t].members, owners);
    for (const { type, id, role } of counted(truth.rings[t].members))
      count(role, roleOf(type, id, byFound, owners) ?? 'missing');
    for (const { type, id, role } of counted(found[f].members))
      if (roleOf(type, id, byTruth, owners) === undefined) count('outsider', role);
  }
  return {
    confusion: [...table].map(([role, row]) => roleRow(role, row)).sort(compareRows),
    organiser: organiserHits(comparison),
    wrongSuspects: wrongSuspects(comparison),
  };
}

interface Member {
  readonly type: string;
  readonly id: string;
  readonly role: string;
}

/** Of a ring that lists users its accounts are theirs, and are not counted beside them. */
function counted<Someone extends Member>(members: readonly Someone[]): readonly Someone[] {
  return members.some(({ type }) => type === 'User')
    ? members.filter(({ type, role }) => type !== 'Account' || role === 'identifier')
    : members;
}

/** Roles by type and id: as listed; of an owner who is not listed the closest of the accounts' roles. */
function rolesIn(members: readonly Member[], owners: AccountOwners): Map<string, string> {
  const roles = new Map(members.map(({ type, id, role }) => [`${type}\0${id}`, role]));
  const derived = new Map<string, string[]>();
  for (const { type, id, role } of members) {
    if (type !== 'Account' || role === 'identifier') continue;
    for (const owner of owners.get(id) ?? []) {
      const key = `User\0${owner}`;
      if (!roles.has(key)) derived.set(key, [...(derived.get(key) ?? []), role]);
    }
  }
  for (const [key, list] of derived) roles.set(key, closest(list));
  return roles;
}

/** The role somebody has in a ring; an account that is not listed has the closest of its owners'. */
function roleOf(
  type: string,
  id: string,
  roles: ReadonlyMap<string, string>,
  owners: AccountOwners,
): string | undefined {
  const own = roles.get(`${type}\0${id}`);
  if (own !== undefined || type !== 'Account') return own;
  const theirs = (owners.get(id) ?? []).flatMap((owner) => roles.get(`User\0${owner}`) ?? []);
  return theirs.length > 0 ? closest(theirs) : undefined;
}

function closest(roles: readonly string[]): string {
  return closestRole(roles.map((role) => ROLES.find((known) => known === role) ?? 'member'));
}

function roleRow(role: string, row: ReadonlyMap<string, number>): RoleRow {
  const found = [...row].sort(([a], [b]) => rank(a) - rank(b) || compareBytes(a, b));
  return { role, members: found.reduce((all, [, n]) => all + n, 0), found: Object.fromEntries(found) };
}

function compareRows(a: RoleRow, b: RoleRow): number {
  return rank(a.role) - rank(b.role) || compareBytes(a.role, b.role);
}

/** Our roles in their order, then others, then the makeshift ones. */
function rank(role: string): number {
  if (role === 'missing' || role === 'outsider') return ROLES.length + 1;
  const known = ROLES.indexOf(role as Role);
  return known === -1 ? ROLES.length : known;
}

function organiserHits({ found, truth, owners, sides, foundOf }: RingComparison): OrganiserHits {
  const total = { rings: 0, pointed: 0, hits: 0, onePick: 0, chance: 0 };
  for (const [t, f] of foundOf) {
    const organisers = new Set(
      peopleOf(
        truth.rings[t].members.filter(({ role }) => role === 'organiser'),
        owners,
      ),
    );
    if (organisers.size === 0) continue;
    const pointed = new Set(peopleOf(pointedAt(found[f]), owners));
    const suspects = new Set(peopleOf(namedRefs(namedOf(sides[f])), owners));
    const common = (set: ReadonlySet<string>): number =>
      set.size === 0 ? 0 : [...set].filter((actor) => organisers.has(actor)).length / set.size;
    total.rings++;
    if (pointed.size > 0) total.pointed++;
    if (common(pointed) > 0) total.hits++;
    total.onePick += common(pointed);
    total.chance += common(suspects);
  }
  const { rings, pointed, hits, onePick, chance } = total;
  const ofRings = (sum: number): number => (rings === 0 ? 0 : sum / rings);
  return { rings, pointed, hits: shareOf(hits, rings), onePick: ofRings(onePick), chance: ofRings(chance) };
}

type Named = { readonly type: string; readonly id: string };

/** Whom a found ring points at as its organiser. */
function pointedAt({ members, metrics }: Ring): readonly Named[] {
  const organisers = members.filter(({ role }) => role === 'organiser');
  return organisers.length > 0 ? organisers : metrics.central;
}

/** Users, and accounts that nobody is known to own. */
function peopleOf(members: readonly Named[], owners: AccountOwners): string[] {
  return members.flatMap(({ type, id }) => {
    if (type === 'User') return [`User\0${id}`];
    if (type !== 'Account') return [];
    const known = owners.get(id) ?? [];
    return known.length > 0 ? known.map((user) => `User\0${user}`) : [`Account\0${id}`];
  });
}

function namedRefs(names: readonly string[]): Named[] {
  return names.map((name) => {
    const cut = name.indexOf('\0');
    return { type: name.slice(0, cut), id: name.slice(cut + 1) };
  });
}

function wrongSuspects({ truth, sides, perpetrators }: RingComparison): WrongSuspects[] {
  const accused = new Set(sides.flatMap(namedOf));
  const byRole = new Map<string, Set<string>>();
  const innocents = truth.rings.flatMap(({ members }: TrueRing) =>
    members.filter(({ type, role }) => (type === 'User' || type === 'Account') && !isSuspectRole(role)),
  );
  for (const { type, id, role } of innocents) {
    const key = `${type}\0${id}`;
    if (perpetrators.has(key)) continue;
    byRole.set(role, (byRole.get(role) ?? new Set()).add(key));
  }
  return [...byRole]
    .map(([role, members]) => ({
      role,
      members: shareOf([...members].filter((key) => accused.has(key)).length, members.size),
    }))
    .sort((a, b) => rank(a.role) - rank(b.role));
}
