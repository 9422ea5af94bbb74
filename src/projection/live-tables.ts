import type { EventKey, EventOf } from '../graph/model/event.ts';
import {
  newAccount,
  newThing,
  newUser,
  type LiveAccount,
  type LiveThing,
  type LiveUser,
  type SharedThing,
} from './live-entities.ts';
import type { Posting } from './posting.ts';

/** Users, things and accounts by id; each is made when it is first asked for. Memory: an entry each. */
export class LiveTables {
  readonly users = new Map<string, LiveUser>();
  readonly things: Readonly<Record<SharedThing, Map<string, LiveThing>>> = {
    block: new Map(),
    device: new Map(),
    email: new Map(),
    nationalId: new Map(),
    payee: new Map(),
    phone: new Map(),
  };
  readonly accounts = new Map<string, LiveAccount>();
  readonly #settlements = new Map<string, Posting<EventOf<'settlement'>>>();

  user(id: string): LiveUser {
    let user = this.users.get(id);
    if (!user) {
      user = newUser(id);
      this.users.set(id, user);
    }
    return user;
  }

  thing(kind: SharedThing, id: string): LiveThing {
    if (kind === 'payee') return this.account(id).payee;
    let thing = this.things[kind].get(id);
    if (!thing) {
      thing = newThing(kind, id);
      this.things[kind].set(id, thing);
    }
    return thing;
  }

  account(id: string): LiveAccount {
    const known = this.accounts.get(id);
    if (known) return known;
    const account = newAccount(id);
    this.accounts.set(id, account);
    return account;
  }

  /** What settlements say of an event, where whole events are kept; in event order. */
  settlementsOf(key: EventKey): Posting<EventOf<'settlement'>> {
    const text = JSON.stringify(key);
    let settlements = this.#settlements.get(text);
    if (!settlements) this.#settlements.set(text, (settlements = []));
    return settlements;
  }
}
