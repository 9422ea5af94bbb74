import type { Event } from '../../src/graph/model/event.ts';
import { isSuspect, ROLES } from '../../src/graph/model/finding.ts';
import { Interner } from '../../src/graph/interner.ts';
import type { Truth } from '../../src/graph/model/truth.ts';

/** Who is who, as far as the events (and for fraud the truth) say: shared by all meters. */
export class CastList {
  readonly users = new Interner();
  readonly accounts = new Interner();
  /** Suspects of the rings. */
  readonly ringMembers: ReadonlySet<string>;
  /** Users with fraud, in a ring or alone. */
  readonly fraudulent: ReadonlySet<string>;
  readonly start: number;
  readonly end: number;
  readonly #guilty: boolean[] = [];
  readonly #owner = new Map<number, number>();
  readonly #registeredAt: number[] = [];

  constructor(truth: Truth, start: number, end: number) {
    this.start = start;
    this.end = end;
    this.ringMembers = new Set(
      truth.rings.flatMap(({ members }) =>
        members
          .filter(
            ({ type, role }) =>
              type === 'User' && isSuspect(ROLES.find((known) => known === role) ?? 'member'),
          )
          .map(({ id }) => id),
      ),
    );
    this.fraudulent = new Set([...this.ringMembers, ...(truth.loners ?? []).map(({ user }) => user.id)]);
  }

  /** Takes in who registers and who opens an account, before any other meter sees the event. */
  add(event: Event): void {
    if (event.kind === 'registration') {
      this.#registeredAt[this.user(event.user)] = event.at;
    } else if (event.kind === 'account-opened')
      this.#owner.set(this.accounts.add(event.account), this.user(event.user));
  }

  user(id: string): number {
    const user = this.users.add(id);
    if (user === this.#guilty.length) this.#guilty.push(this.fraudulent.has(id));
    return user;
  }

  /** Not so: a user with fraud, whose acts are no habits of innocents. */
  isInnocent(user: number): boolean {
    return !this.#guilty[user];
  }

  /** Epoch milliseconds. */
  registeredAt(user: number): number {
    return this.#registeredAt[user];
  }

  /** The user an account belongs to; -1 for institutions. */
  owner(account: number): number {
    return this.#owner.get(account) ?? -1;
  }

  isInWindow(at: number): boolean {
    return at >= this.start && at < this.end;
  }
}

/** One thing that watches the events of a world go by. */
export interface Meter {
  add(event: Event): void;
}

/** The user, device and address of an event that names a user. */
export function useOf(event: Event): { user: string; device?: string; ip?: string } | null {
  switch (event.kind) {
    case 'registration':
    case 'session':
      return event;
    case 'transfer':
    case 'payment': {
      const { user, device, ip } = event;
      return user === undefined ? null : { user, device, ip };
    }
    default:
      return null;
  }
}
