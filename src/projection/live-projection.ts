import { IDENTIFIER_KINDS } from '../graph/event-graph.ts';
import { identifierId, normaliseIdentifier } from '../graph/model/entity.ts';
import { compareEvents, type Event, type EventKey, type EventOf } from '../graph/model/event.ts';
import { blockOf } from './block-of.ts';
import { factOf } from './fact-of.ts';
import { KeyBook } from './key-book.ts';
import {
  eldestOf,
  newAccount,
  newThing,
  newUser,
  type LiveAccount,
  type LiveThing,
  type LiveUser,
  type Payout,
  type SharedThing,
} from './live-entities.ts';
import { addTo, takeFrom, type Posting } from './posting.ts';

/** One use of a thing by a user, as an event says it. */
export interface Use {
  readonly user: LiveUser;
  readonly thing: LiveThing;
}

/** What an event speaks of, beside the uses it is: whose facts change when it comes or goes. */
export interface Mention {
  readonly users: ReadonlySet<LiveUser>;
  /** What it uses or says something about. */
  readonly things: ReadonlySet<LiveThing>;
  readonly accounts: ReadonlySet<LiveAccount>;
}

/** Told of what happens to the projection. */
export interface ProjectionWatch {
  /** An event came that is after all others in order. */
  appended(event: Event, uses: readonly Use[]): void;
  /** Called before and after an event is put in elsewhere, or taken back. */
  changes(event: Event, mention: Mention): void;
  /** A user has come to use a thing, or has ceased to. */
  linked(user: LiveUser, thing: LiveThing): void;
  unlinked(user: LiveUser, thing: LiveThing): void;
}

/**
 * The facts in force, event by event, in lists per entity that stay in event order whatever order events arrive in.
 *
 * The state depends on the set of events only: keys count once (the first body), a retraction takes its target back
 * whenever either arrives. An event in order costs O(its uses), another the moves in the lists it belongs to.
 * Memory: the key of every event, and of those in force what {@link factOf} keeps.
 */
export class LiveProjection {
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
  /** The first of all transfers in force. */
  eldestTransfer: Payout | null = null;
  readonly #watch: ProjectionWatch;
  readonly #keys = new KeyBook();
  #last: Event | null = null;

  constructor(watch: ProjectionWatch) {
    this.#watch = watch;
  }

  apply(event: Event): void {
    const fact = factOf(event);
    if (!this.#keys.add(event, fact) || fact === null) return;
    if (fact.kind === 'retraction') this.#retract(fact.of);
    else if (!this.#keys.isRetracted(fact)) this.#add(fact);
  }

  #retract(key: EventKey): void {
    const target = this.#keys.retract(key);
    if (!target || target.kind === 'retraction') return;
    const mention = this.#mention(target);
    this.#watch.changes(target, mention);
    this.#unput(target);
    this.#watch.changes(target, mention);
  }

  #add(event: Event): void {
    if (this.#last === null || compareEvents(this.#last, event) < 0) {
      this.#last = event;
      this.#watch.appended(event, this.#put(event));
      return;
    }
    const before = this.#mention(event);
    this.#watch.changes(event, before);
    this.#put(event);
    this.#watch.changes(event, this.#mention(event));
  }

  /** @returns the uses that it is */
  #put(event: Event): readonly Use[] {
    if (event.kind === 'account-opened') {
      const account = this.account(event.account);
      const user = this.user(event.user);
      this.#aroundPayers(account, () => addTo(account.openings, event));
      user.accounts.set(account, (user.accounts.get(account) ?? 0) + 1);
      return [];
    }
    if (event.kind === 'transfer') {
      addTo(this.account(event.from).paid, event);
      addTo(this.account(event.to).received, event);
      if (!this.eldestTransfer || compareEvents(event, this.eldestTransfer) < 0) this.eldestTransfer = event;
    }
    for (const posting of this.#postings(event)) addTo(posting, event);
    const uses = this.usesOf(event);
    for (const use of uses) this.#link(use, event);
    return uses;
  }

  #unput(event: Event): void {
    if (event.kind === 'account-opened') {
      const account = this.account(event.account);
      const user = this.user(event.user);
      this.#aroundPayers(account, () => takeFrom(account.openings, event));
      const openings = user.accounts.get(account)! - 1;
      if (openings > 0) user.accounts.set(account, openings);
      else user.accounts.delete(account);
      return;
    }
    for (const use of this.usesOf(event)) this.#unlink(use, event);
    for (const posting of this.#postings(event)) takeFrom(posting, event);
    if (event.kind === 'transfer') {
      takeFrom(this.account(event.from).paid, event);
      takeFrom(this.account(event.to).received, event);
      if (this.eldestTransfer === event) this.eldestTransfer = eldestOf(this.accounts.values());
    }
  }

