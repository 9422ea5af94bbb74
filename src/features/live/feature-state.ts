import { IDENTIFIER_KINDS } from '../../graph/event-graph.ts';
import type { Event, EventOf } from '../../graph/model/event.ts';
import { Interner } from '../../graph/interner.ts';
import { AccountBalances } from '../records/account-balances.ts';
import { noteOwner, userOf } from '../records/outcomes.ts';
import { LocalClock } from '../transaction-table/local-clock.ts';
import { Latest } from '../transaction-table/recent.ts';
import { AccountFlows } from './account-flows.ts';
import { carryIdentity } from './carry-identity.ts';
import { DeviceHistory } from './device-history.ts';
import { FraudHeat } from './fraud-heat.ts';
import { FraudMarks } from './fraud-marks.ts';
import { TIE_SPAN } from './limits.ts';
import { LiveUser } from './live-user.ts';
import { Namer } from './namer.ts';
import { isScored, payingAccount, type ScoredEvent } from './scored-event.ts';
import { Sharing } from './sharing.ts';
import { Things, type Use } from './things.ts';
import { TieTable } from './tie-table.ts';

/** From 22:00 to 06:00 by the user's own clock. */
const NIGHT_FROM = 22;
const NIGHT_UNTIL = 6;
/** Ties looked at for having died with every event: more than an event can make, so they never pile up. */
const SWEEP = 8;

/** A transaction as its user's windows hold it. */
export interface Opened {
  /** Undefined where nobody is known to make it. */
  readonly user: LiveUser | undefined;
  /** Minor units available before it on the paying account; NaN when not known. */
  readonly balance: number;
  readonly hour: number;
  readonly weekday: number;
  readonly isNight: boolean;
}

/**
 * All that the events given so far tell. A transaction is put in by two steps: `open` puts it into the windows that count
 * peers of its instant (definitions.md), `learn` into the rest.
 *
 * Memory: users, things, merchants and labels, which do not get fewer; ties used in 90 days (about 90 bytes each);
 * transactions, transfers and bank connections of 30 days at most (16 to 60 bytes each in up to four logs).
 */
export class FeatureState {
  readonly users = new Interner();
  readonly things = new Things();
  readonly merchants = new Interner();
  readonly flows = new AccountFlows();
  readonly namer = new Namer(this.things, this.merchants);
  readonly marks: FraudMarks;
  readonly heat: FraudHeat;
  readonly sharing: Sharing;
  /** Users and the merchants they paid. */
  readonly shopping = new TieTable(TIE_SPAN);
  /** Payers and payees, both accounts by their numbers as things. */
  readonly money = new TieTable(TIE_SPAN, {
    made: (_, payer, payee) => this.heat.turnMoney(payer, payee, 1),
    ended: (_, payer, payee) => this.heat.turnMoney(payer, payee, -1),
  });
  readonly #people: LiveUser[] = [];
  readonly #owners = new Map<string, string>();
  readonly #devices = new Map<number, DeviceHistory>();
  readonly #openedAt = new Map<number, number>();
  readonly #risks = new Map<number, Latest<number>>();
  readonly #balances = new AccountBalances();
  readonly #clock = new LocalClock();
  /** The last transaction that was looked at: mostly the one that is taken next. */
  #lookedAt: ScoredEvent | null = null;
  #looked: Opened | null = null;
  /** The latest instant from which anything is known. */
  now = -Infinity;

  constructor() {
    this.marks = new FraudMarks({
      things: this.things,
      userNumber: (id) => this.userNumber(id),
      userOf: (event) => this.whose(event),
      turn: (user, by) => this.sharing.turn(user, by, this.now),
      turnThing: (thing, by) => this.heat.warm(thing, by),
    });
    this.heat = new FraudHeat({
      sharing: () => this.sharing.ties,
      money: () => this.money,
      isAccount: (thing) => this.things.isAccount(thing),
    });
    this.sharing = new Sharing(
      this.things,
      {
        idOf: (user) => this.users.id(user),
        registeredAt: (user) => this.#people[user].registeredAt,
        isFraud: (user) => this.marks.isUser(user),
      },
      this.heat,
    );
  }

