import { IDENTIFIER_KINDS } from '../../graph/event-graph.ts';
import type { Event, EventOf } from '../../graph/model/event.ts';
import { Interner } from '../../graph/interner.ts';
import { bookTransaction } from '../records/account-balances.ts';
import { noteOwner, userOf } from '../records/outcomes.ts';
import { LocalClock } from '../transaction-table/local-clock.ts';
import { Latest } from '../transaction-table/recent.ts';
import { carryIdentity } from './carry-identity.ts';
import { DeviceHistory } from './device-history.ts';
import { EntityRecords } from './entity-records.ts';
import { THING_PAYEES, THING_PAYERS, THING_RECORD, USER_MERCHANTS } from './entity-rows.ts';
import { FraudHeat } from './fraud-heat.ts';
import { FraudMarks } from './fraud-marks.ts';
import { COUNT_SPANS, TIE_SPAN, WALK_LIMITS, type WalkLimits } from './limits.ts';
import { LiveAccount } from './live-account.ts';
import type { LiveUser } from './live-user.ts';
import { Namer } from './namer.ts';
import { People } from './people.ts';
import { isScored, type ScoredEvent } from './scored-event.ts';
import { Sharing } from './sharing.ts';
import { Things, type Use } from './things.ts';
import { TieTable } from './tie-table.ts';

/** From 22:00 to 06:00 by the user's own clock. */
const NIGHT_FROM = 22;
const NIGHT_UNTIL = 6;

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
 * Memory: users, things, merchants and labels, which do not get fewer; ties used in 90 days (about 110 bytes each);
 * transactions, transfers and bank connections of 30 days at most (16 to 60 bytes each in up to four logs).
 */
export class FeatureState {
  readonly users = new People();
  readonly things = new Things();
  readonly merchants = new Interner();
  readonly accounts = new EntityRecords(this.things.rows, THING_RECORD, () => new LiveAccount());
  readonly devices = new EntityRecords(this.things.rows, THING_RECORD, () => new DeviceHistory());
  readonly namer = new Namer(this.things, this.merchants);
  readonly marks: FraudMarks;
  readonly heat: FraudHeat;
  readonly sharing: Sharing;
  /** Users and the merchants they paid. */
  readonly shopping = new TieTable(TIE_SPAN, { left: { rows: this.users.rows, column: USER_MERCHANTS } });
  /** Payers and payees, both accounts by their numbers as things. */
  readonly money = new TieTable(
    TIE_SPAN,
    {
      left: { rows: this.things.rows, column: THING_PAYEES },
      right: { rows: this.things.rows, column: THING_PAYERS },
      windows: COUNT_SPANS,
    },
    {
      made: (_, payer, payee) => this.heat.turnMoney(payer, payee, 1),
      ended: (_, payer, payee) => this.heat.turnMoney(payer, payee, -1),
    },
  );
  readonly #owners = new Map<string, string>();
  readonly #risks = new Map<number, Latest<number>>();
  readonly #clock = new LocalClock();
  /** The last transaction that was looked at: mostly the one that is taken next. */
  #lookedAt: ScoredEvent | null = null;
  #looked: Opened | null = null;
  #now = -Infinity;

  constructor({ usersOfBlock }: WalkLimits = WALK_LIMITS) {
    this.marks = new FraudMarks({
      things: this.things,
      users: this.users,
      userOf: (event) => this.whose(event),
      turn: (user, by) => this.sharing.turn(user, by),
      turnThing: (thing) => this.heat.reckon(thing, this.sharing.ties.sizeOfRight(thing)),
    });
    this.heat = new FraudHeat({
      sharing: () => this.sharing.ties,
      money: () => this.money,
      things: this.things,
      userRows: this.users.rows,
      usersOfBlock,
    });
    this.sharing = new Sharing(
      this.things,
      this.users.rows,
      {
        idOf: (user) => this.users.at(user).id,
        registeredAt: (user) => this.users.at(user).registeredAt,
        isFraud: (user) => this.marks.isUser(user),
      },
      this.heat,
    );
  }

  /** The latest instant from which anything is known. */
  get now(): number {
    return this.#now;
  }