  /** Who uses a payee when nobody is said to have ordered a transfer follows from who owns the paying account. */
  #aroundPayers(account: LiveAccount, act: () => void): void {
    const unordered = account.paid.filter((transfer) => transfer.user === undefined);
    const before = unordered.map((transfer) => this.usesOf(transfer));
    act();
    unordered.forEach((transfer, i) => {
      const after = this.usesOf(transfer);
      for (const use of before[i]) if (!after.some((one) => isSame(one, use))) this.#unlink(use, transfer);
      for (const use of after) if (!before[i].some((one) => isSame(one, use))) this.#link(use, transfer);
    });
  }

  #link({ user, thing }: Use, event: Event): void {
    const posting = user.links.get(thing);
    if (posting) {
      addTo(posting, event);
      if (posting[0] === event) thing.arrivals = null;
      return;
    }
    const made = [event];
    if (this.#last === event) thing.arrivals?.push(event);
    else thing.arrivals = null;
    user.links.set(thing, made);
    thing.users.set(user, made);
    this.#watch.linked(user, thing);
  }

  #unlink({ user, thing }: Use, event: Event): void {
    const posting = user.links.get(thing)!;
    if (posting[0] === event) thing.arrivals = null;
    takeFrom(posting, event);
    if (posting.length > 0) return;
    user.links.delete(thing);
    thing.users.delete(user);
    this.#watch.unlinked(user, thing);
  }

  /** The lists, other than those of uses and transfers, that an event belongs to. */
  #postings(event: Event): Posting[] {
    switch (event.kind) {
      case 'registration': {
        const user = this.user(event.user);
        const postings = [user.registrations];
        if (IDENTIFIER_KINDS.some((kind) => event[kind] !== undefined)) postings.push(user.identityChanges);
        if (event.address !== undefined) postings.push(user.addressChanges);
        return postings;
      }
      case 'profile-change': {
        const user = this.user(event.user);
        if (event.field === 'address') return [user.addressChanges];
        return IDENTIFIER_KINDS.some((kind) => kind === event.field) ? [user.identityChanges] : [];
      }
      case 'payment':
        return [this.account(event.account).payments];
      case 'balance':
        return [this.account(event.account).balances];
      case 'reference': {
        const on = this.#referred(event);
        return on ? [on.references] : [];
      }
      case 'label':
        if (event.role === undefined) return [];
        if (event.subject.type === 'User') return [this.user(event.subject.id).labels];
        return event.subject.type === 'Account' ? [this.account(event.subject.id).labels] : [];
      default:
        return [];
    }
  }

  #referred({ subject }: EventOf<'reference'>): LiveThing | LiveAccount | null {
    if (subject.type === 'Account') return this.account(subject.id);
    if (subject.type === 'Device') return this.thing('device', subject.id);
    const block = subject.type === 'IpAddress' ? blockOf(subject.id) : null;
    return block === null ? null : this.thing('block', block);
  }

  /** The uses that an event is, by what is known of owners now. */
  usesOf(event: Event): Use[] {
    const uses: Use[] = [];
    switch (event.kind) {
      case 'registration':
      case 'session':
      case 'payment':
      case 'transfer': {
        if (event.user === undefined) break;
        const user = this.user(event.user);
        if (event.device !== undefined) uses.push({ user, thing: this.thing('device', event.device) });
        const block = event.ip === undefined ? null : blockOf(event.ip);
        if (block !== null) uses.push({ user, thing: this.thing('block', block) });
      }
    }
    if (event.kind === 'registration') {
      for (const kind of IDENTIFIER_KINDS)
        if (event[kind] !== undefined) this.#addIdentity(uses, event.user, kind, event[kind]);
    } else if (event.kind === 'profile-change') {
      const kind = IDENTIFIER_KINDS.find((one) => one === event.field);
      if (kind && event.value !== undefined) this.#addIdentity(uses, event.user, kind, event.value);
    } else if (event.kind === 'transfer') {
      const { payee } = this.account(event.to);
      for (const user of this.#payersOf(event)) uses.push({ user, thing: payee });
    }
    return uses;
  }

  #addIdentity(uses: Use[], user: string, kind: (typeof IDENTIFIER_KINDS)[number], raw: string): void {
    const value = normaliseIdentifier(kind, raw);
    if (value !== null)
      uses.push({ user: this.user(user), thing: this.thing(kind, identifierId(kind, value)) });
  }

  #payersOf(transfer: Payout): Iterable<LiveUser> {
    if (transfer.user !== undefined) return [this.user(transfer.user)];
    const owners = new Set<LiveUser>();
    for (const opening of this.account(transfer.from).openings) {
      if (compareEvents(opening, transfer) > 0) break;
      owners.add(this.user(opening.user));
    }
    return owners;
  }

  #mention(event: Event): Mention {
    const users = new Set<LiveUser>();
    const things = new Set<LiveThing>();
    const accounts = new Set<LiveAccount>();
    const affected: Event[] = [event];
    if ('user' in event && event.user !== undefined) users.add(this.user(event.user));
    if (event.kind === 'account-opened') {
      const account = this.account(event.account);
      accounts.add(account);
      affected.push(...account.paid.filter((transfer) => transfer.user === undefined));
    }
    if (event.kind === 'transfer') accounts.add(this.account(event.from)).add(this.account(event.to));
    if (event.kind === 'reference') {
      const on = this.#referred(event);
      if (on && 'payee' in on) accounts.add(on);
      else if (on) things.add(on);
    }
    if (event.kind === 'label') {
      if (event.subject.type === 'User') users.add(this.user(event.subject.id));
      if (event.subject.type === 'Account') accounts.add(this.account(event.subject.id));
    }
    for (const one of affected) {
      for (const { user, thing } of this.usesOf(one)) {
        users.add(user);
        things.add(thing);
      }
    }
    return { users, things, accounts };
  }

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
}

function isSame(a: Use, b: Use): boolean {
  return a.user === b.user && a.thing === b.thing;
}