  /** To be called with every instant from which an event is known, before it is read or taken. */
  moveTo(instant: number): void {
    if (instant <= this.now) return;
    this.sharing.communities.moveTo(instant);
    this.now = instant;
  }

  userNumber(id: string): number {
    const number = this.users.add(id);
    if (number === this.#people.length) this.#people.push(new LiveUser(id, number));
    return number;
  }

  person(id: string): LiveUser {
    return this.#people[this.userNumber(id)];
  }

  /** Whose event it is, as far as is known: of a transaction whoever ordered it or owns the paying account. */
  whose(event: Event): string | undefined {
    if (isScored(event)) return userOf(event, this.#owners);
    return 'user' in event ? event.user : undefined;
  }

  device(thing: number): DeviceHistory | undefined {
    return this.#devices.get(thing);
  }

  openedAt(account: number): number | undefined {
    return this.#openedAt.get(account);
  }

  merchantRisk(merchant: number): number | undefined {
    return this.#risks.get(merchant)?.value;
  }

  /** How a transaction would stand in its user's windows now. */
  look(event: ScoredEvent): Opened {
    if (this.#lookedAt === event) return this.#looked!;
    this.#looked = this.#lookUp(event);
    this.#lookedAt = event;
    return this.#looked;
  }

  #lookUp(event: ScoredEvent): Opened {
    const id = this.whose(event);
    const user = id === undefined ? undefined : this.person(id);
    const stated = event.kind === 'transfer' ? event.balances?.fromBefore : undefined;
    const { hour, weekday } = this.#clock.show(event.at, user?.timeZone.value);
    return {
      user,
      balance: stated ?? this.#balances.available(payingAccount(event), event.amount.currency),
      hour,
      weekday,
      isNight: hour >= NIGHT_FROM || hour < NIGHT_UNTIL,
    };
  }

  open(event: ScoredEvent): Opened {
    const opened = this.look(event);
    this.#lookedAt = null;
    const { user, balance, isNight } = opened;
    const { at, amount } = event;
    if (user) {
      user.transactions.add(at);
      if (isNight) user.nights.add(at);
      const { window, spent } = user.purse(amount.currency);
      window.advance(at);
      window.add({ at, minor: amount.minor, balance });
      spent.add(at, amount.minor);
    }
    this.#balances.learn(event);
    return opened;
  }

  /**
   * Takes an event that is no transaction.
   * @param target what a label is about, when that is an event
   */
  learn(event: Event, target?: Event): void {
    this.#lookedAt = null;
    this.#sweep();
    switch (event.kind) {
      case 'registration':
        this.#register(event);
        return this.#use(event, event.user);
      case 'session':
        this.person(event.user).seenAt(event.location, event.at);
        return this.#use(event, event.user);
      case 'account-opened':
        return this.#openAccount(event);
      case 'balance':
        return this.#balances.learn(event);
      case 'profile-change':
        return this.#change(event);
      case 'bank-connection':
        return this.person(event.user).connections.add(event.at);
      case 'reference':
        return this.#refer(event);
      case 'label':
        return this.marks.learn(event, target);
    }
  }

  /**
   * Takes an event back: out of the windows, the flows, the marks and the ties that it alone made. What cannot be told
   * without the whole log stays: first and last uses, registrations, identities, owners, balances, reference data,
   * places, components.
   */
  forget(event: Event): void {
    this.#lookedAt = null;
    if (isScored(event)) this.#forgetTransaction(event);
    else if (event.kind === 'registration' || event.kind === 'session') this.#release(event, event.user);
    else if (event.kind === 'bank-connection') this.person(event.user).connections.remove(event.at);
    else if (event.kind === 'label') this.marks.forget(event);
  }

  /** Takes a transaction that was opened into all else: ties, flows, its device, its place. */
  learnTransaction(event: ScoredEvent, { user: person }: Opened): void {
    this.#sweep();
    const { at, amount } = event;
    const { account, payee, merchant, device, block } = this.namer.of(event);
    this.flows.of(account).paid.add(at, amount.minor);
    if (event.kind === 'transfer') {
      this.flows.of(payee).received.add(at, (event.received ?? amount).minor);
      if (payee !== account) this.money.use(account, payee, at, this.now);
    }
    if (device >= 0) {
      let history = this.#devices.get(device);
      if (!history) this.#devices.set(device, (history = new DeviceHistory()));
      history.add(at, amount.minor, amount.currency, block, person?.channel);
    }
    if (!person) return;
    if (event.kind === 'payment') {
      this.shopping.use(person.number, merchant, at, this.now);
      person.seenAt(event.location, at);
    }
    this.#useThings(person.number, device, block, at);
  }

  #sweep(): void {
    this.sharing.ties.sweep(this.now, SWEEP);
    this.money.sweep(this.now, SWEEP);
    this.shopping.sweep(this.now, SWEEP);
  }

  #forgetTransaction(event: ScoredEvent): void {
    const { at, amount } = event;
    const { account, payee, merchant, device } = this.namer.of(event);
    this.flows.of(account).paid.remove(at, amount.minor);
    if (event.kind === 'transfer') {
      this.flows.of(payee).received.remove(at, (event.received ?? amount).minor);
      this.money.release(account, payee, this.now);
    }
    if (device >= 0) this.#devices.get(device)?.remove(amount.minor, amount.currency);
    const id = this.whose(event);
    if (id === undefined) return;
    const person = this.person(id);
    person.transactions.remove(at);
    person.nights.remove(at);
    const { window, spent } = person.purse(amount.currency);
    window.remove({ at, minor: amount.minor });
    spent.remove(at, amount.minor);
    if (event.kind === 'payment') this.shopping.release(person.number, merchant, this.now);
    this.#release(event, id);
  }

