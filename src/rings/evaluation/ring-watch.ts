import type { EntityRef } from '../../graph/model/entity.ts';
import { ipBlock } from '../../graph/model/ip.ts';
import type { TrueRing } from '../../graph/model/truth.ts';
import type { AccountOwners, RingSide } from './ring-side.ts';

const NO_RINGS: readonly number[] = [];

/** Looks up to which true rings people, accounts and shared things belong; rings are named by their number. */
export class RingWatch {
  readonly #sides: readonly RingSide[];
  readonly #owners: AccountOwners;
  readonly #byUser = new Map<string, number[]>();
  readonly #byAccount = new Map<string, number[]>();
  /** All members, whatever their role, and the accounts of perpetrators. */
  readonly #byMember = new Map<string, number[]>();
  /** What the members of each ring share, by type and id. */
  readonly #shared: readonly ReadonlySet<string>[];

  /** Time O(members of all rings + accounts with known owners). */
  constructor(rings: readonly TrueRing[], sides: readonly RingSide[], owners: AccountOwners) {
    this.#sides = sides;
    this.#owners = owners;
    sides.forEach((side, ring) => {
      for (const user of side.users) note(this.#byUser, user, ring);
      for (const account of side.accounts) note(this.#byAccount, account, ring);
    });
    for (const [account, users] of owners)
      for (const user of users)
        for (const ring of this.ringsOfUser(user)) note(this.#byAccount, account, ring);
    for (const [account, list] of this.#byAccount)
      for (const ring of list) note(this.#byMember, `Account\0${account}`, ring);
    rings.forEach(({ members }, ring) => {
      for (const member of members) note(this.#byMember, thingOf(member), ring);
      for (const user of sides[ring].users) note(this.#byMember, `User\0${user}`, ring);
    });
    this.#shared = rings.map(({ members }) => new Set(members.filter(isThing).map(thingOf)));
  }

  /** Rings that a user is a perpetrator of. */
  ringsOfUser(user: string): readonly number[] {
    return this.#byUser.get(user) ?? NO_RINGS;
  }

  /** Rings that an account works for: a suspect of its own, or a perpetrator's. */
  ringsOfAccount(account: string): readonly number[] {
    return this.#byAccount.get(account) ?? NO_RINGS;
  }

  ringsOfMember(member: EntityRef): readonly number[] {
    return this.#byMember.get(thingOf(member)) ?? NO_RINGS;
  }

  holds(ring: number, account: string): boolean {
    return this.ringsOfAccount(account).includes(ring);
  }

  /** @param thing by type and id, an address by its block */
  isShared(ring: number, thing: string): boolean {
    return this.#shared[ring].has(thing);
  }

  /** Who of a ring acts when an account of it does: the perpetrator that gave the order, else its owners, else itself. */
  actorsOfAccount(ring: number, account: string, user?: string): string[] {
    const { users } = this.#sides[ring];
    if (user !== undefined && users.has(user)) return [`User\0${user}`];
    const owners = (this.#owners.get(account) ?? []).filter((owner) => users.has(owner));
    return owners.length > 0 ? owners.map((owner) => `User\0${owner}`) : [`Account\0${account}`];
  }
}

/** What people share: devices, addresses, identifiers, merchants, and an account all of them pay. */
function isThing({ type, role }: TrueRing['members'][number]): boolean {
  if (type === 'User') return false;
  return type !== 'Account' || role === 'identifier';
}

function thingOf({ type, id }: EntityRef): string {
  return `${type}\0${type === 'IpAddress' ? (ipBlock(id) ?? id) : id}`;
}

function note(index: Map<string, number[]>, id: string, ring: number): void {
  const rings = index.get(id);
  if (!rings) index.set(id, [ring]);
  else if (!rings.includes(ring)) rings.push(ring);
}
