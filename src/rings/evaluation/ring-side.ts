import type { EntityRef } from '../../graph/model/entity.ts';
import { isSuspect, ROLES } from '../../graph/model/finding.ts';

/** Known owners of accounts. */
export type AccountOwners = ReadonlyMap<string, readonly string[]>;

/** Whom a ring, found or true, accuses. */
export interface RingSide {
  readonly users: ReadonlySet<string>;
  readonly accounts: ReadonlySet<string>;
}

/**
 * The suspects among members: users, with the owners of suspect accounts where known, and accounts. Victims,
 * bystanders, hosts and identifiers are left out, and so is an owner listed as one of these. A role that is not ours
 * (truth files name their own) is a suspect's.
 */
export function suspectsOf(
  members: readonly (EntityRef & { readonly role: string })[],
  owners: AccountOwners,
): RingSide {
  const users = new Set<string>();
  const accounts = new Set<string>();
  const cleared = new Set<string>();
  for (const { type, id, role } of members) {
    const suspect = isSuspectRole(role);
    if (type === 'User') (suspect ? users : cleared).add(id);
    else if (type === 'Account' && suspect) accounts.add(id);
  }
  for (const account of accounts)
    for (const owner of owners.get(account) ?? []) if (!cleared.has(owner)) users.add(owner);
  return { users, accounts };
}

/** Whether a role makes somebody a perpetrator; one that is not ours does. */
export function isSuspectRole(role: string): boolean {
  return isSuspect(ROLES.find((known) => known === role) ?? 'member');
}

/** What two sides are compared by: users where both have some, because an account is its owner; else accounts. */
export function basis(a: RingSide, b: RingSide): keyof RingSide {
  return a.users.size > 0 && b.users.size > 0 ? 'users' : 'accounts';
}

/** The people of a side, by type and id: its users; the accounts stand for them where it has none. */
export function actorsOf(side: RingSide): string[] {
  return side.users.size > 0
    ? Array.from(side.users, (id) => `User\0${id}`)
    : Array.from(side.accounts, (id) => `Account\0${id}`);
}

/** Users and accounts of a side, by type and id. */
export function namedOf({ users, accounts }: RingSide): string[] {
  return [...Array.from(users, (id) => `User\0${id}`), ...Array.from(accounts, (id) => `Account\0${id}`)];
}

/** Time O(size of the smaller). */
export function countCommon(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let count = 0;
  for (const item of small) if (large.has(item)) count++;
  return count;
}
