import { IDENTIFIER_KINDS } from '../graph/event-graph.ts';
import { identifierId, normaliseIdentifier } from '../graph/model/entity.ts';
import { compareEvents, type Event, type EventOf } from '../graph/model/event.ts';
import { blockOf } from './block-of.ts';
import type { LiveAccount, LiveThing, LiveUser, Payout } from './live-entities.ts';
import { LiveTables } from './live-tables.ts';
import type { Posting } from './posting.ts';

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

/** Where an event belongs: whose lists it is in, what it uses and whom it speaks of. */
export class EventRoutes extends LiveTables {
  /** The lists, other than those of uses and transfers, that an event belongs to. */
  protected postingsOf(event: Event): Posting[] {
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

  /** The lists of what users do and of what became of transfers that an event belongs to. */
  protected activitiesOf(event: Event): Posting[] {
    if (event.kind === 'settlement') return [this.settlementsOf(event.of)];
    return 'user' in event && event.user !== undefined ? [this.user(event.user).acts] : [];
  }

  /** Notes that something is said of what an event is about by which it may be a hub. */
  protected speakOf(event: EventOf<'reference' | 'account-opened'>): void {
    const on = event.kind === 'reference' ? this.#referred(event) : this.account(event.account);
    if (on) ('payee' in on ? on.payee : on).isSpokenOf = true;
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

  /** Whom an event speaks of, by what is known of owners now. */
  protected mention(event: Event): Mention {
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
}