  #use({ device, ip, at }: Use, id: string): void {
    const thing = device === undefined ? -1 : this.things.numberOf('device', device);
    this.#useThings(this.userNumber(id), thing, this.things.blockNumber(ip), at);
  }

  #useThings(user: number, device: number, block: number, at: number): void {
    if (device >= 0) this.sharing.use(user, device, at, this.now);
    if (block >= 0) this.sharing.use(user, block, at, this.now);
  }

  #release({ device, ip }: Use, id: string): void {
    const user = this.userNumber(id);
    if (device !== undefined)
      this.sharing.ties.release(user, this.things.numberOf('device', device), this.now);
    const block = this.things.blockNumber(ip);
    if (block >= 0) this.sharing.ties.release(user, block, this.now);
  }

  #register(event: EventOf<'registration'>): void {
    const person = this.person(event.user);
    if (!(event.at >= person.registeredAt)) {
      person.registeredAt = event.at;
      person.channel = event.channel ?? person.channel;
    }
    if (event.timeZone !== undefined) person.timeZone.set(event.timeZone, event.at);
    for (const kind of IDENTIFIER_KINDS)
      if (event[kind] !== undefined) carryIdentity(this, person, { kind, value: event[kind], at: event.at });
  }

  #change({ user, field, value, at }: EventOf<'profile-change'>): void {
    const person = this.person(user);
    if (field === 'email') person.emailChange.set(true, at);
    if (field === 'phone') person.phoneChange.set(true, at);
    if (field === 'timeZone' && value !== undefined) person.timeZone.set(value, at);
    const kind = IDENTIFIER_KINDS.find((known) => known === field);
    if (kind) carryIdentity(this, person, { kind, value: value ?? '', at });
  }

  #openAccount(event: EventOf<'account-opened'>): void {
    noteOwner(this.#owners, event);
    const account = this.things.numberOf('account', event.account);
    this.#openedAt.set(account, Math.min(event.at, this.#openedAt.get(account) ?? Infinity));
    this.sharing.hold(this.userNumber(event.user), account, this.now);
    if (event.accountType !== undefined) this.things.tellAccountType(account, event.accountType, event.at);
  }

  #refer(event: EventOf<'reference'>): void {
    this.things.tell(event);
    this.sharing.communities.told(this.things.subject(event.subject));
    if (event.subject.type !== 'Merchant' || event.merchantRisk === undefined) return;
    const merchant = this.merchants.add(event.subject.id);
    let risk = this.#risks.get(merchant);
    if (!risk) this.#risks.set(merchant, (risk = new Latest()));
    risk.set(event.merchantRisk, event.at);
  }
}