  /** Told of every instant from which an event is known, before it is read or taken: ties that died until then end. */
  advance(to: number): void {
    if (to <= this.#now) return;
    this.sharing.communities.moveTo(to);
    this.#now = to;
    this.sharing.ties.expire(to);
    this.money.expire(to);
    this.shopping.expire(to);
  }

  /** Whose event it is, as far as is known: of a transaction whoever ordered it or owns the paying account. */
  whose(event: Event): string | undefined {
    if (isScored(event)) return userOf(event, this.#owners);
    return 'user' in event ? event.user : undefined;
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
    const user = id === undefined ? undefined : this.users.of(id);
    const stated = event.kind === 'transfer' ? event.balances?.fromBefore : undefined;
    const { hour, weekday } = this.#clock.show(event.at, user?.timeZone.value);
    return {
      user,
      balance:
        stated ??
        this.accounts.find(this.namer.of(event).account)?.balance.available(event.amount.currency) ??
        NaN,
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
    const { account, payee } = this.namer.of(event);
    bookTransaction(
      event,
      this.accounts.of(account).balance,
      payee < 0 ? undefined : this.accounts.of(payee).balance,
    );
    return opened;
  }

  /**
   * Takes an event that is no transaction.
   * @param target what a label is about, when that is an event
   */
  learn(event: Event, target?: Event): void {
    this.#lookedAt = null;
    switch (event.kind) {
      case 'registration':
        this.#register(event);
        return this.#use(event, event.user);
      case 'session':
        this.users.of(event.user).seenAt(event.location, event.at);
        return this.#use(event, event.user);
      case 'account-opened':
        return this.#openAccount(event);
      case 'balance':
        return this.#stateBalance(event);
      case 'profile-change':
        return this.#change(event);
      case 'bank-connection':
        return this.users.of(event.user).connections.add(event.at);
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
    else if (event.kind === 'bank-connection') this.users.of(event.user).connections.remove(event.at);
    else if (event.kind === 'label') this.marks.forget(event);
  }

  /** Takes a transaction that was opened into all else: ties, flows, its device, its place. */
  learnTransaction(event: ScoredEvent, { user: person }: Opened): void {
    const { at, amount } = event;
    const { account, payee, merchant, device, block } = this.namer.of(event);
    this.accounts.of(account).paid.add(at, amount.minor);
    if (event.kind === 'transfer') {
      this.accounts.of(payee).received.add(at, (event.received ?? amount).minor);
      if (payee !== account) this.money.use(account, payee, at);
    }
    if (device >= 0) this.devices.of(device).add(at, amount.minor, amount.currency, block, person?.channel);
    if (!person) return;
    if (event.kind === 'payment') {
      this.shopping.use(person.number, merchant, at);
      person.seenAt(event.location, at);
    }
    this.#useThings(person.number, device, block, at);
  }

  #forgetTransaction(event: ScoredEvent): void {
    const { at, amount } = event;
    const { account, payee, merchant, device } = this.namer.of(event);
    this.accounts.of(account).paid.remove(at, amount.minor);
    if (event.kind === 'transfer') {
      this.accounts.of(payee).received.remove(at, (event.received ?? amount).minor);
      this.money.release(account, payee);
    }
    if (device >= 0) this.devices.find(device)?.remove(amount.minor, amount.currency);
    const id = this.whose(event);
    if (id === undefined) return;
    const person = this.users.of(id);
    person.transactions.remove(at);
    person.nights.remove(at);
    const { window, spent } = person.purse(amount.currency);
    window.remove({ at, minor: amount.minor });
    spent.remove(at, amount.minor);
    if (event.kind === 'payment') this.shopping.release(person.number, merchant);
    this.#release(event, id);
  }

  #use({ device, ip, at }: Use, id: string): void {
    const thing = device === undefined ? -1 : this.things.numberOf('device', device);
    this.#useThings(this.users.numberOf(id), thing, this.things.blockNumber(ip), at);
  }

  #useThings(user: number, device: number, block: number, at: number): void {
    if (device >= 0) this.sharing.use(user, device, at, this.now);
    if (block >= 0) this.sharing.use(user, block, at, this.now);
  }

  #release({ device, ip }: Use, id: string): void {
    const user = this.users.numberOf(id);
    if (device !== undefined) this.sharing.ties.release(user, this.things.numberOf('device', device));
    const block = this.things.blockNumber(ip);
    if (block >= 0) this.sharing.ties.release(user, block);
  }

  #register(event: EventOf<'registration'>): void {
    const person = this.users.of(event.user);
    if (!(event.at >= person.registeredAt)) {
      person.registeredAt = event.at;
      person.channel = event.channel ?? person.channel;
    }
    if (event.timeZone !== undefined) person.timeZone.set(event.timeZone, event.at);
    for (const kind of IDENTIFIER_KINDS)
      if (event[kind] !== undefined) carryIdentity(this, person, { kind, value: event[kind], at: event.at });
  }

  #change({ user, field, value, at }: EventOf<'profile-change'>): void {
    const person = this.users.of(user);
    if (field === 'email') person.emailChange.set(true, at);
    if (field === 'phone') person.phoneChange.set(true, at);
    if (field === 'timeZone' && value !== undefined) person.timeZone.set(value, at);
    const kind = IDENTIFIER_KINDS.find((known) => known === field);
    if (kind) carryIdentity(this, person, { kind, value: value ?? '', at });
  }

  #openAccount(event: EventOf<'account-opened'>): void {
    noteOwner(this.#owners, event);
    const account = this.things.numberOf('account', event.account);
    const record = this.accounts.of(account);
    if (!(event.at >= record.openedAt)) record.openedAt = event.at;
    this.sharing.hold(this.users.numberOf(event.user), account, this.now);
    if (event.accountType !== undefined) this.things.tellAccountType(account, event.accountType, event.at);
  }

  #stateBalance({ account, available, at }: EventOf<'balance'>): void {
    const { balance } = this.accounts.of(this.things.numberOf('account', account));
    balance.state(available.minor, available.currency, at);
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
