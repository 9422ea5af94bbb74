import { Float64Column, groupRows, Int32Column } from '../graph/columns.ts';
import { IDENTIFIER_KINDS, type EventGraph, type Reference, type RoleLabel } from '../graph/event-graph.ts';
import { Interner } from '../graph/interner.ts';
import {
  identifierId,
  normaliseAddress,
  normaliseIdentifier,
  type IdentifierKind,
} from '../graph/model/entity.ts';
import { compareEvents, EVENT_KINDS, type Event, type EventOf } from '../graph/model/event.ts';
import { ROLES, type Role } from '../graph/model/finding.ts';
import { ActivityBuilder } from './activity-builder.ts';
import { blockOf } from './block-of.ts';
import { statedFacts } from './stated-facts.ts';

const KIND_NUMBER = new Map(EVENT_KINDS.map((kind, number) => [kind, number]));

/**
 * Builds an {@link EventGraph} from events given one by one in event order.
 * Time O(n); memory about 70 bytes an event beside its id. Throws RangeError on an event out of order.
 */
export class EventGraphBuilder {
  readonly #users = new Interner();
  readonly #devices = new Interner();
  readonly #blocks = new Interner();
  readonly #accounts = new Interner();
  readonly #identifiers = new Interner();
  readonly #currencies = new Interner();
  readonly #sources = new Interner();
  readonly #events = {
    at: new Float64Column(),
    observedAt: new Float64Column(),
    kind: new Int32Column(),
    source: new Int32Column(),
    id: [] as string[],
  };
  readonly #deviceUses = useColumns();
  readonly #blockUses = useColumns();
  readonly #identity = {
    event: new Int32Column(),
    user: new Int32Column(),
    kind: new Int32Column(),
    identifier: new Int32Column(),
  };
  readonly #addresses = new Interner();
  readonly #addressChanges = {
    event: new Int32Column(),
    user: new Int32Column(),
    address: new Int32Column(),
  };
  readonly #registrations = { event: new Int32Column(), user: new Int32Column() };
  readonly #ownerships = { event: new Int32Column(), account: new Int32Column(), user: new Int32Column() };
  readonly #transfers = {
    event: new Int32Column(),
    from: new Int32Column(),
    to: new Int32Column(),
    user: new Int32Column(),
    minor: new Float64Column(),
    currency: new Int32Column(),
    receivedMinor: new Float64Column(),
    receivedCurrency: new Int32Column(),
  };
  readonly #references: Reference[] = [];
  readonly #roleLabels: RoleLabel[] = [];
  readonly #activity: ActivityBuilder | null;
  #last: Event | null = null;

  /** @param withActivity whether the graph gets its activity tables too */
  constructor(withActivity = false) {
    const shared = { users: this.#users, accounts: this.#accounts, currencies: this.#currencies };
    this.#activity = withActivity ? new ActivityBuilder(shared) : null;
  }

  add(event: Event): void {
    if (this.#last && compareEvents(this.#last, event) >= 0) {
      throw new RangeError(`event ${event.source}/${event.id} comes out of order`);
    }
    this.#last = event;
    const position = this.#events.id.push(event.id) - 1;
    this.#events.at.push(event.at);
    this.#events.observedAt.push(event.observedAt);
    this.#events.kind.push(KIND_NUMBER.get(event.kind)!);
    this.#events.source.push(this.#sources.add(event.source));
    this.#addFacts(event, position);
    this.#activity?.add(event, position);
  }

  #addFacts(event: Event, position: number): void {
    switch (event.kind) {
      case 'registration':
        this.#registrations.event.push(position);
        this.#registrations.user.push(this.#users.add(event.user));
        for (const kind of IDENTIFIER_KINDS)
          if (event[kind] !== undefined) this.#addIdentity(position, event.user, kind, event[kind]);
        if (event.address !== undefined) this.#addAddress(position, event.user, event.address);
        return this.#addUses(event, position);
      case 'profile-change':
        return this.#addProfileChange(event, position);
      case 'session':
      case 'payment':
        return this.#addUses(event, position);
      case 'transfer':
        this.#addTransfer(event, position);
        return this.#addUses(event, position);
      case 'account-opened':
        this.#ownerships.event.push(position);
        this.#ownerships.account.push(this.#accounts.add(event.account));
        this.#ownerships.user.push(this.#users.add(event.user));
        if (event.accountType !== undefined)
          this.#references.push({
            event: position,
            on: 'account',
            target: this.#accounts.find(event.account),
            accountType: event.accountType,
          });
        return;
      case 'reference':
        return this.#addReference(event, position);
      case 'label':
        return this.#addLabel(event, position);
    }
  }

  #addUses(event: EventOf<'registration' | 'session' | 'payment' | 'transfer'>, position: number): void {
    if (event.user === undefined) return;
    const user = this.#users.add(event.user);
    if (event.device !== undefined) addUse(this.#deviceUses, position, user, this.#devices.add(event.device));
    const block = event.ip === undefined ? null : blockOf(event.ip);
    if (block !== null) addUse(this.#blockUses, position, user, this.#blocks.add(block));
  }

  #addProfileChange(event: EventOf<'profile-change'>, position: number): void {
    const kind = IDENTIFIER_KINDS.find((known) => known === event.field);
    if (kind) this.#addIdentity(position, event.user, kind, event.value ?? '');
    if (event.field === 'address') this.#addAddress(position, event.user, event.value ?? '');
  }

  #addAddress(position: number, user: string, raw: string): void {
    const address = normaliseAddress(raw);
    this.#addressChanges.event.push(position);
    this.#addressChanges.user.push(this.#users.add(user));
    this.#addressChanges.address.push(address === '' ? -1 : this.#addresses.add(address));
  }

  #addIdentity(position: number, user: string, kind: IdentifierKind, raw: string): void {
    const value = normaliseIdentifier(kind, raw);
    this.#identity.event.push(position);
    this.#identity.user.push(this.#users.add(user));
    this.#identity.kind.push(IDENTIFIER_KINDS.indexOf(kind));
    this.#identity.identifier.push(value === null ? -1 : this.#identifiers.add(identifierId(kind, value)));
  }

  #addTransfer(event: EventOf<'transfer'>, position: number): void {
    const received = event.received ?? event.amount;
    this.#transfers.event.push(position);
    this.#transfers.from.push(this.#accounts.add(event.from));
    this.#transfers.to.push(this.#accounts.add(event.to));
    this.#transfers.user.push(event.user === undefined ? -1 : this.#users.add(event.user));
    this.#transfers.minor.push(event.amount.minor);
    this.#transfers.currency.push(this.#currencies.add(event.amount.currency));
    this.#transfers.receivedMinor.push(received.minor);
    this.#transfers.receivedCurrency.push(this.#currencies.add(received.currency));
  }

  #addReference(event: EventOf<'reference'>, position: number): void {
    const place = this.#placeOf(event.subject);
    if (!place) return;
    this.#references.push({ event: position, ...place, ...statedFacts(event) });
  }

  #placeOf(subject: EventOf<'reference'>['subject']): Pick<Reference, 'on' | 'target'> | null {
    if (subject.type === 'Device') return { on: 'device', target: this.#devices.add(subject.id) };
    if (subject.type === 'Account') return { on: 'account', target: this.#accounts.add(subject.id) };
    const block = subject.type === 'IpAddress' ? blockOf(subject.id) : null;
    return block === null ? null : { on: 'block', target: this.#blocks.add(block) };
  }

  #addLabel(event: EventOf<'label'>, position: number): void {
    const role = ROLES.find((known) => known === event.role) as Role | undefined;
    if (role && event.subject.type !== 'Event')
      this.#roleLabels.push({ event: position, subject: event.subject, role });
  }

  finish(asOf: number | null): EventGraph {
    const users = this.#users.size;
    const identity = finishAll(this.#identity);
    const registrations = finishAll(this.#registrations);
    const addressChanges = finishAll(this.#addressChanges);
    const ownerships = finishAll(this.#ownerships);
    return {
      asOf,
      events: this.#finishEvents(),
      users: this.#users,
      devices: this.#devices,
      blocks: this.#blocks,
      accounts: this.#accounts,
      identifiers: this.#identifiers,
      deviceUses: finishUses(this.#deviceUses, this.#devices.size, users),
      blockUses: finishUses(this.#blockUses, this.#blocks.size, users),
      identityChanges: {
        ...identity,
        kind: Uint8Array.from(identity.kind),
        byIdentifier: groupRows(identity.identifier, this.#identifiers.size),
        byUser: groupRows(identity.user, users),
      },
      addresses: this.#addresses,
      addressChanges: { ...addressChanges, byUser: groupRows(addressChanges.user, users) },
      registrations: { ...registrations, byUser: groupRows(registrations.user, users) },
      ownerships: { ...ownerships, byAccount: groupRows(ownerships.account, this.#accounts.size) },
      transfers: { ...finishAll(this.#transfers), currencies: this.#currencies.ids() },
      references: this.#references,
      roleLabels: this.#roleLabels,
      activity: this.#activity?.finish() ?? null,
    };
  }

  #finishEvents(): EventGraph['events'] {
    const { id } = this.#events;
    const at = this.#events.at.finish();
    const source = this.#events.source.finish();
    const sources = this.#sources;
    return {
      count: id.length,
      at,
      observedAt: this.#events.observedAt.finish(),
      kind: Uint8Array.from(this.#events.kind.finish()),
      key: (position) => [sources.id(source[position]), id[position]],
      order: (position) => ({ at: at[position], source: sources.id(source[position]), id: id[position] }),
    };
  }
}

/** The graph of events in any order, activity tables included; for tests and small inputs. Sorts a copy. */
export function buildEventGraph(events: Iterable<Event>, asOf: number | null = null): EventGraph {
  const builder = new EventGraphBuilder(true);
  for (const event of [...events].sort(compareEvents)) builder.add(event);
  return builder.finish(asOf);
}

type UseColumns = { event: Int32Column; user: Int32Column; target: Int32Column };

function useColumns(): UseColumns {
  return { event: new Int32Column(), user: new Int32Column(), target: new Int32Column() };
}

function addUse(uses: UseColumns, event: number, user: number, target: number): void {
  uses.event.push(event);
  uses.user.push(user);
  uses.target.push(target);
}

function finishUses(columns: UseColumns, targets: number, users: number): EventGraph['deviceUses'] {
  const { event, user, target } = finishAll(columns);
  return { event, user, target, byTarget: groupRows(target, targets), byUser: groupRows(user, users) };
}

type Finished<Columns> = {
  [Name in keyof Columns]: Columns[Name] extends Float64Column ? Float64Array : Int32Array;
};

function finishAll<Columns extends Record<string, Int32Column | Float64Column>>(
  columns: Columns,
): Finished<Columns> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column.finish()]),
  ) as Finished<Columns>;
}
